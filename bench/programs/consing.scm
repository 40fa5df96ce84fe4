;;; One hundred million short-lived pairs: the allocator and reclaiming what is dead.
;;; expect: 100000000
;; Each cell keeps only its predecessor: `last` is cut so that everything older is garbage.
(define (consing count)
  (let loop ((i 0) (cell (cons 0 '())))
    (if (= i count)
        (car cell)
        (loop (+ i 1) (cons (+ 1 (car cell)) '())))))

(display (consing 100000000))
(newline)
