;;; The orbits of the Sun and the four giant planets: floating-point work on vectors.
;;; expect: -169075164 -169079859
(define pi 3.141592653589793)
(define solar-mass (* 4.0 (* pi pi)))
(define days-per-year 365.24)

;; A body is a vector: x y z, velocity x y z, mass.
(define (planet x y z vx vy vz mass)
  (vector x y z
          (* vx days-per-year) (* vy days-per-year) (* vz days-per-year)
          (* mass solar-mass)))

(define sun (vector 0.0 0.0 0.0 0.0 0.0 0.0 solar-mass))

(define bodies
  (vector
   sun
   (planet 4.84143144246472090 -1.16032004402742839 -0.103622044471123109
           0.00166007664274403694 0.00769901118419740425 -0.0000690460016972063023
           0.000954791938424326609)
   (planet 8.34336671824457987 4.12479856412430479 -0.403523417114321381
           -0.00276742510726411520 0.00499852801234917238 0.0000230417297573763929
           0.000285885980666130812)
   (planet 12.8943695621391310 -15.1111514016986312 -0.223307578892655734
           0.00296460137564761618 0.00237847173959480950 -0.0000296589568540237556
           0.0000436624404335156298)
   (planet 15.3796971148509165 -25.9193146099879641 0.179258772950371181
           0.00268067772490389322 0.00162824170038242295 -0.0000951592254519715870
           0.0000515138902046611451)))

(define count (vector-length bodies))

(define (add-to! body slot amount)
  (vector-set! body slot (+ (vector-ref body slot) amount)))

;; Gives the Sun the momentum that makes the total zero.
(define (balance-momentum!)
  (let axis-loop ((axis 3))
    (if (< axis 6)
        (let loop ((i 0) (momentum 0.0))
          (if (< i count)
              (let ((body (vector-ref bodies i)))
                (loop (+ i 1) (+ momentum (* (vector-ref body axis) (vector-ref body 6)))))
              (begin
                (vector-set! sun axis (- (/ momentum solar-mass)))
                (axis-loop (+ axis 1))))))))

(define (distance-squared a b)
  (let ((dx (- (vector-ref a 0) (vector-ref b 0)))
        (dy (- (vector-ref a 1) (vector-ref b 1)))
        (dz (- (vector-ref a 2) (vector-ref b 2))))
    (+ (* dx dx) (+ (* dy dy) (* dz dz)))))

(define (kinetic body)
  (let ((vx (vector-ref body 3)) (vy (vector-ref body 4)) (vz (vector-ref body 5)))
    (* 0.5 (* (vector-ref body 6) (+ (* vx vx) (+ (* vy vy) (* vz vz)))))))

(define (energy)
  (let outer ((i 0) (total 0.0))
    (if (= i count)
        total
        (let ((a (vector-ref bodies i)))
          (let inner ((j (+ i 1)) (total (+ total (kinetic a))))
            (if (= j count)
                (outer (+ i 1) total)
                (let ((b (vector-ref bodies j)))
                  (inner (+ j 1)
                         (- total (/ (* (vector-ref a 6) (vector-ref b 6))
                                     (sqrt (distance-squared a b))))))))))))

(define (attract! a b step)
  (let* ((dx (- (vector-ref a 0) (vector-ref b 0)))
         (dy (- (vector-ref a 1) (vector-ref b 1)))
         (dz (- (vector-ref a 2) (vector-ref b 2)))
         (squared (+ (* dx dx) (+ (* dy dy) (* dz dz))))
         (magnitude (/ step (* squared (sqrt squared))))
         (pull-on-a (* (vector-ref b 6) magnitude))
         (pull-on-b (* (vector-ref a 6) magnitude)))
    (add-to! a 3 (- (* dx pull-on-a)))
    (add-to! a 4 (- (* dy pull-on-a)))
    (add-to! a 5 (- (* dz pull-on-a)))
    (add-to! b 3 (* dx pull-on-b))
    (add-to! b 4 (* dy pull-on-b))
    (add-to! b 5 (* dz pull-on-b))))

(define (move! body step)
  (add-to! body 0 (* step (vector-ref body 3)))
  (add-to! body 1 (* step (vector-ref body 4)))
  (add-to! body 2 (* step (vector-ref body 5))))

(define (advance! step)
  (let outer ((i 0))
    (if (< i count)
        (let ((a (vector-ref bodies i)))
          (let inner ((j (+ i 1)))
            (if (< j count)
                (begin
                  (attract! a (vector-ref bodies j) step)
                  (inner (+ j 1)))))
          (outer (+ i 1)))))
  (let loop ((i 0))
    (if (< i count)
        (begin
          (move! (vector-ref bodies i) step)
          (loop (+ i 1))))))

(define (billionths x)
  (exact (round (* x 1e9))))

(balance-momentum!)
(display (billionths (energy)))
(display " ")
(let loop ((i 0))
  (if (< i 100000)
      (begin
        (advance! 0.01)
        (loop (+ i 1)))))
(display (billionths (energy)))
(newline)
