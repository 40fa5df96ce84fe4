;;; Non-tail recursion a million calls deep that builds and consumes lists.
;;; expect: 1000000 500000500000
(define (count-up from to)
  (if (> from to) '() (cons from (count-up (+ from 1) to))))

(define (sum items)
  (if (null? items) 0 (+ (car items) (sum (cdr items)))))

(define (increment-all items)
  (if (null? items) '() (cons (+ 1 (car items)) (increment-all (cdr items)))))

(define (run rounds last)
  (if (= rounds 0) last (run (- rounds 1) (increment-all (count-up 0 999999)))))

(define result (run 8 #f))

(display (length result))
(display " ")
(display (sum result))
(newline)
