;;; Vectors of random numbers and of pairs sorted.
;;; expect: 0 2145485 #t
(define (make-random-numbers count)
  (let ((numbers (make-vector count 0)))
    (let loop ((i 0) (x 12345))
      (if (= i count)
          numbers
          (begin
            (vector-set! numbers i x)
            (loop (+ i 1) (modulo (+ (* x 1103515) 12345) 2147483)))))))

(define (ordered? before? vector)
  (let loop ((i 1))
    (or (= i (vector-length vector))
        (and (not (before? (vector-ref vector i) (vector-ref vector (- i 1))))
             (loop (+ i 1))))))

(define numbers (sort-vector (make-random-numbers 500000) <))
(define pairs (sort-vector (vector-map (lambda (n) (cons n n)) (make-random-numbers 500000)) (lambda (a b) (< (car a) (car b)))))

(display (vector-ref numbers 0))
(display " ")
(display (vector-ref numbers 499999))
(display " ")
(display (and (ordered? < numbers) (ordered? (lambda (a b) (< (car a) (car b))) pairs)))
(newline)
