;; Accumulators: called with an element they take it, called with an end-of-file object they give what they have made.

;;; (make-accumulator combine initial finish)
;;; Takes elements by (combine element state); called with an end-of-file object it gives (finish state).
;;; > (let ((take! (make-accumulator * 1 -))) (take! 2) (take! 3) (take! (eof-object)))
;;; -6
(define (make-accumulator combine initial finish)
  (let ((state initial))
    (lambda (element)
      (if (eof-object? element)
          (finish state)
          (set! state (combine element state))))))

(define (identity x) x)

;;; (count-accumulator)
;;; Gives the number of elements.
;;; > (let ((take! (count-accumulator))) (take! 'a) (take! 'b) (take! (eof-object)))
;;; 2
(define (count-accumulator)
  (make-accumulator (lambda (element count) (+ count 1)) 0 identity))

;;; (list-accumulator)
;;; Gives the list of the elements.
;;; > (let ((take! (list-accumulator))) (take! 1) (take! 2) (take! (eof-object)))
;;; (1 2)
(define (list-accumulator)
  (make-accumulator cons '() reverse))

;;; (reverse-list-accumulator)
;;; Gives the list of the elements, the last one first.
;;; > (let ((take! (reverse-list-accumulator))) (take! 1) (take! 2) (take! (eof-object)))
;;; (2 1)
(define (reverse-list-accumulator)
  (make-accumulator cons '() identity))

;;; (vector-accumulator)
;;; Gives a vector of the elements.
;;; > (let ((take! (vector-accumulator))) (take! 1) (take! 2) (take! (eof-object)))
;;; #(1 2)
(define (vector-accumulator)
  (make-accumulator cons '() (lambda (elements) (list->vector (reverse elements)))))

;;; (reverse-vector-accumulator)
;;; Gives a vector of the elements, the last one first.
;;; > (let ((take! (reverse-vector-accumulator))) (take! 1) (take! 2) (take! (eof-object)))
;;; #(2 1)
(define (reverse-vector-accumulator)
  (make-accumulator cons '() list->vector))

;;; (string-accumulator)
;;; Gives a string of the elements.
;;; > (let ((take! (string-accumulator))) (take! #\a) (take! #\b) (take! (eof-object)))
;;; "ab"
(define (string-accumulator)
  (make-accumulator cons '() (lambda (characters) (list->string (reverse characters)))))

;;; (bytevector-accumulator)
;;; Gives a bytevector of the elements.
;;; > (let ((take! (bytevector-accumulator))) (take! 1) (take! 2) (take! (eof-object)))
;;; #u8(1 2)
(define (bytevector-accumulator)
  (make-accumulator cons '() (lambda (bytes) (list->bytevector (reverse bytes)))))

;;; (sum-accumulator)
;;; Gives the sum of the elements.
;;; > (let ((take! (sum-accumulator))) (take! 1) (take! 2) (take! (eof-object)))
;;; 3
(define (sum-accumulator)
  (make-accumulator + 0 identity))

;;; (product-accumulator)
;;; Gives the product of the elements.
;;; > (let ((take! (product-accumulator))) (take! 2) (take! 3) (take! (eof-object)))
;;; 6
(define (product-accumulator)
  (make-accumulator * 1 identity))

;;; (vector-accumulator! vector at)
;;; Puts the elements into a vector, from an index on, and gives it.
;;; > (let ((take! (vector-accumulator! (vector 0 0 0) 1))) (take! 7) (take! 8) (take! (eof-object)))
;;; #(0 7 8)
(define (vector-accumulator! vector at)
  (%check-vector 'vector-accumulator! 1 vector)
  (%check-range 'vector-accumulator! 2 at (vector-length vector) (vector-length vector))
  (make-accumulator (lambda (element k)
                      (vector-set! vector k element)
                      (+ k 1))
                    at
                    (lambda (k) vector)))

;;; (bytevector-accumulator! bytevector at)
;;; Puts the elements into a bytevector, from an index on, and gives it.
;;; > (let ((take! (bytevector-accumulator! (bytevector 0 0 0) 1))) (take! 7) (take! 8) (take! (eof-object)))
;;; #u8(0 7 8)
(define (bytevector-accumulator! bytevector at)
  (%check-range 'bytevector-accumulator! 2 at (bytevector-length bytevector) (bytevector-length bytevector))
  (make-accumulator (lambda (byte k)
                      (bytevector-u8-set! bytevector k byte)
                      (+ k 1))
                    at
                    (lambda (k) bytevector)))
