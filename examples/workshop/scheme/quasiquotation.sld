;;; Quasiquotation as a macro: a template becomes calls of cons, append and list->vector.
(define-library (workshop scheme quasiquotation)
  (export quasiquote-macro)
  (import (scheme base) (scheme cxr) (workshop scheme scopes))
  (begin

    (define quasiquote-macro
      (make-macro (lambda (form scope) (expand (cadr form) scope 1))))

    (define (use? form name scope)
      (and (pair? form)
           (identifier? (car form))
           (eq? (strip-aliases (car form)) name)
           (pair? (cdr form))
           (null? (cddr form))))

    ;; The expression for a template inside of `depth` quasiquotations.
    (define (expand template scope depth)
      (define (core name)
        (core-identifier name scope))
      (define (nested name depth)
        `(,(core 'list) (,(core 'quote) ,name) ,(expand (cadr template) scope depth)))
      (cond ((use? template 'unquote scope)
             (if (= depth 1)
                 (cadr template)
                 (nested 'unquote (- depth 1))))
            ((use? template 'quasiquote scope)
             (nested 'quasiquote (+ depth 1)))
            ((and (pair? template) (= depth 1) (use? (car template) 'unquote-splicing scope))
             `(,(core 'append) ,(cadar template) ,(expand (cdr template) scope depth)))
            ((use? template 'unquote-splicing scope)
             (nested 'unquote-splicing (- depth 1)))
            ((pair? template)
             `(,(core 'cons) ,(expand (car template) scope depth) ,(expand (cdr template) scope depth)))
            ((vector? template)
             `(,(core 'list->vector) ,(expand (vector->list template) scope depth)))
            (else `(,(core 'quote) ,template))))))
