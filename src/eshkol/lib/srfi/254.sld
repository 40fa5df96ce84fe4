;; SRFI 254: ephemerons, guardians and transport cells, which watch what the memory manager does.
(define-library (srfi 254)
  (export reference-barrier make-ephemeron ephemeron? ephemeron-key ephemeron-value ephemeron-broken? ephemeron-ref
          make-guardian guardian?
          current-hash make-transport-cell-guardian transport-cell-guardian? transport-cell? transport-cell-key
          transport-cell-value transport-cell-broken?)
  (import (eshkol internals)))
