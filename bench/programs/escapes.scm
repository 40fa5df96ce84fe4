;;; Escaping continuations: Takeuchi's function with a captured escape per call, and early exits from loops.
;;; expect: 13 8000000
(define (ctak x y z)
  (call-with-current-continuation (lambda (k) (ctak-with k x y z))))

(define (ctak-with k x y z)
  (if (not (< y x))
      (k z)
      (call-with-current-continuation
       (lambda (k)
         (ctak-with
          k
          (call-with-current-continuation (lambda (k) (ctak-with k (- x 1) y z)))
          (call-with-current-continuation (lambda (k) (ctak-with k (- y 1) z x)))
          (call-with-current-continuation (lambda (k) (ctak-with k (- z 1) x y))))))))

(define (find-first satisfied? items)
  (call-with-current-continuation
   (lambda (return)
     (for-each (lambda (item) (if (satisfied? item) (return item))) items)
     #f)))

(define (search rounds items total)
  (if (= rounds 0)
      total
      (search (- rounds 1) items (+ total (find-first (lambda (x) (> x 3)) items)))))

(display (ctak 20 13 6))
(display " ")
(display (search 2000000 '(1 2 3 4 5 6) 0))
(newline)
