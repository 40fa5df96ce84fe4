;;; The transformers of `syntax-rules`: patterns are matched, templates filled in with aliases for what they insert.
(define-library (workshop scheme macros)
  (export syntax-rules->macro)
  (import (scheme base)
          (scheme cxr)
          (only (workshop lists) filter remove-duplicates take drop)
          (workshop scheme scopes))
  (begin

    ;; What matching needs to know of a macro: the scope of its definition, its literals and its ellipsis.
    (define-record-type rules
      (make-rules scope literals ellipsis)
      rules?
      (scope rules-scope)
      (literals rules-literals)
      (ellipsis rules-ellipsis))

    ;; The macro for a form (syntax-rules [ellipsis] (literal ...) (pattern template) ...) in the scope of its definition.
    (define (syntax-rules->macro form scope)
      (if (identifier? (cadr form))
          (make-rules-macro (make-rules scope (caddr form) (cadr form)) (cdddr form))
          (make-rules-macro (make-rules scope (cadr form) '...) (cddr form))))

    (define (make-rules-macro rules clauses)
      (make-macro
       (lambda (form use-scope)
         (let try ((clauses clauses))
           (if (null? clauses)
               (error "no rule of the macro matches:" (strip-aliases form))
               (let ((bindings (match rules (cdr (caar clauses)) (cdr form) use-scope '())))
                 (if bindings
                     (fill rules (cadar clauses) bindings)
                     (try (cdr clauses)))))))))

    (define (ellipsis? rules form)
      (and (identifier? form)
           (eq? (strip-aliases form) (strip-aliases (rules-ellipsis rules)))
           (not (memq form (rules-literals rules)))))

    (define (followed-by-ellipsis? rules form)
      (and (pair? (cdr form))
           (ellipsis? rules (cadr form))))

    ;; Matching: the bindings of pattern variables, added to `bindings`, or #f.

    (define (match rules pattern form scope bindings)
      (cond ((identifier? pattern) (match-identifier rules pattern form scope bindings))
            ((pair? pattern)
             (cond ((followed-by-ellipsis? rules pattern) (match-sequence rules pattern form scope bindings))
                   ((pair? form)
                    (let ((bindings (match rules (car pattern) (car form) scope bindings)))
                      (and bindings (match rules (cdr pattern) (cdr form) scope bindings))))
                   (else #f)))
            ((vector? pattern)
             (and (vector? form)
                  (match rules (vector->list pattern) (vector->list form) scope bindings)))
            (else (and (equal? pattern form) bindings))))

    (define (match-identifier rules pattern form scope bindings)
      (cond ((memq pattern (rules-literals rules))
             (and (identifier? form)
                  (same-meaning? form scope pattern (rules-scope rules))
                  bindings))
            ((eq? (strip-aliases pattern) '_) bindings)
            (else (cons (cons pattern form) bindings))))

    ;; (element ellipsis . after): as many elements as leave enough for what comes after.
    (define (match-sequence rules pattern form scope bindings)
      (let* ((after (cddr pattern))
             (count (- (pairs-in form) (pairs-in after))))
        (and (>= count 0)
             (let ((matches (match-each rules (car pattern) (take form count) scope)))
               (and matches
                    (match rules after (drop form count) scope
                           (append (collect (pattern-variables rules (car pattern)) matches) bindings)))))))

    (define (pairs-in form)
      (let loop ((form form) (count 0))
        (if (pair? form)
            (loop (cdr form) (+ count 1))
            count)))

    (define (match-each rules pattern forms scope)
      (let loop ((forms forms) (matches '()))
        (if (null? forms)
            (reverse matches)
            (let ((bindings (match rules pattern (car forms) scope '())))
              (and bindings (loop (cdr forms) (cons bindings matches)))))))

    ;; One binding for each variable, to the sequence of what it matched.
    (define (collect variables matches)
      (map (lambda (variable)
             (cons variable
                   (make-sequence (map (lambda (bindings) (cdr (assq variable bindings))) matches))))
           variables))

    (define-record-type sequence
      (make-sequence elements)
      sequence?
      (elements sequence-elements))

    (define (pattern-variables rules pattern)
      (cond ((identifier? pattern)
             (if (or (memq pattern (rules-literals rules))
                     (ellipsis? rules pattern)
                     (eq? (strip-aliases pattern) '_))
                 '()
                 (list pattern)))
            ((pair? pattern)
             (append (pattern-variables rules (car pattern)) (pattern-variables rules (cdr pattern))))
            ((vector? pattern) (pattern-variables rules (vector->list pattern)))
            (else '())))

    ;; Filling in: one expansion renames each inserted identifier to one fresh alias.

    (define (fill rules template bindings)
      (let ((renames '()))
        (define (rename identifier)
          (cond ((assq identifier renames) => cdr)
                (else
                 (let ((alias (make-alias identifier (rules-scope rules))))
                   (set! renames (cons (cons identifier alias) renames))
                   alias))))
        (define (fill-in template bindings ellipses?)
          (cond ((identifier? template)
                 (let ((binding (assq template bindings)))
                   (if binding (cdr binding) (rename template))))
                ((vector? template)
                 (list->vector (fill-in (vector->list template) bindings ellipses?)))
                ((not (pair? template)) template)
                ((and ellipses? (ellipsis? rules (car template)))
                 (fill-in (cadr template) bindings #f))
                ((and ellipses? (followed-by-ellipsis? rules template))
                 (fill-sequence (car template) (cddr template) bindings))
                (else
                 (cons (fill-in (car template) bindings ellipses?)
                       (fill-in (cdr template) bindings ellipses?)))))
        ;; Each further ellipsis after the first flattens one more level.
        (define (fill-sequence element after bindings)
          (let loop ((after after) (depth 1))
            (if (and (pair? after) (ellipsis? rules (car after)))
                (loop (cdr after) (+ depth 1))
                (append (fill-deep element bindings depth)
                        (fill-in after bindings #t)))))
        (define (fill-deep element bindings depth)
          (if (zero? depth)
              (list (fill-in element bindings #t))
              (apply append
                     (map (lambda (bindings) (fill-deep element bindings (- depth 1)))
                          (iterations rules element bindings)))))
        (fill-in template bindings #t)))

    ;; The bindings for each repetition of an element: the sequences in it, taken apart.
    (define (iterations rules element bindings)
      (let ((driving (filter (lambda (binding) (and binding (sequence? (cdr binding))))
                             (map (lambda (name) (assq name bindings))
                                  (remove-duplicates (pattern-variables rules element))))))
        (when (null? driving)
          (error "an ellipsis follows a template without sequences:" (strip-aliases element)))
        (apply map
               (lambda elements (append (map cons (map car driving) elements) bindings))
               (map (lambda (binding) (sequence-elements (cdr binding))) driving))))))
