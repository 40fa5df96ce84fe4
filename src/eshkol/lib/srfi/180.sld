;; SRFI 180: reading and writing of JSON, also of texts larger than memory.
(define-library (srfi 180)
  (export json-error? json-error-reason json-null? json-nesting-depth-limit json-number-of-character-limit
          json-generator json-fold json-read json-lines-read json-sequence-read json-accumulator json-write)
  (import (scheme base) (scheme case-lambda)
          (only (eshkol internals) %check-procedure %make-condition %raise-type condition-kind finite?))
  (include "180/sources.scm" "180/tokens.scm" "180/reading.scm" "180/writing.scm"))
