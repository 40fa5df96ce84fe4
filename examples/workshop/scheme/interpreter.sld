;;; The interpreter as a whole: global environments with the standard procedures, and programs run from text.
(define-library (workshop scheme interpreter)
  (export make-interpreter run-text)
  (import (scheme base)
          (scheme char)
          (scheme cxr)
          (scheme inexact)
          (scheme write)
          (workshop lists)
          (workshop scheme reader)
          (workshop scheme scopes)
          (workshop scheme compiler)
          (workshop scheme quasiquotation)
          (workshop scheme derived)
          (prefix (workshop scheme objects) object:))
  (begin

    ;; ((name . procedure) ...) for procedures that the interpreted language has in common with its host.
    (define-syntax same-as-host
      (syntax-rules ()
        ((_ name ...) (list (cons 'name name) ...))))

    (define on-data
      (same-as-host
       not boolean? boolean=? eq? eqv? equal? symbol? symbol->string string->symbol symbol=?
       pair? cons car cdr set-car! set-cdr! caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr cadddr
       null? list? list make-list length append reverse list-tail list-ref list-set! list-copy
       memq memv member assq assv assoc
       vector? make-vector vector vector-length vector-ref vector-set! vector->list list->vector vector-fill!
       vector-append vector-copy vector-copy! vector-map vector-for-each vector->string string->vector
       bytevector? make-bytevector bytevector bytevector-length bytevector-u8-ref bytevector-u8-set!
       bytevector-append bytevector-copy bytevector-copy! utf8->string string->utf8))

    (define on-numbers
      (same-as-host
       number? complex? real? rational? integer? exact? inexact? exact-integer? nan? finite?
       = < > <= >= zero? positive? negative? odd? even? max min + * - / abs
       quotient remainder modulo floor/ floor-quotient floor-remainder truncate/ truncate-quotient truncate-remainder
       gcd lcm numerator denominator floor ceiling truncate round rationalize
       exp log sin cos tan asin acos atan square sqrt exact-integer-sqrt expt exact inexact
       number->string string->number))

    (define on-text
      (same-as-host
       char? char=? char<? char>? char<=? char>=? char-ci=? char-alphabetic? char-numeric? char-whitespace?
       char-upper-case? char-lower-case? digit-value char->integer integer->char char-upcase char-downcase char-foldcase
       string? make-string string string-length string-ref string-set! string=? string<? string>? string<=? string>=?
       string-ci=? string-upcase string-downcase string-foldcase substring string-append string->list list->string
       string-copy string-copy! string-fill! string-map string-for-each))

    (define on-control
      (same-as-host
       procedure? apply map for-each call-with-current-continuation call/cc values call-with-values dynamic-wind
       with-exception-handler raise raise-continuable error error-object? error-object-message error-object-irritants
       make-parameter))

    (define on-ports
      (same-as-host
       open-input-string open-output-string get-output-string open-input-bytevector open-output-bytevector
       get-output-bytevector read-char peek-char read-line read-string read-u8 peek-u8 eof-object eof-object?
       write-char write-string write-u8 write display newline input-port? output-port? textual-port? binary-port?
       port? close-port current-output-port))

    (define beyond-the-host
      (list (cons '%make-type object:make-type)
            (cons '%constructor object:record-constructor)
            (cons '%predicate object:record-predicate)
            (cons '%accessor object:record-accessor)
            (cons '%modifier object:record-modifier)
            (cons '%make-lazy object:make-lazy)
            (cons 'make-promise object:make-promise)
            (cons 'promise? object:promise?)
            (cons 'force object:force)
            (cons '%with-parameters object:with-parameters)
            (cons '%call-guarded object:call-guarded)))

    (define (define-all! global entries)
      (for-each
       (lambda (entry)
         (set-cell-value! (global-cell global (car entry)) (cdr entry)))
       entries))

    ;; A fresh global environment.
    (define (make-interpreter)
      (let ((global (make-global-scope)))
        (for-each (lambda (entry) (set-global-meaning! global (car entry) (cdr entry))) special-forms)
        (set-global-meaning! global 'quasiquote quasiquote-macro)
        (for-each (lambda (entries) (define-all! global entries))
                  (list on-data on-numbers on-text on-control on-ports beyond-the-host))
        (define-all! global
          (list (cons 'eval (lambda (form environment) (evaluate form environment)))
                (cons 'interaction-environment (lambda () global))))
        (run-text global derived-forms)
        global))

    ;; The value of the last form of a program.
    (define (run-text global text)
      (fold-left (lambda (value form) (evaluate form global))
                 #f
                 (read-all text)))))
