;; SRFI 145: assumptions, checked wherever they are made.
(define-library (srfi 145)
  (export assume)
  (import (scheme base))
  (begin
    ;;; (assume expression message ...)
    ;;; The value of the expression; an error with the expression and the messages when that is #f.
    ;;; > (assume (pair? '(1)))
    ;;; #t
    ;;; > (assume (= 1 2) "arithmetic")
    ;;; error: assume: this does not hold: (= 1 2) "arithmetic"
    (define-syntax assume
      (syntax-rules ()
        ((_ expression message ...)
         (or expression
             (report-false-assumption 'expression (list message ...))))))

    (define (report-false-assumption expression messages)
      (apply error "assume: this does not hold:" expression messages))))
