;;; Compiles Scheme to closures: every form becomes a procedure that takes the frame of its scope and gives its value.
;;;
;;; Calls in tail position are calls in tail position of the host, and continuations are the host's, so that the
;;; compiled program has proper tail calls and re-entrant continuations.
(define-library (workshop scheme compiler)
  (export evaluate special-forms)
  (import (scheme base)
          (scheme cxr)
          (only (workshop lists) find take drop)
          (rename (workshop scheme scopes) (core-identifier core))
          (workshop scheme macros))
  (begin

    (define (evaluate form global)
      ((compile-top form global) #f))

    ;; Forms at top level may define; what they define is global.
    (define (compile-top form global)
      (let ((form (expand-head form global)))
        (case (head-name form global)
          ((begin)
           (compile-sequence-with (lambda (form) (compile-when-reached form global)) (cdr form)))
          ((define) (compile-global-definition (normal-definition form global) global))
          ((define-values) (compile-top (values-definition form global) global))
          ((define-syntax)
           (set-global-meaning! global (strip-aliases (cadr form)) (transformer (caddr form) global))
           (constantly (strip-aliases (cadr form))))
          (else (compile form global)))))

    ;; A form of a top-level `begin` sees the macros that the forms before it have defined.
    (define (compile-when-reached form global)
      (lambda (frame) ((compile-top form global) frame)))

    (define (compile-global-definition form global)
      (let* ((name (strip-aliases (cadr form)))
             (cell (global-cell global name))
             (code (compile (caddr form) global)))
        (lambda (frame)
          (set-cell-value! cell (code frame))
          name)))

    ;; (define-values formals expression) as definitions of the variables and one assignment.
    (define (values-definition form scope)
      (let* ((formals (cadr form))
             (names (formal-names formals))
             (temporaries (map (lambda (name) (make-alias name scope)) names)))
        (define (renamed formals)
          (cond ((null? formals) '())
                ((pair? formals) (cons (renamed (car formals)) (renamed (cdr formals))))
                (else (cdr (assq formals (map cons names temporaries))))))
        `(,(core 'begin scope)
          ,@(map (lambda (name) `(,(core 'define scope) ,name #f)) names)
          (,(core 'define scope) ,(make-alias 'ignored scope)
           (,(core 'call-with-values scope)
            (,(core 'lambda scope) () ,(caddr form))
            (,(core 'lambda scope) ,(renamed formals)
             ,@(map (lambda (name temporary) `(,(core 'set! scope) ,name ,temporary)) names temporaries)
             #t))))))

    ;; Expands macro uses until the form is none.
    (define (expand-head form scope)
      (let ((head (head-meaning form scope)))
        (if (macro? head)
            (expand-head ((macro-expand head) form scope) scope)
            form)))

    (define (head-meaning form scope)
      (and (pair? form)
           (identifier? (car form))
           (meaning (car form) scope)))

    (define (transformer form scope)
      (let ((form (expand-head form scope)))
        (if (eq? (head-name form scope) 'syntax-rules)
            (syntax-rules->macro form scope)
            (error "a transformer must be syntax-rules:" (strip-aliases form)))))

    (define (compile form scope)
      (cond ((identifier? form) (compile-reference form scope))
            ((pair? form)
             (let ((form (expand-head form scope)))
               (cond ((not (pair? form)) (compile form scope))
                     ((head-meaning form scope)
                      => (lambda (head)
                           (if (special? head)
                               ((special-compile head) form scope)
                               (compile-call form scope))))
                     (else (compile-call form scope)))))
            ((null? form) (error "a combination needs a procedure:" form))
            (else (constantly (strip-aliases form)))))

    (define (constantly value)
      (lambda (frame) value))

    ;; Variables.

    (define (compile-reference identifier scope)
      (let ((found (meaning identifier scope)))
        (cond ((variable? found)
               (let ((index (variable-index found)))
                 (case (scope-depth scope (variable-scope found))
                   ((0) (lambda (frame) (vector-ref frame index)))
                   ((1) (lambda (frame) (vector-ref (vector-ref frame 0) index)))
                   ((2) (lambda (frame) (vector-ref (vector-ref (vector-ref frame 0) 0) index)))
                   (else
                    => (lambda (depth)
                         (lambda (frame) (vector-ref (outer-frame frame depth) index)))))))
              ((cell? found)
               (lambda (frame)
                 (if (cell-defined? found)
                     (cell-value found)
                     (error "unbound variable:" (cell-name found)))))
              (else (error "a keyword is no expression:" (strip-aliases identifier))))))

    (define (outer-frame frame depth)
      (if (zero? depth)
          frame
          (outer-frame (vector-ref frame 0) (- depth 1))))

    (define (compile-assignment form scope)
      (let ((found (meaning (cadr form) scope))
            (code (compile (caddr form) scope)))
        (cond ((variable? found)
               (let ((index (variable-index found))
                     (depth (scope-depth scope (variable-scope found))))
                 (lambda (frame)
                   (vector-set! (outer-frame frame depth) index (code frame)))))
              ((cell? found)
               (lambda (frame)
                 (let ((value (code frame)))
                   (if (cell-defined? found)
                       (set-cell-value! found value)
                       (error "assignment to an unbound variable:" (cell-name found))))))
              (else (error "a keyword cannot be assigned:" (strip-aliases (cadr form)))))))

    ;; Calls: the most frequent numbers of arguments need no list.

    (define (compile-call form scope)
      (unless (list? form)
        (error "a combination must be a proper list:" (strip-aliases form)))
      (let ((operator (compile (car form) scope))
            (operands (map (lambda (operand) (compile operand scope)) (cdr form))))
        (case (length operands)
          ((0) (lambda (frame) ((operator frame))))
          ((1)
           (let ((first (car operands)))
             (lambda (frame) ((operator frame) (first frame)))))
          ((2)
           (let ((first (car operands)) (second (cadr operands)))
             (lambda (frame)
               (let* ((a (first frame)) (b (second frame)))
                 ((operator frame) a b)))))
          ((3)
           (let ((first (car operands)) (second (cadr operands)) (third (caddr operands)))
             (lambda (frame)
               (let* ((a (first frame)) (b (second frame)) (c (third frame)))
                 ((operator frame) a b c)))))
          (else
           (lambda (frame)
             (let ((arguments (evaluate-all operands frame)))
               (apply (operator frame) arguments)))))))

    (define (evaluate-all codes frame)
      (if (null? codes)
          '()
          (let ((value ((car codes) frame)))
            (cons value (evaluate-all (cdr codes) frame)))))

    ;; Sequences and bodies.

    (define (compile-sequence-with compile-form forms)
      (if (null? forms)
          (constantly (if #f #f))
          (let ((first (compile-form (car forms))))
            (if (null? (cdr forms))
                first
                (let ((rest (compile-sequence-with compile-form (cdr forms))))
                  (lambda (frame)
                    (first frame)
                    (rest frame)))))))

    (define (compile-sequence forms scope)
      (compile-sequence-with (lambda (form) (compile form scope)) forms))

    ;; A body has a scope for its definitions. First all of them are found, for which macros must be expanded; only
    ;; then is anything compiled, so that definitions can refer to one another.
    (define (compile-body forms outer)
      (let ((scope (make-scope outer '())))
        (let loop ((forms forms) (initial '()))
          (let ((form (if (null? forms)
                          (error "a body needs an expression after its definitions of"
                                 (map strip-aliases (map cadr initial)))
                          (expand-head (car forms) scope))))
            (case (head-name form scope)
              ((begin) (loop (append (cdr form) (cdr forms)) initial))
              ((define)
               (let ((definition (normal-definition form scope)))
                 (add-variable! scope (cadr definition))
                 (loop (cdr forms) (cons definition initial))))
              ((define-values)
               (loop (cons (values-definition form scope) (cdr forms)) initial))
              ((define-syntax)
               (add-meaning! scope (cadr form) (transformer (caddr form) scope))
               (loop (cdr forms) initial))
              (else
               (compile-body-with scope (reverse initial) (cons form (cdr forms)))))))))

    (define (compile-body-with scope definitions expressions)
      (let ((codes (map (lambda (definition)
                          (cons (variable-index (meaning (cadr definition) scope))
                                (compile (caddr definition) scope)))
                        definitions))
            (body (compile-sequence expressions scope))
            (size (+ 1 (scope-size scope))))
        (if (null? definitions)
            body
            (lambda (outer-frame)
              (let ((frame (make-vector size 'unassigned)))
                (vector-set! frame 0 outer-frame)
                (for-each (lambda (code) (vector-set! frame (car code) ((cdr code) frame))) codes)
                (body frame))))))

    ;; (define name expression) for all kinds of definitions, curried ones too.
    (define (normal-definition form scope)
      (let ((target (cadr form)))
        (if (pair? target)
            (normal-definition
             `(,(car form) ,(car target) (,(core 'lambda scope) ,(cdr target) ,@(cddr form)))
             scope)
            form)))

    ;; Procedures.

    (define (formal-names formals)
      (cond ((null? formals) '())
            ((pair? formals) (cons (car formals) (formal-names (cdr formals))))
            (else (list formals))))

    (define (compile-lambda form scope)
      (let* ((formals (cadr form))
             (names (formal-names formals))
             (body (compile-body (cddr form) (make-scope scope names))))
        (if (list? formals)
            (fixed-procedure (length formals) body)
            (variadic-procedure (- (length names) 1) body))))

    ;; Code for a procedure with `count` parameters; one without parameters needs no frame of its own.
    (define (fixed-procedure count body)
      (case count
        ((0) (lambda (frame) (lambda () (body frame))))
        ((1) (lambda (frame) (lambda (a) (body (vector frame a)))))
        ((2) (lambda (frame) (lambda (a b) (body (vector frame a b)))))
        ((3) (lambda (frame) (lambda (a b c) (body (vector frame a b c)))))
        (else
         (lambda (frame)
           (lambda arguments
             (if (= count (length arguments))
                 (body (list->vector (cons frame arguments)))
                 (error "wrong number of arguments:" count (length arguments))))))))

    (define (variadic-procedure required body)
      (lambda (frame)
        (lambda arguments
          (when (< (length arguments) required)
            (error "too few arguments:" required (length arguments)))
          (body (list->vector
                 (cons frame (append (take arguments required)
                                     (list (drop arguments required)))))))))

    ;; Special forms. Where a form must be recognised as a definition, its keyword is found by its meaning.

    (define (compile-if form scope)
      (let ((test (compile (cadr form) scope))
            (consequent (compile (caddr form) scope))
            (alternative (if (pair? (cdddr form))
                             (compile (cadddr form) scope)
                             (constantly (if #f #f)))))
        (lambda (frame)
          (if (test frame)
              (consequent frame)
              (alternative frame)))))

    ;; (let-syntax ((keyword transformer) ...) body ...); with `recursive?`, transformers see the new keywords.
    (define (compile-let-syntax form outer recursive?)
      (let ((scope (make-scope outer '())))
        (for-each
         (lambda (binding)
           (add-meaning! scope (car binding) (transformer (cadr binding) (if recursive? scope outer))))
         (cadr form))
        (compile-body (cddr form) scope)))

    (define (misplaced form scope)
      (error "not an expression:" (strip-aliases form)))

    (define special-forms
      (list (cons 'quote
                  (make-special (lambda (form scope) (constantly (strip-aliases (cadr form))))))
            (cons 'if (make-special compile-if))
            (cons 'set! (make-special compile-assignment))
            (cons 'lambda (make-special compile-lambda))
            (cons 'begin (make-special (lambda (form scope) (compile-sequence (cdr form) scope))))
            (cons 'let-syntax (make-special (lambda (form scope) (compile-let-syntax form scope #f))))
            (cons 'letrec-syntax (make-special (lambda (form scope) (compile-let-syntax form scope #t))))
            (cons 'define (make-special misplaced))
            (cons 'define-values (make-special misplaced))
            (cons 'define-syntax (make-special misplaced))
            (cons 'syntax-rules (make-special misplaced))))

    ;; The name of the special form that a form is a use of, or #f.
    (define (head-name form scope)
      (let ((head (head-meaning form scope)))
        (and (special? head)
             (let ((entry (find (lambda (entry) (eq? (cdr entry) head)) special-forms)))
               (and entry (car entry))))))))
