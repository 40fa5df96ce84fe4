;;; Binary trees: one long-lived tree, and many that are built, walked and dropped.
;;; arguments: depth
(define depth (argument 1))

(define (make-tree depth)
  (if (= depth 0)
      (cons '() '())
      (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (count-nodes tree)
  (if (null? (car tree))
      1
      (+ 1 (count-nodes (car tree)) (count-nodes (cdr tree)))))

(define (many-trees left depth total)
  (if (= left 0)
      total
      (many-trees (- left 1) depth (+ total (count-nodes (make-tree depth))))))

;; As many nodes at every depth.
(define (all-depths current total)
  (if (> current depth)
      total
      (all-depths (+ current 4) (+ total (many-trees (expt 2 (+ 2 (- depth current))) current 0)))))

(define (main)
  (start-noting-pauses!)
  (let* ((start (processor-nanoseconds))
         (long-lived (make-tree depth))
         (total (all-depths 4 0))
         (check (+ total (count-nodes long-lived))))
    (report 'processor-nanoseconds (- (processor-nanoseconds) start))
    (report-memory)
    (report 'check-sum check)))

(main)
