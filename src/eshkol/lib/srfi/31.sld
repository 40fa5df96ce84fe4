;; SRFI 31: rec, an expression that can refer to its own value.
(define-library (srfi 31)
  (export rec)
  (import (scheme base))
  (begin
    ;;; (rec name expression) or (rec (name . parameters) body ...)
    ;;; The value of the expression, or the procedure, which can refer to itself by `name`.
    ;;; > ((rec (factorial n) (if (= n 0) 1 (* n (factorial (- n 1))))) 10)
    ;;; 3628800
    ;;; > (let ((ones (rec list (cons 1 (delay list))))) (car (force (cdr ones))))
    ;;; 1
    (define-syntax rec
      (syntax-rules ()
        ((_ (name . parameters) body ...) (letrec ((name (lambda parameters body ...))) name))
        ((_ name expression) (letrec ((name expression)) name))))))
