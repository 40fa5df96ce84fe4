;;; Closures made, composed and called: counters with state, composition, currying, Church numerals.
;;; expect: 30000000 3000003 4782969
(define (make-counter)
  (let ((count 0))
    (lambda ()
      (set! count (+ count 1))
      count)))

(define (count-to limit)
  (let ((counter (make-counter)))
    (let loop ()
      (if (< (counter) limit) (loop) limit))))

(define (compose f g) (lambda (x) (f (g x))))
(define (adder n) (lambda (x) (+ x n)))

(define (compose-many rounds x)
  (if (= rounds 0)
      x
      (compose-many (- rounds 1) ((compose (adder 1) (compose (adder rounds) (adder (- 2 rounds)))) x))))

(define (church n)
  (if (= n 0)
      (lambda (f) (lambda (x) x))
      (let ((before (church (- n 1))))
        (lambda (f) (lambda (x) (f ((before f) x)))))))

(define (church-power base exponent) (exponent base))
(define (church->integer numeral) ((numeral (lambda (x) (+ x 1))) 0))

(display (count-to 30000000))
(display " ")
(display (compose-many 1000000 3))
(display " ")
(display (church->integer (church-power (church 3) (church 14))))
(newline)
