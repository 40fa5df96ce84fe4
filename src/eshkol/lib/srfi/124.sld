;; SRFI 124: ephemerons, pairs that do not keep their key in memory.
(define-library (srfi 124)
  (export ephemeron? make-ephemeron ephemeron-broken? ephemeron-key
          (rename ephemeron-value ephemeron-datum) reference-barrier)
  (import (only (eshkol internals)
                ephemeron? make-ephemeron ephemeron-broken? ephemeron-key ephemeron-value reference-barrier)))
