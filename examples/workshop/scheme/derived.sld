;;; The derived forms of the interpreted language, written in that language as macros.
(define-library (workshop scheme derived)
  (export derived-forms)
  (import (scheme base))
  (begin

    (define derived-forms "
(define-syntax let
  (syntax-rules ()
    ((_ ((name value) ...) body ...)
     ((lambda (name ...) body ...) value ...))
    ((_ tag ((name value) ...) body ...)
     ((letrec ((tag (lambda (name ...) body ...))) tag) value ...))))

(define-syntax let*
  (syntax-rules ()
    ((_ () body ...) (let () body ...))
    ((_ (binding other ...) body ...)
     (let (binding) (let* (other ...) body ...)))))

(define-syntax letrec*
  (syntax-rules ()
    ((_ ((name value) ...) body ...)
     (let () (define name value) ... (let () body ...)))))

(define-syntax letrec
  (syntax-rules ()
    ((_ bindings body ...) (letrec* bindings body ...))))

(define-syntax and
  (syntax-rules ()
    ((_) #t)
    ((_ test) test)
    ((_ test other ...) (if test (and other ...) #f))))

(define-syntax or
  (syntax-rules ()
    ((_) #f)
    ((_ test) test)
    ((_ test other ...) (let ((value test)) (if value value (or other ...))))))

(define-syntax when
  (syntax-rules ()
    ((_ test body ...) (if test (begin body ...)))))

(define-syntax unless
  (syntax-rules ()
    ((_ test body ...) (if test #f (begin body ...)))))

(define-syntax cond
  (syntax-rules (else =>)
    ((_) (if #f #f))
    ((_ (else body ...)) (begin body ...))
    ((_ (test => receiver) clause ...)
     (let ((value test)) (if value (receiver value) (cond clause ...))))
    ((_ (test) clause ...) (or test (cond clause ...)))
    ((_ (test body ...) clause ...) (if test (begin body ...) (cond clause ...)))))

(define-syntax case
  (syntax-rules ()
    ((_ key clause ...) (let ((value key)) (%case value clause ...)))))

(define-syntax %case
  (syntax-rules (else =>)
    ((_ value) (if #f #f))
    ((_ value (else => receiver)) (receiver value))
    ((_ value (else body ...)) (begin body ...))
    ((_ value (data => receiver) clause ...)
     (if (memv value 'data) (receiver value) (%case value clause ...)))
    ((_ value (data body ...) clause ...)
     (if (memv value 'data) (begin body ...) (%case value clause ...)))))

(define-syntax do
  (syntax-rules ()
    ((_ ((name start step ...) ...) (test result ...) body ...)
     (let loop ((name start) ...)
       (if test
           (begin (if #f #f) result ...)
           (begin body ... (loop (%step name step ...) ...)))))))

(define-syntax %step
  (syntax-rules ()
    ((_ name) name)
    ((_ name step) step)))

(define-syntax let*-values
  (syntax-rules ()
    ((_ () body ...) (let () body ...))
    ((_ ((formals value) other ...) body ...)
     (call-with-values (lambda () value)
       (lambda formals (let*-values (other ...) body ...))))))

(define-syntax let-values
  (syntax-rules ()
    ((_ bindings body ...) (%let-values bindings () body ...))))

(define-syntax %let-values
  (syntax-rules ()
    ((_ () ((formals list) ...) body ...)
     (%apply-nested ((formals list) ...) body ...))
    ((_ ((formals value) other ...) (done ...) body ...)
     (let ((results (call-with-values (lambda () value) list)))
       (%let-values (other ...) (done ... (formals results)) body ...)))))

(define-syntax %apply-nested
  (syntax-rules ()
    ((_ () body ...) (let () body ...))
    ((_ ((formals results) other ...) body ...)
     (apply (lambda formals (%apply-nested (other ...) body ...)) results))))

(define-syntax receive
  (syntax-rules ()
    ((_ formals value body ...)
     (call-with-values (lambda () value) (lambda formals body ...)))))

(define-syntax case-lambda
  (syntax-rules ()
    ((_ (formals body ...) ...)
     (lambda arguments
       (%dispatch arguments (length arguments) (formals (lambda formals body ...)) ...)))))

(define-syntax %dispatch
  (syntax-rules ()
    ((_ arguments count) (error \"no clause takes so many arguments:\" count))
    ((_ arguments count (formals procedure) clause ...)
     (if (%accepts? 'formals count)
         (apply procedure arguments)
         (%dispatch arguments count clause ...)))))

(define (%accepts? formals count)
  (cond ((null? formals) (= count 0))
        ((pair? formals) (and (> count 0) (%accepts? (cdr formals) (- count 1))))
        (else #t)))

(define-syntax parameterize
  (syntax-rules ()
    ((_ ((parameter value) ...) body ...)
     (%with-parameters (list parameter ...) (list value ...) (lambda () body ...)))))

(define-syntax guard
  (syntax-rules ()
    ((_ (name clause ...) body ...)
     (%call-guarded (lambda () body ...)
                    (lambda (name raise-again) (%guard-clauses raise-again clause ...))))))

(define-syntax %guard-clauses
  (syntax-rules (else)
    ((_ raise-again clause ... (else body ...)) (cond clause ... (else body ...)))
    ((_ raise-again clause ...) (cond clause ... (else (raise-again))))))

(define-syntax delay-force
  (syntax-rules ()
    ((_ expression) (%make-lazy #f (lambda () expression)))))

(define-syntax delay
  (syntax-rules ()
    ((_ expression) (delay-force (make-promise expression)))))

(define-syntax define-record-type
  (syntax-rules ()
    ((_ type (constructor name ...) predicate field ...)
     (begin
       (define type (%make-type 'type '(field ...)))
       (define constructor (%constructor type '(name ...)))
       (define predicate (%predicate type))
       (%define-field type . field) ...))))

(define-syntax %define-field
  (syntax-rules ()
    ((_ type name accessor) (define accessor (%accessor type 'name)))
    ((_ type name accessor modifier)
     (begin
       (define accessor (%accessor type 'name))
       (define modifier (%modifier type 'name))))))
")))
