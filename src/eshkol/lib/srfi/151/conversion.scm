;; Bits as booleans, the lowest first: in lists and vectors, folded over, generated.

(define (check-natural who argument i)
  (if (not (and (exact-integer? i) (>= i 0))) (%raise-type who argument "an exact non-negative integer" i)))

(define (check-bit who argument bit)
  (if (not (boolean? bit)) (%raise-type who argument "booleans" bit)))

;;; (bits->list i [size])
;;; The bits as booleans, the lowest first.
;;; > (list (bits->list 6) (bits->list 3 4))
;;; ((#f #t #t) (#t #t #f #f))
(define bits->list
  (case-lambda
    ((i) (bits->list i (integer-length i)))
    ((i size)
     (check-natural 'bits->list 1 i)
     (%check-index 'bits->list 2 size)
     (let loop ((k (- size 1)) (bits '()))
       (if (< k 0)
           bits
           (loop (- k 1) (cons (bit-set? k i) bits)))))))

;;; (bits->vector i [size])
;;; The bits as booleans, the lowest first.
;;; > (bits->vector 6 4)
;;; #(#f #t #t #f)
(define bits->vector
  (case-lambda
    ((i) (bits->vector i (integer-length i)))
    ((i size)
     (check-natural 'bits->vector 1 i)
     (%check-index 'bits->vector 2 size)
     (let ((vector (make-vector size)))
       (let loop ((k 0))
         (cond ((= k size) vector)
               (else
                (vector-set! vector k (bit-set? k i))
                (loop (+ k 1)))))))))

(define (bits-of who list)
  (let loop ((rest (reverse list)) (i 0))
    (cond ((null? rest) i)
          (else
           (check-bit who 1 (car rest))
           (loop (cdr rest) (+ (* 2 i) (if (car rest) 1 0)))))))

;;; (list->bits booleans)
;;; The integer with these bits, the lowest first.
;;; > (list->bits '(#f #t #t))
;;; 6
(define (list->bits list)
  (bits-of 'list->bits list))

;;; (bits boolean ...)
;;; The integer with these bits, the lowest first.
;;; > (bits #f #t #t)
;;; 6
(define (bits . booleans)
  (bits-of 'bits booleans))

;;; (vector->bits booleans)
;;; The integer with these bits, the lowest first.
;;; > (vector->bits #(#f #t #t))
;;; 6
(define (vector->bits vector)
  (%check-vector 'vector->bits 1 vector)
  (bits-of 'vector->bits (vector->list vector)))

;;; (bitwise-fold combine initial i)
;;; Combines the bits: (combine bit accumulated), from the lowest on.
;;; > (bitwise-fold cons '() 6)
;;; (#t #t #f)
(define (bitwise-fold procedure seed i)
  (let ((size (integer-length i)))
    (let loop ((k 0) (rest i) (result seed))
      (if (= k size)
          result
          (loop (+ k 1) (arithmetic-shift rest -1) (procedure (odd? rest) result))))))

;;; (bitwise-for-each procedure i)
;;; Calls the procedure with the bits, from the lowest on.
;;; > (let ((n 0)) (bitwise-for-each (lambda (bit) (if bit (set! n (+ n 1)))) 87) n)
;;; 5
(define (bitwise-for-each procedure i)
  (let ((size (integer-length i)))
    (let loop ((k 0) (rest i))
      (cond ((< k size)
             (procedure (odd? rest))
             (loop (+ k 1) (arithmetic-shift rest -1)))))))

;;; (bitwise-unfold stop? mapper successor seed)
;;; The integer whose bits are what `mapper` makes of the seeds, up to the first to stop at.
;;; > (bitwise-unfold (lambda (k) (= k 4)) even? add1 0)
;;; 5
(define (bitwise-unfold stop? mapper successor seed)
  (let loop ((seed seed) (bits '()))
    (if (stop? seed)
        (let join ((bits bits) (i 0))
          (if (null? bits)
              i
              (join (cdr bits) (+ (* 2 i) (car bits)))))
        (loop (successor seed) (cons (if (mapper seed) 1 0) bits)))))

;;; (make-bitwise-generator i [start])
;;; Gives the bits without end, from bit `start` on.
;;; > (let* ((next (make-bitwise-generator 6)) (a (next)) (b (next))) (list a b (next)))
;;; (#f #t #t)
(define make-bitwise-generator
  (case-lambda
    ((i) (make-bitwise-generator i 0))
    ((i start)
     (%check-index 'make-bitwise-generator 2 start)
     (let ((rest (arithmetic-shift i (- start))))
       (lambda ()
         (let ((bit (odd? rest)))
           (set! rest (arithmetic-shift rest -1))
           bit))))))
