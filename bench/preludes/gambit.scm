;;; What the benchmark programs need and Gambit names differently; stands before the program.
(declare (standard-bindings) (extended-bindings) (block))

(define-macro (make-integer-table) '(make-table test: eqv?))
(define-macro (make-string-table) '(make-table test: string=?))
(define-macro (table-delete! table key) `(##table-set! ,table ,key))
(define-macro (table-size table) `(table-length ,table))

;; In this Gambit `raise` returns what the handler returns.
(define-macro (raise-continuable condition) `(raise ,condition))

;; Clauses with a test; the condition is raised again when all fail.
(define-macro (guard clauses . body)
  (let ((return (gensym)) (result (gensym)) (condition (car clauses)))
    `((call-with-current-continuation
       (lambda (,return)
         (with-exception-handler
          (lambda (,condition)
            (,return (lambda () (cond ,@(cdr clauses) (else (raise ,condition))))))
          (lambda ()
            (let ((,result (begin ,@body)))
              (lambda () ,result)))))))))

(let ()
;;; The program stands here.
)
