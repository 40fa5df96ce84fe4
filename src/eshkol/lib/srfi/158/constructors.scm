;; Generators made from data, numbers and procedures. At the end a generator gives end-of-file objects.

(define (generator . elements)
  (list->generator elements))

(define (list->generator elements)
  (lambda ()
    (if (pair? elements)
        (let ((element (car elements)))
          (set! elements (cdr elements))
          element)
        (eof-object))))

(define (circular-generator first . more)
  (let* ((elements (cons first more))
         (rest elements))
    (lambda ()
      (if (null? rest) (set! rest elements))
      (let ((element (car rest)))
        (set! rest (cdr rest))
        element))))

;; Numbers start + k * step, exact only if both of these are.
(define (numbers-generator start step more?)
  (let ((start (if (exact? step) start (inexact start)))
        (k 0))
    (lambda ()
      (let ((number (+ start (* k step))))
        (cond ((more? k number)
               (set! k (+ k 1))
               number)
              (else (eof-object)))))))

(define make-iota-generator
  (case-lambda
    ((count) (make-iota-generator count 0 1))
    ((count start) (make-iota-generator count start 1))
    ((count start step)
     (%check-index 'make-iota-generator 1 count)
     (numbers-generator start step (lambda (k number) (< k count))))))

(define make-range-generator
  (case-lambda
    ((start) (numbers-generator start 1 (lambda (k number) #t)))
    ((start end) (make-range-generator start end 1))
    ((start end step) (numbers-generator start step (lambda (k number) (< number end))))))

;; The elements of any sequence from `start` to before `end`; `ref` is known where this is expanded.
(define-syntax sequence-generator
  (syntax-rules ()
    ((_ who ref length sequence start end)
     (let ((k start) (last end))
       (%check-range who 2 k last (length sequence))
       (lambda ()
         (if (< k last)
             (let ((element (ref sequence k)))
               (set! k (+ k 1))
               element)
             (eof-object)))))))

(define vector->generator
  (case-lambda
    ((vector) (vector->generator vector 0))
    ((vector start) (vector->generator vector start (vector-length vector)))
    ((vector start end)
     (%check-vector 'vector->generator 1 vector)
     (sequence-generator 'vector->generator vector-ref vector-length vector start end))))

(define reverse-vector->generator
  (case-lambda
    ((vector) (reverse-vector->generator vector 0))
    ((vector start) (reverse-vector->generator vector start (vector-length vector)))
    ((vector start end)
     (%check-vector 'reverse-vector->generator 1 vector)
     (%check-range 'reverse-vector->generator 2 start end (vector-length vector))
     (let ((k end))
       (lambda ()
         (cond ((> k start)
                (set! k (- k 1))
                (vector-ref vector k))
               (else (eof-object))))))))

(define string->generator
  (case-lambda
    ((string) (string->generator string 0))
    ((string start) (string->generator string start (string-length string)))
    ((string start end)
     (%check-string 'string->generator 1 string)
     (sequence-generator 'string->generator string-ref string-length string start end))))

(define bytevector->generator
  (case-lambda
    ((bytevector) (bytevector->generator bytevector 0))
    ((bytevector start) (bytevector->generator bytevector start (bytevector-length bytevector)))
    ((bytevector start end)
     (sequence-generator 'bytevector->generator bytevector-u8-ref bytevector-length bytevector start end))))

;; What `procedure` passes to the procedure that it is called with, `yield`, one each time.
(define (make-coroutine-generator procedure)
  (%check-procedure 'make-coroutine-generator 1 procedure)
  (let ((return #f)
        (resume #f)
        (ended? #f))
    (define (yield value)
      (call/cc
       (lambda (continue)
         (set! resume continue)
         (return value))))
    (define (begin-or-resume)
      (if resume
          (resume #f)
          (begin
            (procedure yield)
            (set! ended? #t)
            (return (eof-object)))))
    (lambda ()
      (if ended?
          (eof-object)
          (call/cc
           (lambda (continue)
             (set! return continue)
             (begin-or-resume)))))))

(define (make-for-each-generator for-each collection)
  (%check-procedure 'make-for-each-generator 1 for-each)
  (make-coroutine-generator (lambda (yield) (for-each yield collection))))

(define (make-unfold-generator stop? mapper successor seed)
  (lambda ()
    (if (stop? seed)
        (eof-object)
        (let ((element (mapper seed)))
          (set! seed (successor seed))
          element))))
