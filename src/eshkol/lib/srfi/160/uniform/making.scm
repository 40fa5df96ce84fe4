;; Homogeneous vectors of one type, here called uvectors: making them from seeds and from one another.

;; The name of a procedure for errors, which is put together only when there is one.
(define (named before after)
  (string->symbol (string-append before type-name after)))

(define-syntax check-procedure
  (syntax-rules ()
    ((_ after argument x) (if (not (procedure? x)) (%check-procedure (named "" after) argument x)))))

(define-syntax check-range
  (syntax-rules ()
    ((_ before after argument start end size)
     (if (not (and (fixnum? start) (fixnum? end) (<= 0 start end size)))
         (%check-range (named before after) argument start end size)))))

;; (define-ranged (name v) (before after) start end body ...)
;; Defines a procedure of a uvector with an optional range.
(define-syntax define-ranged
  (syntax-rules ()
    ((_ (name v) (before after) start end body ...)
     (define name
       (case-lambda
         ((v) (name v 0 (uvector-length v)))
         ((v start) (name v start (uvector-length v)))
         ((v start end)
          (check-range before after 2 start end (uvector-length v))
          body ...))))))

(define (uvector-unfold f size seed)
  (let ((new (make-uvector size)))
    (uvector-unfold! f new 0 size seed)
    new))

(define (uvector-unfold-right f size seed)
  (let ((new (make-uvector size)))
    (uvector-unfold-right! f new 0 size seed)
    new))

(define (uvector-unfold! f v start end seed)
  (check-procedure "-unfold!" 1 f)
  (check-range "" "-unfold!" 3 start end (uvector-length v))
  (let loop ((k start) (seed seed))
    (if (< k end)
        (let-values (((element next) (f k seed)))
          (uvector-set! v k element)
          (loop (+ k 1) next)))))

(define (uvector-unfold-right! f v start end seed)
  (check-procedure "-unfold-right!" 1 f)
  (check-range "" "-unfold-right!" 3 start end (uvector-length v))
  (let loop ((k (- end 1)) (seed seed))
    (if (>= k start)
        (let-values (((element next) (f k seed)))
          (uvector-set! v k element)
          (loop (- k 1) next)))))

;; Copies from[start, end) to the place `at` of another uvector, from the left.
(define (move! to at from start end)
  (let loop ((k start) (place at))
    (if (< k end)
        (begin
          (uvector-set! to place (uvector-ref from k))
          (loop (+ k 1) (+ place 1))))))

(define-ranged (uvector-copy v) ("" "-copy") start end
  (let ((new (make-uvector (- end start))))
    (move! new 0 v start end)
    new))

(define-ranged (uvector-reverse-copy v) ("" "-reverse-copy") start end
  (let ((new (make-uvector (- end start))))
    (let loop ((k start) (place (- end start 1)))
      (if (< k end)
          (begin
            (uvector-set! new place (uvector-ref v k))
            (loop (+ k 1) (- place 1)))
          new))))

(define (uvector-append . vs)
  (uvector-concatenate vs))

(define (uvector-concatenate vs)
  (let ((new (make-uvector (fold (lambda (v size) (+ size (uvector-length v))) 0 vs))))
    (let loop ((vs vs) (place 0))
      (if (pair? vs)
          (let ((size (uvector-length (car vs))))
            (move! new place (car vs) 0 size)
            (loop (cdr vs) (+ place size)))
          new))))

;; The arguments are triples: a uvector, where its part starts, where that ends.
(define (uvector-append-subvectors . triples)
  (let loop ((rest triples) (parts '()))
    (cond ((null? rest) (uvector-concatenate (reverse parts)))
          ((and (pair? (cdr rest)) (pair? (cddr rest)))
           (loop (cdddr rest) (cons (uvector-copy (car rest) (cadr rest) (caddr rest)) parts)))
          (else (%raise-error (named "" "-append-subvectors") "the last part has no range" rest)))))

(define (check-count after v count)
  (%check-index (named "" after) 2 count)
  (if (> count (uvector-length v)) (%raise-index (named "" after) 2 count (uvector-length v))))

(define (uvector-take v count)
  (check-count "-take" v count)
  (uvector-copy v 0 count))

(define (uvector-take-right v count)
  (check-count "-take-right" v count)
  (uvector-copy v (- (uvector-length v) count)))

(define (uvector-drop v count)
  (check-count "-drop" v count)
  (uvector-copy v count))

(define (uvector-drop-right v count)
  (check-count "-drop-right" v count)
  (uvector-copy v 0 (- (uvector-length v) count)))

;; Pieces of `size` elements; the last may be shorter.
(define (uvector-segment v size)
  (if (not (and (fixnum? size) (> size 0))) (%raise-type (named "" "-segment") 2 "an exact positive integer" size))
  (let ((end (uvector-length v)))
    (let loop ((k 0) (pieces '()))
      (if (< k end)
          (loop (+ k size) (cons (uvector-copy v k (min end (+ k size))) pieces))
          (reverse pieces)))))
