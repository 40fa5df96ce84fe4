;; SRFI 128: comparators, which bundle a type test, an equality, an ordering and a hash function.
(define-library (srfi 128)
  (export comparator? comparator-ordered? comparator-hashable?
          make-comparator make-pair-comparator make-list-comparator make-vector-comparator
          make-eq-comparator make-eqv-comparator make-equal-comparator
          boolean-hash char-hash char-ci-hash string-hash string-ci-hash symbol-hash number-hash
          hash-bound hash-salt
          make-default-comparator default-hash comparator-register-default!
          comparator-type-test-predicate comparator-equality-predicate comparator-ordering-predicate
          comparator-hash-function
          comparator-test-type comparator-check-type comparator-hash
          =? <? >? <=? >=?
          comparator-if<=>)
  (import (scheme base)
          (scheme case-lambda)
          (scheme char)
          (only (scheme complex) imag-part real-part)
          (only (scheme inexact) finite?)
          (only (eshkol internals) %check-character %check-procedure %raise-type
                eqv-hash string-ci-hash string-hash symbol-hash))
  (include "128/comparators.scm" "128/constructors.scm" "128/hashing.scm" "128/default.scm"))
