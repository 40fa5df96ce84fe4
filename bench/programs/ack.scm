;;; Ackermann's function: a call in argument position at every step, deep stacks.
;;; expect: 16381
(define (ack m n)
  (cond ((= m 0) (+ n 1))
        ((= n 0) (ack (- m 1) 1))
        (else (ack (- m 1) (ack m (- n 1))))))

(display (ack 3 11))
(newline)
