;; SRFI 127: lazy sequences, lists whose last part is made by a generator when it is looked at.
(define-library (srfi 127)
  (export generator->lseq lseq? lseq=? lseq-car lseq-first lseq-cdr lseq-rest lseq-ref lseq-take lseq-drop
          lseq-realize lseq->generator lseq-length lseq-append lseq-zip
          lseq-map lseq-for-each lseq-filter lseq-remove lseq-find lseq-find-tail lseq-take-while lseq-drop-while
          lseq-any lseq-every lseq-index lseq-member lseq-memq lseq-memv)
  (import (scheme base) (scheme case-lambda)
          (only (eshkol internals) %check-index %check-procedure %raise-error %raise-type any every))
  (include "127/sequences.scm" "127/procedures.scm"))
