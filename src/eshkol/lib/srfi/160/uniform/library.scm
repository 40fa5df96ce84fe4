;; What the libraries of the types of homogeneous vectors have in common besides their names.

(import (scheme base)
        (scheme case-lambda)
        (only (scheme complex) imag-part real-part)
        (only (scheme cxr) caddr cdddr)
        (only (scheme write) write)
        (only (srfi 1) fold)
        (only (srfi 128) make-comparator make-vector-comparator number-hash)
        (only (eshkol internals)
              %check-index %check-procedure %check-range %raise-error %raise-index %raise-type fixnum?))
(include "making.scm" "iterating.scm" "searching.scm" "changing.scm")
