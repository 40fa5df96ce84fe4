;; SRFI 124: ephemerons, pairs that do not keep their key in memory, on top of weak references.
(define-library (srfi 124)
  (export ephemeron? make-ephemeron ephemeron-broken? ephemeron-key ephemeron-datum reference-barrier)
  (import (scheme base)
          (only (eshkol internals) make-weak-ref weak-ref-value))
  (begin
    ;; `reference` is a weak reference to the key, or #f once the ephemeron has been found broken and for the key #f,
    ;; which never goes away: the latter is told by `lasting?`. A datum that leads to the key keeps it in memory.
    (define-record-type ephemeron
      (new-ephemeron reference datum lasting?)
      ephemeron?
      (reference reference set-reference!)
      (datum datum set-datum!)
      (lasting? lasting?))

    (define (make-ephemeron key datum)
      (if key
          (new-ephemeron (make-weak-ref key) datum #f)
          (new-ephemeron #f datum #t)))

    (define (ephemeron-broken? ephemeron)
      (not (or (lasting? ephemeron) (ephemeron-key ephemeron))))

    ;; The key, or #f; of an ephemeron without a key the datum is dropped, too.
    (define (ephemeron-key ephemeron)
      (let ((weak (reference ephemeron)))
        (and weak
             (or (weak-ref-value weak)
                 (begin
                   (set-reference! ephemeron #f)
                   (set-datum! ephemeron #f)
                   #f)))))

    (define (ephemeron-datum ephemeron)
      (ephemeron-key ephemeron)
      (datum ephemeron))

    ;; Does nothing, but its argument is in use until then.
    (define kept #f)
    (define (reference-barrier key)
      (set! kept key)
      (set! kept #f))))
