;; Syntax for streams: definitions, loops, comprehensions, matching.

;;; (define-stream (name parameter ...) body ...)
;;; Defines a procedure as stream-lambda makes it.
;;; > (let () (define-stream (up n) (stream-cons n (up (+ n 1)))) (stream->list 3 (up 5)))
;;; (5 6 7)
(define-syntax define-stream
  (syntax-rules ()
    ((_ (name . parameters) body ...)
     (define name (stream-lambda parameters body ...)))))

;;; (stream expression ...)
;;; The stream of the values of the expressions, each evaluated when it is needed.
;;; > (stream->list (stream 1 (+ 1 1) 3))
;;; (1 2 3)
(define-syntax stream
  (syntax-rules ()
    ((_) stream-null)
    ((_ first rest ...) (stream-cons first (stream rest ...)))))

;;; (stream-let name ((variable value) ...) body ...)
;;; A named let whose body gives a stream and runs only when that is looked at.
;;; > (stream->list (stream-let loop ((n 3)) (if (= n 0) stream-null (stream-cons n (loop (- n 1))))))
;;; (3 2 1)
(define-syntax stream-let
  (syntax-rules ()
    ((_ name ((variable value) ...) body ...)
     ((letrec ((name (stream-lambda (variable ...) body ...))) name) value ...))))

;;; (stream-match stream (pattern [fender] expression) ...)
;;; The value of the first clause whose pattern fits: `()` an empty stream, `(p q ...)` a stream of so many elements,
;;; `(p . rest)` one that goes on, a name everything, `_` everything without a name; and whose fender is true.
;;; > (stream-match (stream 1 2 3) (() 'none) ((a) 'one) ((a b . rest) (list a b (stream->list rest))))
;;; (1 2 (3))
(define-syntax stream-match
  (syntax-rules ()
    ((_ stream clause ...)
     (let ((s stream))
       (if (not (stream? s)) (%raise-type 'stream-match 1 "a stream" s))
       (match-clauses s clause ...)))))

(define-syntax match-clauses
  (syntax-rules ()
    ((_ s) (%raise-error 'stream-match "no pattern fits" (list s)))
    ((_ s (pattern expression) clause ...)
     (let ((next (lambda () (match-clauses s clause ...))))
       (match-pattern s (next) pattern expression)))
    ((_ s (pattern fender expression) clause ...)
     (let ((next (lambda () (match-clauses s clause ...))))
       (match-pattern s (next) pattern (if fender expression (next)))))))

;; (match-pattern stream otherwise pattern body)
(define-syntax match-pattern
  (syntax-rules (_)
    ((match-pattern s otherwise () body) (if (stream-null? s) body otherwise))
    ((match-pattern s otherwise (_ . more) body)
     (if (stream-pair? s)
         (let ((rest (stream-cdr s))) (match-pattern rest otherwise more body))
         otherwise))
    ((match-pattern s otherwise (name . more) body)
     (if (stream-pair? s)
         (let ((name (stream-car s)) (rest (stream-cdr s))) (match-pattern rest otherwise more body))
         otherwise))
    ((match-pattern s otherwise _ body) body)
    ((match-pattern s otherwise name body) (let ((name s)) body))))

;;; (stream-of expression clause ...)
;;; The stream of the values of `expression` for all that the clauses give: `(name in stream)` goes through a stream, later
;;; clauses faster than earlier ones; `(name is value)` binds a name; any other expression must be true.
;;; > (stream->list (stream-of (* x y) (x in (stream 1 2 3 4)) (even? x) (y is (+ x 1))))
;;; (6 20)
(define-syntax stream-of
  (syntax-rules ()
    ((_ expression clause ...) (comprehension expression stream-null clause ...))))

;; (comprehension expression what-follows clause ...)
(define-syntax comprehension
  (syntax-rules (in is)
    ((_ expression following) (stream-cons expression following))
    ((_ expression following (name in stream) clause ...)
     (stream-let loop ((s stream))
       (if (stream-null? s)
           following
           (let ((name (stream-car s)))
             (comprehension expression (loop (stream-cdr s)) clause ...)))))
    ((_ expression following (name is value) clause ...)
     (let ((name value)) (comprehension expression following clause ...)))
    ((_ expression following test clause ...)
     (if test (comprehension expression following clause ...) following))))
