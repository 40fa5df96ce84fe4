;; SRFI 41, the derived part: procedures and syntax built on the type of streams.
(define-library (srfi 41 derived)
  (export define-stream list->stream port->stream stream stream->list stream-append stream-concat stream-constant
          stream-drop stream-drop-while stream-filter stream-fold stream-for-each stream-from stream-iterate
          stream-length stream-let stream-map stream-match stream-of stream-range stream-ref stream-reverse
          stream-scan stream-take stream-take-while stream-unfold stream-unfolds stream-zip)
  (import (scheme base) (scheme case-lambda) (srfi 41 primitive)
          (only (eshkol internals) %check-procedure %check-index %raise-type %raise-error every))
  (include "syntax.scm" "making.scm" "using.scm"))
