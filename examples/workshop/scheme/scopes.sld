;;; Compile-time environments: what identifiers mean, where variables live, and aliases that keep macros hygienic.
(define-library (workshop scheme scopes)
  (export make-global-scope global-scope?
          make-scope scope-size add-variable! add-meaning! scope-depth
          identifier? make-alias strip-aliases core-identifier
          meaning variable? variable-scope variable-index
          cell? cell-name cell-value set-cell-value! cell-defined? global-cell set-global-meaning!
          special? make-special special-compile macro? make-macro macro-expand same-meaning?)
  (import (scheme base) (workshop tables))
  (begin

    ;; Meanings of identifiers. A special form compiles its own uses, a macro rewrites them, a variable is found in
    ;; the frame of its scope at run time, a cell holds a global variable.
    (define-record-type special
      (make-special compile)
      special?
      (compile special-compile))

    (define-record-type macro
      (make-macro expand)
      macro?
      (expand macro-expand))

    (define-record-type variable
      (make-variable scope index)
      variable?
      (scope variable-scope)
      (index variable-index))

    (define-record-type cell
      (make-cell name value)
      cell?
      (name cell-name)
      (value cell-value set-cell-value!))

    (define undefined (list 'undefined))

    (define (cell-defined? cell)
      (not (eq? (cell-value cell) undefined)))

    ;; An alias is an identifier that a macro has inserted: it means what `base` means in `scope`, where the macro was
    ;; defined, unless the expansion itself binds it.
    (define-record-type alias
      (make-alias base scope)
      alias?
      (base alias-base)
      (scope alias-scope))

    (define (identifier? form)
      (or (symbol? form) (alias? form)))

    ;; The datum that was written, without aliases.
    (define (strip-aliases form)
      (cond ((alias? form) (strip-aliases (alias-base form)))
            ((pair? form) (cons (strip-aliases (car form)) (strip-aliases (cdr form))))
            ((vector? form) (vector-map strip-aliases form))
            (else form)))

    ;; The global scope maps symbols to meanings.
    (define-record-type global-scope
      (new-global-scope cells)
      global-scope?
      (cells global-cells))

    (define (make-global-scope)
      (new-global-scope (symbol-table)))

    ;; A local scope: `size` is the number of its variables; only scopes with variables have a frame at run time.
    (define-record-type scope
      (new-scope parent meanings size)
      scope?
      (parent scope-parent)
      (meanings scope-meanings set-scope-meanings!)
      (size scope-size set-scope-size!))

    ;; A scope with variables of these names.
    (define (make-scope parent names)
      (let ((scope (new-scope parent '() 0)))
        (for-each (lambda (name) (add-variable! scope name)) names)
        scope))

    (define (add-meaning! scope name meaning)
      (set-scope-meanings! scope (cons (cons name meaning) (scope-meanings scope))))

    ;; Index 0 of a frame is the frame outside it.
    (define (add-variable! scope name)
      (let ((index (+ 1 (scope-size scope))))
        (set-scope-size! scope index)
        (add-meaning! scope name (make-variable scope index))))

    (define (has-frame? scope)
      (positive? (scope-size scope)))

    ;; How many frames to go up from code in `scope` to the frame of `target`.
    (define (scope-depth scope target)
      (let loop ((scope scope) (depth 0))
        (cond ((eq? scope target) depth)
              ((has-frame? scope) (loop (scope-parent scope) (+ depth 1)))
              (else (loop (scope-parent scope) depth)))))

    ;; An identifier that means what `name` means globally.
    (define (core-identifier name scope)
      (if (global-scope? scope)
          (make-alias name scope)
          (core-identifier name (scope-parent scope))))

    ;; What an identifier means in a scope; symbols that nobody has defined mean an undefined global cell.
    (define (meaning identifier scope)
      (let loop ((place scope))
        (if (global-scope? place)
            (if (alias? identifier)
                (meaning (alias-base identifier) (alias-scope identifier))
                (global-meaning place identifier))
            (let ((entry (assq identifier (scope-meanings place))))
              (if entry (cdr entry) (loop (scope-parent place)))))))

    (define (global-meaning global name)
      (or (table-ref (global-cells global) name #f)
          (let ((cell (make-cell name undefined)))
            (table-set! (global-cells global) name cell)
            cell)))

    (define (set-global-meaning! global name meaning)
      (table-set! (global-cells global) name meaning))

    ;; The cell to define `name` in; a keyword of this name is replaced.
    (define (global-cell global name)
      (let ((found (global-meaning global name)))
        (if (cell? found)
            found
            (let ((cell (make-cell name undefined)))
              (set-global-meaning! global name cell)
              cell))))

    (define (same-meaning? identifier scope other other-scope)
      (eq? (meaning identifier scope) (meaning other other-scope)))))
