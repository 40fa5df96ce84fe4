;;; What the benchmark programs need and Chez Scheme names differently; stands before the program.
(import (rename (except (chezscheme) error)
                (define-record-type chez:define-record-type)
                (open-output-file chez:open-output-file)))

(define (error message . irritants)
  (raise (condition (make-message-condition message) (make-irritants-condition irritants))))

;; Record types with a constructor that takes all the fields in their order.
(define-syntax define-record-type
  (lambda (form)
    (syntax-case form ()
      ((_ name (make argument ...) predicate field ...)
       (with-syntax (((specification ...)
                      (map (lambda (field)
                             (syntax-case field ()
                               ((field accessor) #'(immutable field accessor))
                               ((field accessor modifier) #'(mutable field accessor modifier))))
                           #'(field ...))))
         #'(chez:define-record-type (name make predicate) (fields specification ...)))))))

(define-syntax write-string
  (syntax-rules ()
    ((_ text) (put-string (current-output-port) text))
    ((_ text port) (put-string port text))))

(define-syntax read-line (syntax-rules () ((_ port) (get-line port))))
(define-syntax open-output-file (syntax-rules () ((_ name) (chez:open-output-file name 'truncate))))
(define-syntax sort-list (syntax-rules () ((_ list less?) (list-sort less? list))))
(define-syntax sort-vector (syntax-rules () ((_ vector less?) (vector-sort less? vector))))

(define-syntax make-integer-table (syntax-rules () ((_) (make-eqv-hashtable))))
(define-syntax make-string-table (syntax-rules () ((_) (make-hashtable string-hash string=?))))
(define-syntax table-ref (syntax-rules () ((_ table key default) (hashtable-ref table key default))))
(define-syntax table-set! (syntax-rules () ((_ table key value) (hashtable-set! table key value))))
(define-syntax table-delete! (syntax-rules () ((_ table key) (hashtable-delete! table key))))
(define-syntax table-size (syntax-rules () ((_ table) (hashtable-size table))))

(let ()
;;; The program stands here.
)
