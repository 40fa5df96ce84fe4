;; Generators made from data, numbers and procedures. At the end a generator gives end-of-file objects.

;;; (generator element ...)
;;; Gives these elements.
;;; > (generator->list (generator 1 2 3))
;;; (1 2 3)
(define (generator . elements)
  (list->generator elements))

;;; (list->generator list)
;;; Gives the elements of a list.
;;; > (generator->list (list->generator '(1 2)))
;;; (1 2)
(define (list->generator elements)
  (lambda ()
    (if (pair? elements)
        (let ((element (car elements)))
          (set! elements (cdr elements))
          element)
        (eof-object))))

;;; (circular-generator element ...)
;;; Gives these elements again and again.
;;; > (generator->list (circular-generator 1 2) 5)
;;; (1 2 1 2 1)
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

;;; (make-iota-generator count [start [step]])
;;; Gives so many numbers.
;;; > (generator->list (make-iota-generator 3 8 2))
;;; (8 10 12)
(define make-iota-generator
  (case-lambda
    ((count) (make-iota-generator count 0 1))
    ((count start) (make-iota-generator count start 1))
    ((count start step)
     (%check-index 'make-iota-generator 1 count)
     (numbers-generator start step (lambda (k number) (< k count))))))

;;; (make-range-generator start [end [step]])
;;; Gives numbers up to before `end`, or without end.
;;; > (generator->list (make-range-generator 3 8 2))
;;; (3 5 7)
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

;;; (vector->generator vector [start [end]])
;;; Gives the elements of a vector.
;;; > (generator->list (vector->generator #(a b c) 1))
;;; (b c)
(define vector->generator
  (case-lambda
    ((vector) (vector->generator vector 0))
    ((vector start) (vector->generator vector start (vector-length vector)))
    ((vector start end)
     (%check-vector 'vector->generator 1 vector)
     (sequence-generator 'vector->generator vector-ref vector-length vector start end))))

;;; (reverse-vector->generator vector [start [end]])
;;; Gives the elements of a vector, the last one first.
;;; > (generator->list (reverse-vector->generator #(a b c)))
;;; (c b a)
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

;;; (string->generator string [start [end]])
;;; Gives the characters of a string.
;;; > (generator->list (string->generator "abc" 1))
;;; (#\b #\c)
(define string->generator
  (case-lambda
    ((string) (string->generator string 0))
    ((string start) (string->generator string start (string-length string)))
    ((string start end)
     (%check-string 'string->generator 1 string)
     (sequence-generator 'string->generator string-ref string-length string start end))))

;;; (bytevector->generator bytevector [start [end]])
;;; Gives the bytes of a bytevector.
;;; > (generator->list (bytevector->generator #u8(1 2 3) 1))
;;; (2 3)
(define bytevector->generator
  (case-lambda
    ((bytevector) (bytevector->generator bytevector 0))
    ((bytevector start) (bytevector->generator bytevector start (bytevector-length bytevector)))
    ((bytevector start end)
     (sequence-generator 'bytevector->generator bytevector-u8-ref bytevector-length bytevector start end))))

;;; (make-coroutine-generator procedure)
;;; Gives what the procedure passes to the procedure that it is called with, one each time.
;;; > (generator->list (make-coroutine-generator (lambda (yield) (yield 1) (yield 2))))
;;; (1 2)
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

;;; (make-for-each-generator for-each collection)
;;; Gives what (for-each procedure collection) calls the procedure with.
;;; > (generator->list (make-for-each-generator string-for-each "ab"))
;;; (#\a #\b)
(define (make-for-each-generator for-each collection)
  (%check-procedure 'make-for-each-generator 1 for-each)
  (make-coroutine-generator (lambda (yield) (for-each yield collection))))

;;; (make-unfold-generator stop? mapper successor seed)
;;; Gives what `mapper` makes of the seeds, up to the first to stop at.
;;; > (generator->list (make-unfold-generator (lambda (n) (> n 3)) square add1 1))
;;; (1 4 9)
(define (make-unfold-generator stop? mapper successor seed)
  (lambda ()
    (if (stop? seed)
        (eof-object)
        (let ((element (mapper seed)))
          (set! seed (successor seed))
          element))))
