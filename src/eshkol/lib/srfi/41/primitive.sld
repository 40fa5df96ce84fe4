;; SRFI 41, the primitive part: the type of streams.
(define-library (srfi 41 primitive)
  (export stream-null stream-cons stream? stream-null? stream-pair? stream-car stream-cdr stream-lambda)
  (import (scheme base) (scheme lazy) (only (eshkol internals) %raise-type))
  (begin
    ;; The promise gives () for the empty stream; otherwise a pair of a promise of the first element and a stream.
    (define-record-type stream
      (promise->stream promise)
      stream?
      (promise stream-promise))

    (define (contents stream)
      (force (stream-promise stream)))

    ;; The stream that an expression gives, which is evaluated when it is needed.
    (define-syntax lazy-stream
      (syntax-rules ()
        ((_ expression) (promise->stream (delay-force (stream-promise (checked-stream expression)))))))

    (define (checked-stream x)
      (if (stream? x) x (%raise-type 'stream 1 "a stream" x)))

    ;;; stream-null
    ;;; The empty stream.
    ;;; > (stream->list stream-null)
    ;;; ()
    (define stream-null (promise->stream (make-promise '())))

    ;;; (stream-cons element stream)
    ;;; A stream of the value of the expression `element` and what the expression `stream` gives; both are evaluated when
    ;;; they are needed.
    ;;; > (stream-car (stream-cdr (stream-cons (error "not needed") (stream-cons 2 stream-null))))
    ;;; 2
    (define-syntax stream-cons
      (syntax-rules ()
        ((_ element stream) (promise->stream (make-promise (cons (delay element) (lazy-stream stream)))))))

    ;;; (stream? x)
    ;;; Whether `x` is a stream.
    ;;; > (list (stream? stream-null) (stream? '()))
    ;;; (#t #f)

    ;;; (stream-null? x)
    ;;; Whether `x` is the empty stream.
    ;;; > (list (stream-null? stream-null) (stream-null? (stream 1)) (stream-null? '()))
    ;;; (#t #f #f)
    (define (stream-null? x)
      (and (stream? x) (null? (contents x))))

    ;;; (stream-pair? x)
    ;;; Whether `x` is a stream with at least one element.
    ;;; > (list (stream-pair? stream-null) (stream-pair? (stream 1)) (stream-pair? '(1)))
    ;;; (#f #t #f)
    (define (stream-pair? x)
      (and (stream? x) (pair? (contents x))))

    (define (contents-of-pair who stream)
      (let ((pair (if (stream? stream) (contents stream) '())))
        (if (pair? pair) pair (%raise-type who 1 "a stream that is not empty" stream))))

    ;;; (stream-car stream)
    ;;; The first element, computed if it has not been.
    ;;; > (stream-car (stream-cons (+ 1 2) stream-null))
    ;;; 3
    (define (stream-car stream)
      (force (car (contents-of-pair 'stream-car stream))))

    ;;; (stream-cdr stream)
    ;;; The stream after the first element.
    ;;; > (stream->list (stream-cdr (stream 1 2 3)))
    ;;; (2 3)
    (define (stream-cdr stream)
      (cdr (contents-of-pair 'stream-cdr stream)))

    ;;; (stream-lambda (parameter ...) body ...)
    ;;; A procedure whose body gives a stream and runs only when that is looked at.
    ;;; > (let ((ones (stream-lambda () (stream-cons 1 (stream-cons 1 stream-null))))) (stream->list (ones)))
    ;;; (1 1)
    (define-syntax stream-lambda
      (syntax-rules ()
        ((_ parameters body ...) (lambda parameters (lazy-stream (let () body ...))))))))
