;; Single tests: running an expression, judging what comes of it, and reporting it to the runner.

;; Runs one test. `arguments` is a thunk that gives the expected value, or whatever `judge` needs; `judge` gets that and
;; the thunk of the tested expression, notes properties of the result and says whether the test has passed.
(define (run-test name form arguments thunk judge)
  (let ((runner (test-runner-get)))
    (test-result-clear runner)
    (set-test-name! runner (or name ""))
    (test-result-set! runner 'source-form form)
    (test-result-set! runner 'result-kind (expected-kind runner))
    ((test-runner-on-test-begin runner) runner)
    (let ((expected (test-result-kind runner)))
      (finish-test runner
                   (if (eq? expected 'skip)
                       'skip
                       (kind-of-result (passes? runner arguments thunk judge) expected))))))

(define (kind-of-result passed? expected)
  (if (eq? expected 'xfail)
      (if passed? 'xpass 'xfail)
      (if passed? 'pass 'fail)))

;; An error fails the test, and so does one in the expected value.
(define (passes? runner arguments thunk judge)
  (guard (problem (#t (test-result-set! runner 'actual-error problem) #f))
    (judge runner (arguments) thunk)))

(define (finish-test runner kind)
  (test-result-set! runner 'result-kind kind)
  (case kind
    ((pass) (set-pass-count! runner (+ (test-runner-pass-count runner) 1)))
    ((fail) (set-fail-count! runner (+ (test-runner-fail-count runner) 1)))
    ((xpass) (set-xpass-count! runner (+ (test-runner-xpass-count runner) 1)))
    ((xfail) (set-xfail-count! runner (+ (test-runner-xfail-count runner) 1)))
    (else (set-skip-count! runner (+ (test-runner-skip-count runner) 1))))
  (count-in-group! runner)
  ((test-runner-on-test-end runner) runner))

(define (judge-truth runner expected thunk)
  (let ((actual (thunk)))
    (test-result-set! runner 'actual-value actual)
    (if actual #t #f)))

(define (judge-by same?)
  (lambda (runner expected thunk)
    (test-result-set! runner 'expected-value expected)
    (let ((actual (thunk)))
      (test-result-set! runner 'actual-value actual)
      (same? expected actual))))

(define judge-eq (judge-by eq?))
(define judge-eqv (judge-by eqv?))
(define judge-equal (judge-by equal?))

;; `expected` is a pair of a number and the greatest difference from it.
(define (judge-approximate runner expected thunk)
  (test-result-set! runner 'expected-value (car expected))
  (let ((actual (thunk)))
    (test-result-set! runner 'actual-value actual)
    (and (>= actual (- (car expected) (cdr expected)))
         (<= actual (+ (car expected) (cdr expected))))))

;; `expected` is #t for any object that is raised, or a predicate.
(define (judge-error runner expected thunk)
  (test-result-set! runner 'expected-error expected)
  (if (not (or (eq? expected #t) (procedure? expected)))
      (%raise-type 'test-error 2 "#t or a predicate of what is raised" expected))
  (let ((outcome (guard (problem (#t (list problem)))
                   (test-result-set! runner 'actual-value (thunk))
                   #f)))
    (and outcome
         (begin
           (test-result-set! runner 'actual-error (car outcome))
           (or (eq? expected #t) (if (expected (car outcome)) #t #f))))))

;;; (test-assert [name] expression)
;;; A test that passes when the expression is true. Like all tests, it fails when an error is raised.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-assert (= 1 1)) (test-assert "no pair" (car 5)) (test-runner-fail-count runner)))
;;; 1
(define-syntax test-assert
  (syntax-rules ()
    ((_ expression) (run-test #f 'expression (lambda () #f) (lambda () expression) judge-truth))
    ((_ name expression) (run-test name 'expression (lambda () #f) (lambda () expression) judge-truth))))

(define-syntax define-comparing-test
  (syntax-rules ()
    ((_ test judge)
     (define-syntax test
       (syntax-rules ()
         ((_ expected expression)
          (run-test #f 'expression (lambda () expected) (lambda () expression) judge))
         ((_ name expected expression)
          (run-test name 'expression (lambda () expected) (lambda () expression) judge)))))))

;;; (test-eq [name] expected expression)
;;; A test that passes when the value is eq? to the expected one.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-eq (quote a) (car (list (quote a)))) (test-passed?)))
;;; #t

;;; (test-eqv [name] expected expression)
;;; A test that passes when the value is eqv? to the expected one.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-eqv 4 (+ 2 2)) (test-passed?)))
;;; #t

;;; (test-equal [name] expected expression)
;;; A test that passes when the value is equal? to the expected one.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-equal (list 1 2) (map add1 (list 0 1))) (test-result-kind)))
;;; pass

(define-comparing-test test-eq judge-eq)
(define-comparing-test test-eqv judge-eqv)
(define-comparing-test test-equal judge-equal)

;;; (test-approximate [name] expected expression difference)
;;; A test that passes when the value is not further from the expected number than that.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-approximate 3.14 (/ 22 7) 0.01) (test-passed?)))
;;; #t
(define-syntax test-approximate
  (syntax-rules ()
    ((_ expected expression difference)
     (test-approximate #f expected expression difference))
    ((_ name expected expression difference)
     (run-test name 'expression (lambda () (cons expected difference)) (lambda () expression) judge-approximate))))

;;; (test-error [[name] expected] expression)
;;; A test that passes when the expression raises an object; `expected` is #t or a predicate of that object.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-error (car 5)) (test-error symbol? (raise (quote oops))) (test-runner-pass-count runner)))
;;; 2
(define-syntax test-error
  (syntax-rules ()
    ((_ expression) (test-error #f #t expression))
    ((_ expected expression) (test-error #f expected expression))
    ((_ name expected expression)
     (run-test name 'expression (lambda () expected) (lambda () expression) judge-error))))


;;; (test-read-eval-string string)
;;; The value of the one expression in a string, with nothing after it; it sees the library (scheme base).
;;; > (test-read-eval-string "(+ 3 4)")
;;; 7
;;; > (test-read-eval-string "(+ 3 4) ")
;;; error: test-read-eval-string: something follows the expression: "(+ 3 4) "
(define (test-read-eval-string string)
  (let* ((port (open-input-string string))
         (form (read port)))
    (if (eof-object? form) (%raise-error 'test-read-eval-string "there is no expression" (list string)))
    (if (not (eof-object? (peek-char port)))
        (%raise-error 'test-read-eval-string "something follows the expression" (list string)))
    (eval form (environment '(scheme base)))))
