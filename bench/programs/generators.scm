;;; Generators by re-entrant continuations: two coroutines that walk trees and are compared leaf by leaf.
;;; expect: 1048576 same
(define (make-tree depth start)
  (if (= depth 0)
      start
      (let ((left (make-tree (- depth 1) start)))
        (cons left (make-tree (- depth 1) (+ start (expt 2 (- depth 1))))))))

;; A procedure that returns the leaves of `tree` one after another, then 'end.
(define (leaf-generator tree)
  (define return #f)
  (define (visit tree)
    (if (pair? tree)
        (begin
          (visit (car tree))
          (visit (cdr tree)))
        (call-with-current-continuation
         (lambda (rest)
           (set! resume (lambda () (rest #f)))
           (return tree)))))
  (define resume
    (lambda ()
      (visit tree)
      (return 'end)))
  (lambda ()
    (call-with-current-continuation
     (lambda (k)
       (set! return k)
       (resume)))))

(define (same-leaves first second)
  (let loop ((count 0))
    (let ((a (first)) (b (second)))
      (cond ((not (eqv? a b)) (cons count 'different))
            ((eq? a 'end) (cons count 'same))
            (else (loop (+ count 1)))))))

(define result
  (same-leaves (leaf-generator (make-tree 20 0)) (leaf-generator (make-tree 20 0))))

(display (car result))
(display " ")
(display (cdr result))
(newline)
