;; The generator MRG32k3a: two linear recurrences of order three, whose difference is the output.

;; A state is a vector of six integers: the last three values of each recurrence, newest first.
(define modulus1 4294967087)
(define modulus2 4294944443)
(define initial-state (vector 12345 12345 12345 12345 12345 12345))

;; The recurrences x(n) = 1403580 x(n-2) - 810728 x(n-3) and y(n) = 527612 y(n-1) - 1370589 y(n-3). The output is in
;; [0, modulus1); all products stay below 2^54.
(define (next! state)
  (let ((x (modulo (- (* 1403580 (vector-ref state 1)) (* 810728 (vector-ref state 2))) modulus1))
        (y (modulo (- (* 527612 (vector-ref state 3)) (* 1370589 (vector-ref state 5))) modulus2)))
    (vector-set! state 2 (vector-ref state 1))
    (vector-set! state 1 (vector-ref state 0))
    (vector-set! state 0 x)
    (vector-set! state 5 (vector-ref state 4))
    (vector-set! state 4 (vector-ref state 3))
    (vector-set! state 3 y)
    (let ((difference (- x y)))
      (if (< difference 0) (+ difference modulus1) difference))))

;; One step of each recurrence as a matrix, rows one after the other.
(define matrix1 (vector 0 1403580 (- modulus1 810728) 1 0 0 0 1 0))
(define matrix2 (vector 527612 0 (- modulus2 1370589) 1 0 0 0 1 0))

(define (matrix-product a b modulus)
  (let ((product (make-vector 9 0)))
    (do ((row 0 (+ row 1)))
        ((= row 3) product)
      (do ((column 0 (+ column 1)))
          ((= column 3))
        (vector-set! product (+ (* 3 row) column)
                     (modulo (+ (* (vector-ref a (* 3 row)) (vector-ref b column))
                                (* (vector-ref a (+ (* 3 row) 1)) (vector-ref b (+ 3 column)))
                                (* (vector-ref a (+ (* 3 row) 2)) (vector-ref b (+ 6 column))))
                             modulus))))))

(define (matrix-power matrix exponent modulus)
  (let loop ((power matrix) (exponent exponent) (result (vector 1 0 0 0 1 0 0 0 1)))
    (if (= exponent 0)
        result
        (loop (matrix-product power power modulus)
              (quotient exponent 2)
              (if (odd? exponent) (matrix-product result power modulus) result)))))

;; The state that `state` reaches after `count` steps.
(define (state-after state count)
  (define (advance matrix modulus first)
    (let ((power (matrix-power matrix count modulus)))
      (map (lambda (row)
             (modulo (+ (* (vector-ref power row) (vector-ref state first))
                        (* (vector-ref power (+ row 1)) (vector-ref state (+ first 1)))
                        (* (vector-ref power (+ row 2)) (vector-ref state (+ first 2))))
                     modulus))
           '(0 3 6))))
  (list->vector (append (advance matrix1 modulus1 0) (advance matrix2 modulus2 3))))

;; An integer in [0, limit), each equally likely: outputs are the digits of a number, which is drawn again when it lies
;; in the incomplete last interval.
(define (draw-integer state limit)
  (if (<= limit modulus1)
      (let* ((quantum (quotient modulus1 limit)) (end (* quantum limit)))
        (let loop ()
          (let ((x (next! state)))
            (if (< x end) (quotient x quantum) (loop)))))
      (let digits ((range modulus1) (x (next! state)))
        (if (< range limit)
            (digits (* range modulus1) (+ (* x modulus1) (next! state)))
            (let* ((quantum (quotient range limit)) (end (* quantum limit)))
              (if (< x end) (quotient x quantum) (digits modulus1 (next! state))))))))

;; A flonum in (0, 1): the middle of one of 2^52 equal intervals.
(define (draw-real state)
  (let* ((high (draw-integer state 67108864)) (low (draw-integer state 67108864)))
    (* (+ (* high 67108864.0) low 0.5) 2.220446049250313e-16)))
