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

    ;;; (make-ephemeron key datum)
    ;;; An ephemeron, which does not keep its key in memory. Its datum, though, should not lead to the key.
    ;;; > (let ((key (list 1))) (ephemeron-datum (make-ephemeron key 'datum)))
    ;;; datum
    (define (make-ephemeron key datum)
      (if key
          (new-ephemeron (make-weak-ref key) datum #f)
          (new-ephemeron #f datum #t)))

    ;;; (ephemeron-broken? ephemeron)
    ;;; Has the key gone? Then key and datum are #f.
    ;;; > (ephemeron-broken? (make-ephemeron 'key 'datum))
    ;;; #f
    (define (ephemeron-broken? ephemeron)
      (not (or (lasting? ephemeron) (ephemeron-key ephemeron))))

    ;;; (ephemeron-key ephemeron)
    ;;; The key, or #f when it has gone.
    ;;; > (ephemeron-key (make-ephemeron 'key 'datum))
    ;;; key
    (define (ephemeron-key ephemeron)
      (let ((weak (reference ephemeron)))
        (and weak
             (or (weak-ref-value weak)
                 (begin
                   (set-reference! ephemeron #f)
                   (set-datum! ephemeron #f)
                   #f)))))

    ;;; (ephemeron-datum ephemeron)
    ;;; The datum, or #f when the key has gone.
    ;;; > (ephemeron-datum (make-ephemeron 'key 'datum))
    ;;; datum
    (define (ephemeron-datum ephemeron)
      (ephemeron-key ephemeron)
      (datum ephemeron))

    ;; Does nothing, but its argument is in use until then.
    (define kept #f)
    ;;; (reference-barrier key)
    ;;; Does nothing, but the key is in use until then.
    ;;; > (let* ((key (list 1)) (e (make-ephemeron key 2))) (reference-barrier key) (ephemeron-broken? e))
    ;;; #f
    (define (reference-barrier key)
      (set! kept key)
      (set! kept #f))))
