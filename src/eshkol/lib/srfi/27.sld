;; SRFI 27: sources of random bits, here the generator MRG32k3a (L'Ecuyer, Operations Research 47, 1999).
(define-library (srfi 27)
  (export random-integer random-real default-random-source make-random-source random-source?
          random-source-state-ref random-source-state-set! random-source-randomize!
          random-source-pseudo-randomize! random-source-make-integers random-source-make-reals)
  (import (eshkol internals))
  (include "27/generator.scm" "27/sources.scm"))
