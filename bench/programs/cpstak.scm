;;; Takeuchi's function in continuation-passing style: closures allocated for every call, only tail calls.
;;; expect: 10
(define (tak x y z k)
  (if (not (< y x))
      (k z)
      (tak (- x 1) y z
           (lambda (v1)
             (tak (- y 1) z x
                  (lambda (v2)
                    (tak (- z 1) x y
                         (lambda (v3)
                           (tak v1 v2 v3 k)))))))))

(display (tak 26 18 9 (lambda (v) v)))
(newline)
