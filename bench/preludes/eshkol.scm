;;; What the benchmark programs need and Eshkol names differently; stands before the program.
(define (make-integer-table) (make-hash-table eqv?))
(define (make-string-table) (make-hash-table string=?))
(define-syntax table-ref (syntax-rules () ((_ table key default) (hash-table-ref/default table key default))))
(define-syntax table-set! (syntax-rules () ((_ table key value) (hash-table-set! table key value))))
(define-syntax table-delete! (syntax-rules () ((_ table key) (hash-table-delete! table key))))
(define-syntax table-size (syntax-rules () ((_ table) (hash-table-size table))))
(define-syntax sort-list (syntax-rules () ((_ list less?) (list-sort less? list))))
(define-syntax sort-vector (syntax-rules () ((_ vector less?) (vector-sort less? vector))))
;;; The program stands here.
