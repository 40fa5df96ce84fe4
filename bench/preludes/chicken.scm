;;; What the benchmark programs need and Chicken names differently; stands before the program.
(import (scheme) (chicken base) (rename (chicken io) (write-string chicken:write-string)) (chicken condition))

(define-syntax write-string
  (syntax-rules ()
    ((_ text) (chicken:write-string text))
    ((_ text port) (chicken:write-string text #f port))))

(define-syntax exact (syntax-rules () ((_ number) (inexact->exact number))))
(define-syntax inexact (syntax-rules () ((_ number) (exact->inexact number))))
(define-syntax raise (syntax-rules () ((_ condition) (signal condition))))
(define-syntax raise-continuable (syntax-rules () ((_ condition) (signal condition))))

;; Clauses with a test; the condition is raised again when all fail.
(define-syntax guard
  (syntax-rules ()
    ((_ (condition clause ...) body ...)
     ((call-with-current-continuation
       (lambda (return)
         (with-exception-handler
          (lambda (condition)
            (return (lambda () (cond clause ... (else (raise condition))))))
          (lambda ()
            (let ((result (begin body ...)))
              (lambda () result))))))))))

(let ()
;;; The program stands here.
)
