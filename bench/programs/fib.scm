;;; Doubly recursive Fibonacci: calls and small-integer arithmetic.
;;; expect: 39088169
(define (fib n)
  (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(display (fib 38))
(newline)
