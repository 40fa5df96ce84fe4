;;; A tick server: every tick builds a 50-element list and stores one fresh pair into an old table.
;;; expect: 1000 1999499500000
(define slots 1000)
(define table (make-vector slots (cons 0 0)))

(define (build count tick)
  (let loop ((i 0) (items '()))
    (if (= i count) items (loop (+ i 1) (cons (+ i tick) items)))))

(define (sum items)
  (let loop ((items items) (total 0))
    (if (null? items) total (loop (cdr items) (+ total (car items))))))

(define (serve tick ticks)
  (if (< tick ticks)
      (let ((items (build 50 tick)))
        (vector-set! table (modulo tick slots) (cons tick (sum items)))
        (serve (+ tick 1) ticks))))

(serve 0 2000000)
(display (vector-length table))
(display " ")
(display (let loop ((i 0) (total 0))
           (if (= i slots)
               total
               (loop (+ i 1) (+ total (* 1000 (car (vector-ref table i))))))))
(newline)
