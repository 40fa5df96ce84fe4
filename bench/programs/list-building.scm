;;; A list of a million elements built and summed thirty times: a large structure that grows and dies.
;;; expect: 499999500000
(define (build count)
  (let loop ((i 0) (items '()))
    (if (= i count) items (loop (+ i 1) (cons i items)))))

(define (sum items)
  (let loop ((items items) (total 0))
    (if (null? items) total (loop (cdr items) (+ total (car items))))))

(define (run rounds last)
  (if (= rounds 0) last (run (- rounds 1) (sum (build 1000000)))))

(display (run 30 0))
(newline)
