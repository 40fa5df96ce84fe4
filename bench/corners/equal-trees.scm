;;; equal? on trees, lists and vectors that are copies of each other.
;;; expect: #t #t #f 40
(define (make-tree depth)
  (if (= depth 0)
      (list 1 "leaf" #\x)
      (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (make-rows count)
  (let loop ((i 0) (rows '()))
    (if (= i count)
        rows
        (loop (+ i 1) (cons (vector i 'row (list i (+ i 1)) "text") rows)))))

(define tree-1 (make-tree 14))
(define tree-2 (make-tree 14))
(define rows-1 (make-rows 40000))
(define rows-2 (make-rows 40000))
(define rows-3 (make-rows 39999))

(display (equal? tree-1 tree-2))
(display " ")
(display (equal? rows-1 rows-2))
(display " ")
(display (equal? rows-1 rows-3))
(display " ")
(display
 (let loop ((i 0) (count 0))
   (if (= i 40)
       count
       (loop (+ i 1) (if (and (equal? tree-1 tree-2) (equal? rows-1 rows-2)) (+ count 1) count)))))
(newline)
