;;; Binary trees of pairs built and walked while one long-lived tree stays: allocation with survivors.
;;; expect: 524287 5242840 131071
(define (make-tree depth)
  (if (= depth 0)
      (cons '() '())
      (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (count-nodes tree)
  (if (null? (car tree))
      1
      (+ 1 (+ (count-nodes (car tree)) (count-nodes (cdr tree))))))

(define (work rounds depth total)
  (if (= rounds 0)
      total
      (work (- rounds 1) depth (+ total (count-nodes (make-tree depth))))))

(define long-lived (make-tree 16))

(display (count-nodes (make-tree 18)))
(display " ")
(display (work 40 16 0))
(display " ")
(display (count-nodes long-lived))
(newline)
