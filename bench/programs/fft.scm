;;; Fast Fourier transform, forward and back, in place on vectors of floats.
;;; expect: 65536 points, largest error below 1e-9
(define pi (* 4.0 (atan 1.0)))

(define (swap! vector i j)
  (let ((old (vector-ref vector i)))
    (vector-set! vector i (vector-ref vector j))
    (vector-set! vector j old)))

(define (reverse-bits! reals imaginaries size)
  (let loop ((i 0) (j 0))
    (if (< i (- size 1))
        (begin
          (if (< i j)
              (begin
                (swap! reals i j)
                (swap! imaginaries i j)))
          (let carry ((bit (quotient size 2)) (j j))
            (if (<= bit j)
                (carry (quotient bit 2) (- j bit))
                (loop (+ i 1) (+ j bit))))))))

(define (butterfly! reals imaginaries low high cosine sine)
  (let* ((high-real (vector-ref reals high))
         (high-imaginary (vector-ref imaginaries high))
         (turned-real (- (* cosine high-real) (* sine high-imaginary)))
         (turned-imaginary (+ (* cosine high-imaginary) (* sine high-real)))
         (low-real (vector-ref reals low))
         (low-imaginary (vector-ref imaginaries low)))
    (vector-set! reals high (- low-real turned-real))
    (vector-set! imaginaries high (- low-imaginary turned-imaginary))
    (vector-set! reals low (+ low-real turned-real))
    (vector-set! imaginaries low (+ low-imaginary turned-imaginary))))

;; `direction` is 1.0 for the transform and -1.0 for its inverse (without the division by `size`).
(define (transform! reals imaginaries size direction)
  (reverse-bits! reals imaginaries size)
  (let stage ((half 1))
    (if (< half size)
        (let ((angle (/ (* direction pi) (inexact half))))
          (let group ((k 0))
            (if (< k half)
                (let ((cosine (cos (* angle (inexact k))))
                      (sine (sin (* angle (inexact k)))))
                  (let pair-loop ((low k))
                    (if (< low size)
                        (begin
                          (butterfly! reals imaginaries low (+ low half) cosine sine)
                          (pair-loop (+ low (* 2 half))))))
                  (group (+ k 1)))))
          (stage (* 2 half))))))

(define (fill! reals size)
  (let loop ((i 0))
    (if (< i size)
        (begin
          (vector-set! reals i (inexact (modulo (* i 7919) 1009)))
          (loop (+ i 1))))))

(define (largest-error reals size)
  (let loop ((i 0) (worst 0.0))
    (if (= i size)
        worst
        (let ((difference (abs (- (/ (vector-ref reals i) (inexact size))
                                  (inexact (modulo (* i 7919) 1009))))))
          (loop (+ i 1) (if (> difference worst) difference worst))))))

(define (run rounds size)
  (let ((reals (make-vector size 0.0)) (imaginaries (make-vector size 0.0)))
    (let loop ((round 0) (worst 0.0))
      (if (= round rounds)
          worst
          (begin
            (fill! reals size)
            (vector-fill! imaginaries 0.0)
            (transform! reals imaginaries size 1.0)
            (transform! reals imaginaries size -1.0)
            (let ((found (largest-error reals size)))
              (loop (+ round 1) (if (> found worst) found worst))))))))

(define worst (run 2 65536))

(display 65536)
(display " points, largest error ")
(display (if (< worst 1e-9) "below 1e-9" worst))
(newline)
