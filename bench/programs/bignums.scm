;;; Exact integers of thousands of digits: factorials, Fibonacci numbers, digits of pi.
;;; expect: 10539 20899 6494231961
(define (digit-sum n)
  (if (= n 0) 0 (+ (remainder n 10) (digit-sum (quotient n 10)))))

(define (factorial n)
  (let loop ((i 1) (product 1))
    (if (> i n) product (loop (+ i 1) (* product i)))))

(define (fib n)
  (let loop ((i 0) (a 0) (b 1))
    (if (= i n) a (loop (+ i 1) b (+ a b)))))

;; The integer arctangent of 1/x scaled by `unity`.
(define (arctangent x unity)
  (let ((x-squared (* x x)))
    (let loop ((term (quotient unity x)) (divisor 1) (sign 1) (sum 0))
      (if (= term 0)
          sum
          (loop (quotient term x-squared)
                (+ divisor 2)
                (- sign)
                (+ sum (* sign (quotient term divisor))))))))

(define (pi-digits count)
  (let ((unity (expt 10 (+ count 10))))
    (quotient (* 4 (- (* 4 (arctangent 5 unity)) (arctangent 239 unity)))
              (expt 10 10))))

(display (digit-sum (factorial 1000)))
(display " ")
(display (string-length (number->string (fib 100000))))
(display " ")
(display (modulo (pi-digits 3000) 10000000000))
(newline)
