;; SRFI 158: generators, procedures that give the next element each time, and accumulators, procedures that take one.
(define-library (srfi 158)
  (export generator circular-generator make-iota-generator make-range-generator make-coroutine-generator
          list->generator vector->generator reverse-vector->generator string->generator bytevector->generator
          make-for-each-generator make-unfold-generator
          gcons* gappend gflatten ggroup gmerge gmap gcombine gfilter gremove gstate-filter gtake gdrop
          gtake-while gdrop-while gdelete gdelete-neighbor-dups gindex gselect
          generator->list generator->reverse-list generator->vector generator->vector! generator->string
          generator-fold generator-for-each generator-map->list generator-find generator-count
          generator-any generator-every generator-unfold
          make-accumulator count-accumulator list-accumulator reverse-list-accumulator vector-accumulator
          reverse-vector-accumulator vector-accumulator! string-accumulator bytevector-accumulator
          bytevector-accumulator! sum-accumulator product-accumulator)
  (import (scheme base)
          (scheme case-lambda)
          (only (eshkol internals)
                %check-index %check-procedure %check-range %check-string %check-vector %raise-error %raise-type
                append-reverse list->bytevector))
  (include "158/constructors.scm" "158/operations.scm" "158/consumers.scm" "158/accumulators.scm"))
