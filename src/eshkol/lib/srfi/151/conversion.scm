;; Bits as booleans, the lowest first: in lists and vectors, folded over, generated.

(define (check-natural who argument i)
  (if (not (and (exact-integer? i) (>= i 0))) (%raise-type who argument "an exact non-negative integer" i)))

(define (check-bit who argument bit)
  (if (not (boolean? bit)) (%raise-type who argument "booleans" bit)))

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

(define (list->bits list)
  (bits-of 'list->bits list))

(define (bits . booleans)
  (bits-of 'bits booleans))

(define (vector->bits vector)
  (%check-vector 'vector->bits 1 vector)
  (bits-of 'vector->bits (vector->list vector)))

(define (bitwise-fold procedure seed i)
  (let ((size (integer-length i)))
    (let loop ((k 0) (rest i) (result seed))
      (if (= k size)
          result
          (loop (+ k 1) (arithmetic-shift rest -1) (procedure (odd? rest) result))))))

(define (bitwise-for-each procedure i)
  (let ((size (integer-length i)))
    (let loop ((k 0) (rest i))
      (cond ((< k size)
             (procedure (odd? rest))
             (loop (+ k 1) (arithmetic-shift rest -1)))))))

(define (bitwise-unfold stop? mapper successor seed)
  (let loop ((seed seed) (bits '()))
    (if (stop? seed)
        (let join ((bits bits) (i 0))
          (if (null? bits)
              i
              (join (cdr bits) (+ (* 2 i) (car bits)))))
        (loop (successor seed) (cons (if (mapper seed) 1 0) bits)))))

;; Gives the bits without end, from bit `start` on.
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
