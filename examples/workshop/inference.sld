;;; Type inference for a small functional language, after Hindley and Milner: unification, let-polymorphism.
;;;
;;; Expressions: numbers, #t and #f, names, (fn (name ...) body), (let name value body), (letrec name value body),
;;; (if test then else), (operator operand ...). A procedure takes its arguments one by one.
(define-library (workshop inference)
  (export infer-type type->text)
  (import (scheme base) (scheme cxr) (workshop lists))
  (begin

    ;; A type is a variable, which may have become another type, or an operator applied to types.
    (define-record-type type-variable
      (make-type-variable number binding)
      type-variable?
      (number variable-number)
      (binding variable-binding bind-variable!))

    (define-record-type type-application
      (make-application operator arguments)
      application?
      (operator type-operator)
      (arguments type-arguments))

    ;; A scheme stands for all types that result from replacing its variables.
    (define-record-type type-scheme
      (make-type-scheme variables type)
      type-scheme?
      (variables scheme-variables)
      (type scheme-type))

    (define variable-counter (make-parameter #f))

    (define (fresh-variable)
      (make-type-variable ((variable-counter)) #f))

    (define (make-counter)
      (let ((count 0))
        (lambda ()
          (set! count (+ count 1))
          count)))

    (define number-type (make-application 'number '()))
    (define boolean-type (make-application 'boolean '()))

    (define (arrow from to)
      (make-application '-> (list from to)))

    (define (list-of type)
      (make-application 'list (list type)))

    (define (pair-of first second)
      (make-application 'pair (list first second)))

    ;; The type that a type has become, shortening chains of variables.
    (define (resolve type)
      (if (and (type-variable? type) (variable-binding type))
          (let ((resolved (resolve (variable-binding type))))
            (bind-variable! type resolved)
            resolved)
          type))

    (define (occurs? variable type)
      (let ((type (resolve type)))
        (if (application? type)
            (any? (lambda (argument) (occurs? variable argument)) (type-arguments type))
            (eq? variable type))))

    ;; Makes two types equal, or raises an error; `expression` is what they are types of.
    (define (unify! left right expression)
      (let ((left (resolve left)) (right (resolve right)))
        (cond ((eq? left right))
              ((type-variable? left)
               (when (occurs? left right)
                 (error "a type would contain itself:" expression))
               (bind-variable! left right))
              ((type-variable? right) (unify! right left expression))
              ((and (eq? (type-operator left) (type-operator right))
                    (= (length (type-arguments left)) (length (type-arguments right))))
               (for-each (lambda (left right) (unify! left right expression))
                         (type-arguments left)
                         (type-arguments right)))
              (else
               (error (string-append (type->text left) " is not " (type->text right) ":") expression)))))

    (define (free-variables type)
      (let ((type (resolve type)))
        (if (application? type)
            (remove-duplicates (apply append (map free-variables (type-arguments type))))
            (list type))))

    ;; Variables that the environment does not know are for every type.
    (define (generalise type environment)
      (let ((known (apply append (map (lambda (entry) (scheme-free-variables (cdr entry))) environment))))
        (make-type-scheme (filter (lambda (variable) (not (memq variable known))) (free-variables type))
                          type)))

    (define (scheme-free-variables scheme)
      (filter (lambda (variable) (not (memq variable (scheme-variables scheme))))
              (free-variables (scheme-type scheme))))

    (define (instantiate scheme)
      (let ((fresh (map (lambda (variable) (cons variable (fresh-variable))) (scheme-variables scheme))))
        (let copy ((type (scheme-type scheme)))
          (let ((type (resolve type)))
            (cond ((application? type)
                   (make-application (type-operator type) (map copy (type-arguments type))))
                  ((assq type fresh) => cdr)
                  (else type))))))

    (define (monomorphic type)
      (make-type-scheme '() type))

    ;; The type of an expression; `environment` maps names to schemes.
    (define (infer expression environment)
      (cond ((number? expression) number-type)
            ((boolean? expression) boolean-type)
            ((symbol? expression) (infer-name expression environment))
            (else
             (case (car expression)
               ((fn) (infer-function (cadr expression) (caddr expression) environment))
               ((let) (infer-let expression environment))
               ((letrec) (infer-letrec expression environment))
               ((if) (infer-if expression environment))
               (else (infer-call expression environment))))))

    (define (infer-name name environment)
      (let ((entry (assq name environment)))
        (if entry
            (instantiate (cdr entry))
            (error "unknown name:" name))))

    (define (infer-function parameters body environment)
      (if (null? parameters)
          (infer body environment)
          (let ((parameter (fresh-variable)))
            (arrow parameter
                   (infer-function (cdr parameters) body
                                   (cons (cons (car parameters) (monomorphic parameter)) environment))))))

    (define (infer-let expression environment)
      (let* ((name (cadr expression))
             (type (infer (caddr expression) environment)))
        (infer (cadddr expression)
               (cons (cons name (generalise type environment)) environment))))

    (define (infer-letrec expression environment)
      (let* ((name (cadr expression))
             (variable (fresh-variable))
             (type (infer (caddr expression) (cons (cons name (monomorphic variable)) environment))))
        (unify! variable type (caddr expression))
        (infer (cadddr expression)
               (cons (cons name (generalise type environment)) environment))))

    (define (infer-if expression environment)
      (let-values (((test consequent alternative)
                    (apply values (map (lambda (part) (infer part environment)) (cdr expression)))))
        (unify! test boolean-type (cadr expression))
        (unify! consequent alternative expression)
        consequent))

    (define (infer-call expression environment)
      (let loop ((type (infer (car expression) environment)) (operands (cdr expression)))
        (if (null? operands)
            type
            (let ((operand (infer (car operands) environment))
                  (result (fresh-variable)))
              (unify! type (arrow operand result) expression)
              (loop result (cdr operands))))))

    (define (make-basis)
      (let* ((a (fresh-variable)) (b (fresh-variable)) (any (list a b)))
        (define (for-all type)
          (make-type-scheme any type))
        `((+ . ,(monomorphic (arrow number-type (arrow number-type number-type))))
          (- . ,(monomorphic (arrow number-type (arrow number-type number-type))))
          (* . ,(monomorphic (arrow number-type (arrow number-type number-type))))
          (< . ,(monomorphic (arrow number-type (arrow number-type boolean-type))))
          (zero? . ,(monomorphic (arrow number-type boolean-type)))
          (nil . ,(for-all (list-of a)))
          (cons . ,(for-all (arrow a (arrow (list-of a) (list-of a)))))
          (car . ,(for-all (arrow (list-of a) a)))
          (cdr . ,(for-all (arrow (list-of a) (list-of a))))
          (null? . ,(for-all (arrow (list-of a) boolean-type)))
          (pair . ,(for-all (arrow a (arrow b (pair-of a b)))))
          (first . ,(for-all (arrow (pair-of a b) a)))
          (second . ,(for-all (arrow (pair-of a b) b))))))

    (define (infer-type expression)
      (parameterize ((variable-counter (make-counter)))
        (infer expression (make-basis))))

    ;; Variables are named a, b, c ... in the order in which they occur.
    (define (type->text type)
      (let ((names '()))
        (define (name-of variable)
          (unless (assq variable names)
            (set! names
                  (cons (cons variable (string (integer->char (+ (char->integer #\a) (length names)))))
                        names)))
          (cdr (assq variable names)))
        ;; `place` says what needs parentheses there: nothing at the `top`, arrows on their `left`, both in an `operand`.
        (define (text type place)
          (let ((type (resolve type)))
            (if (type-variable? type)
                (name-of type)
                (case (type-operator type)
                  ((->)
                   (let* ((from (text (car (type-arguments type)) 'left))
                          (to (text (cadr (type-arguments type)) 'top))
                          (whole (string-append from " -> " to)))
                     (if (eq? place 'top) whole (string-append "(" whole ")"))))
                  (else
                   => (lambda (operator)
                        (let* ((arguments (map-in-order (lambda (argument) (text argument 'operand)) (type-arguments type)))
                               (whole (join-texts (cons (symbol->string operator) arguments) " ")))
                          (if (and (eq? place 'operand) (pair? arguments)) (string-append "(" whole ")") whole))))))))
        (text type 'top)))

    ;; `map` may go through a list in any order.
    (define (map-in-order procedure elements)
      (if (null? elements)
          '()
          (let ((first (procedure (car elements))))
            (cons first (map-in-order procedure (cdr elements))))))))
