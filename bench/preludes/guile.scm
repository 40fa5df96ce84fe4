;;; What the benchmark programs need and Guile names differently; stands before the program.
(define-module (benchmark program)
  #:use-module (scheme base)
  #:use-module (scheme write)
  #:use-module (scheme read)
  #:use-module (scheme file)
  #:use-module (scheme char)
  #:use-module (scheme cxr)
  #:use-module (scheme inexact)
  #:use-module ((guile) #:select (make-hash-table hash-ref hash-set! hash-remove! hash-count const sort)))

(define-syntax make-integer-table (syntax-rules () ((_) (make-hash-table))))
(define-syntax make-string-table (syntax-rules () ((_) (make-hash-table))))
(define-syntax table-ref (syntax-rules () ((_ table key default) (hash-ref table key default))))
(define-syntax table-set! (syntax-rules () ((_ table key value) (hash-set! table key value))))
(define-syntax table-delete! (syntax-rules () ((_ table key) (hash-remove! table key))))
(define-syntax table-size (syntax-rules () ((_ table) (hash-count (const #t) table))))
(define-syntax sort-list (syntax-rules () ((_ list less?) (sort list less?))))
(define-syntax sort-vector (syntax-rules () ((_ vector less?) (sort vector less?))))

(let ()
;;; The program stands here.
)
