;;; equal? on structures whose parts are shared: as trees they would have 2^60 leaves.
;;; expect: 20000
(define (make-graph depth)
  (let loop ((i 0) (graph '(a b)))
    (if (= i depth)
        graph
        (loop (+ i 1) (cons graph graph)))))

(define graph-1 (make-graph 60))
(define graph-2 (make-graph 60))

(display
 (let loop ((i 0) (count 0))
   (if (= i 20000)
       count
       (loop (+ i 1) (if (equal? graph-1 graph-2) (+ count 1) count)))))
(newline)
