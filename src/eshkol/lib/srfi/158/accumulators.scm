;; Accumulators: called with an element they take it, called with an end-of-file object they give what they have made.

(define (make-accumulator combine initial finish)
  (let ((state initial))
    (lambda (element)
      (if (eof-object? element)
          (finish state)
          (set! state (combine element state))))))

(define (identity x) x)

(define (count-accumulator)
  (make-accumulator (lambda (element count) (+ count 1)) 0 identity))

(define (list-accumulator)
  (make-accumulator cons '() reverse))

(define (reverse-list-accumulator)
  (make-accumulator cons '() identity))

(define (vector-accumulator)
  (make-accumulator cons '() (lambda (elements) (list->vector (reverse elements)))))

(define (reverse-vector-accumulator)
  (make-accumulator cons '() list->vector))

(define (string-accumulator)
  (make-accumulator cons '() (lambda (characters) (list->string (reverse characters)))))

(define (bytevector-accumulator)
  (make-accumulator cons '() (lambda (bytes) (list->bytevector (reverse bytes)))))

(define (sum-accumulator)
  (make-accumulator + 0 identity))

(define (product-accumulator)
  (make-accumulator * 1 identity))

(define (vector-accumulator! vector at)
  (%check-vector 'vector-accumulator! 1 vector)
  (%check-range 'vector-accumulator! 2 at (vector-length vector) (vector-length vector))
  (make-accumulator (lambda (element k)
                      (vector-set! vector k element)
                      (+ k 1))
                    at
                    (lambda (k) vector)))

(define (bytevector-accumulator! bytevector at)
  (%check-range 'bytevector-accumulator! 2 at (bytevector-length bytevector) (bytevector-length bytevector))
  (make-accumulator (lambda (byte k)
                      (bytevector-u8-set! bytevector k byte)
                      (+ k 1))
                    at
                    (lambda (k) bytevector)))
