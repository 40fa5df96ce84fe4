;;; Takeuchi's function: deep call trees of three small integers.
;;; expect: 18
(define (tak x y z)
  (if (not (< y x))
      z
      (tak (tak (- x 1) y z)
           (tak (- y 1) z x)
           (tak (- z 1) x y))))

(display (tak 27 18 9))
(newline)
