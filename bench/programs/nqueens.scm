;;; All solutions of the n-queens problem with lists: list search and construction.
;;; expect: 14200
(define (one-to n)
  (let loop ((i n) (numbers '()))
    (if (= i 0) numbers (loop (- i 1) (cons i numbers)))))

(define (safe? row distance placed)
  (or (null? placed)
      (and (not (= (car placed) (+ row distance)))
           (not (= (car placed) (- row distance)))
           (safe? row (+ distance 1) (cdr placed)))))

;; The number of ways to finish a board: `rows` are still to be tried in this column, `rejected` were tried before.
(define (count-boards rows rejected placed)
  (if (null? rows)
      (if (null? rejected) 1 0)
      (+ (if (safe? (car rows) 1 placed)
             (count-boards (append (cdr rows) rejected) '() (cons (car rows) placed))
             0)
         (count-boards (cdr rows) (cons (car rows) rejected) placed))))

(display (count-boards (one-to 12) '() '()))
(newline)
