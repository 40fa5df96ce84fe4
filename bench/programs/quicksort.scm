;;; Quicksort of a vector of pseudo-random integers: vector access and comparisons.
;;; expect: sorted 1075742056
(define size 1000000)

(define (random-vector! vector)
  (let loop ((i 0) (seed 42))
    (if (< i (vector-length vector))
        (let ((next (modulo (+ (* seed 1103515245) 12345) 2147483648)))
          (vector-set! vector i next)
          (loop (+ i 1) next)))))

(define (swap! vector i j)
  (let ((old (vector-ref vector i)))
    (vector-set! vector i (vector-ref vector j))
    (vector-set! vector j old)))

(define (sort! vector low high)
  (if (< low high)
      (let ((pivot (vector-ref vector (quotient (+ low high) 2))))
        (let partition ((i low) (j high))
          (let* ((i (let up ((i i)) (if (< (vector-ref vector i) pivot) (up (+ i 1)) i)))
                 (j (let down ((j j)) (if (< pivot (vector-ref vector j)) (down (- j 1)) j))))
            (if (<= i j)
                (begin
                  (swap! vector i j)
                  (partition (+ i 1) (- j 1)))
                (begin
                  (sort! vector low j)
                  (sort! vector i high))))))))

(define (sorted? vector)
  (let loop ((i 1))
    (or (= i (vector-length vector))
        (and (<= (vector-ref vector (- i 1)) (vector-ref vector i))
             (loop (+ i 1))))))

(define numbers (make-vector size 0))

(let loop ((round 0))
  (if (< round 2)
      (begin
        (random-vector! numbers)
        (sort! numbers 0 (- size 1))
        (loop (+ round 1)))))

(display (if (sorted? numbers) "sorted " "NOT SORTED "))
(display (vector-ref numbers (quotient size 2)))
(newline)
