;; SRFI 26: cut and cute, which make procedures by leaving places open in a call.
(define-library (srfi 26)
  (export cut cute)
  (import (scheme base))
  (begin
    ;;; (cut operator-or-place operand-or-place ...)
    ;;; A procedure that makes this call, with its own arguments in the places marked `<>`, in order; `<...>` at the end
    ;;; takes all further arguments. The other operands are evaluated at each call.
    ;;; > (map (cut - <> 1) '(1 2 3))
    ;;; (0 1 2)
    ;;; > ((cut list 'a <> 'c <...>) 'b 'd 'e)
    ;;; (a b c d e)
    (define-syntax cut
      (syntax-rules ()
        ((_ part ...) (open-places () () part ...))))

    ;; (open-places (parameter ...) (part of the call ...) part to look at ...)
    (define-syntax open-places
      (syntax-rules (<> <...>)
        ((_ (parameter ...) (operator part ...))
         (lambda (parameter ...) ((begin operator) part ...)))
        ((_ (parameter ...) (operator part ...) <...>)
         (lambda (parameter ... . rest) (apply operator part ... rest)))
        ((_ parameters () <...>)
         (lambda (operator . operands) (apply operator operands)))
        ((_ (parameter ...) (part ...) <> next ...)
         (open-places (parameter ... argument) (part ... argument) next ...))
        ((_ parameters (part ...) expression next ...)
         (open-places parameters (part ... expression) next ...))))

    ;;; (cute operator-or-place operand-or-place ...)
    ;;; Like `cut`, but the other operands are evaluated once, when the procedure is made.
    ;;; > (let* ((n 0) (f (cute + <> (begin (set! n (+ n 1)) n)))) (list (f 10) (f 10)))
    ;;; (11 11)
    (define-syntax cute
      (syntax-rules ()
        ((_ part ...) (evaluated-places () () part ...))))

    ;; (evaluated-places (binding ...) (place or variable ...) part to look at ...)
    (define-syntax evaluated-places
      (syntax-rules (<> <...>)
        ((_ (binding ...) (part ...))
         (let (binding ...) (cut part ...)))
        ((_ bindings (part ...) <> next ...)
         (evaluated-places bindings (part ... <>) next ...))
        ((_ bindings (part ...) <...>)
         (evaluated-places bindings (part ... <...>)))
        ((_ (binding ...) (part ...) expression next ...)
         (evaluated-places (binding ... (value expression)) (part ... value) next ...))))))
