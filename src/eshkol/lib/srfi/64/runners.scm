;; Test runners: their state, their call-backs, which of them is current, and the properties of the latest test.

;; `groups` are the frames of the groups that have begun, innermost first. `skip-specifiers` and `fail-specifiers` are
;; lists; `run-specifiers` is #f when all tests are to run.
(define-record-type test-runner
  (new-runner pass-count fail-count xpass-count xfail-count skip-count test-name groups
              skip-specifiers fail-specifiers run-specifiers properties aux-value
              on-test-begin on-test-end on-group-begin on-group-end on-bad-count on-bad-end-name on-final)
  test-runner?
  (pass-count test-runner-pass-count set-pass-count!)
  (fail-count test-runner-fail-count set-fail-count!)
  (xpass-count test-runner-xpass-count set-xpass-count!)
  (xfail-count test-runner-xfail-count set-xfail-count!)
  (skip-count test-runner-skip-count set-skip-count!)
  (test-name test-runner-test-name set-test-name!)
  (groups groups set-groups!)
  (skip-specifiers skip-specifiers set-skip-specifiers!)
  (fail-specifiers fail-specifiers set-fail-specifiers!)
  (run-specifiers run-specifiers set-run-specifiers!)
  (properties test-result-alist set-properties!)
  (aux-value test-runner-aux-value test-runner-aux-value!)
  (on-test-begin test-runner-on-test-begin test-runner-on-test-begin!)
  (on-test-end test-runner-on-test-end test-runner-on-test-end!)
  (on-group-begin test-runner-on-group-begin test-runner-on-group-begin!)
  (on-group-end test-runner-on-group-end test-runner-on-group-end!)
  (on-bad-count test-runner-on-bad-count test-runner-on-bad-count!)
  (on-bad-end-name test-runner-on-bad-end-name test-runner-on-bad-end-name!)
  (on-final test-runner-on-final test-runner-on-final!))

;;; (test-runner-null)
;;; A fresh test runner that counts and reports nothing: a start for one's own.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner
;;;       (test-begin "sums")
;;;       (test-eqv 4 (+ 2 2))
;;;       (test-eqv 5 (+ 2 2))
;;;       (test-end "sums"))
;;;     (list (test-runner-pass-count runner) (test-runner-fail-count runner)))
;;; (1 1)
(define (test-runner-null)
  (define (ignore runner . details) #f)
  (new-runner 0 0 0 0 0 "" '() '() '() #f '() #f ignore ignore ignore ignore ignore ignore ignore))

;;; (test-runner-reset runner)
;;; Makes the runner as it was at first.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-assert #t) (test-runner-reset runner) (test-runner-pass-count runner)))
;;; 0
(define (test-runner-reset runner)
  (set-pass-count! runner 0)
  (set-fail-count! runner 0)
  (set-xpass-count! runner 0)
  (set-xfail-count! runner 0)
  (set-skip-count! runner 0)
  (set-test-name! runner "")
  (set-groups! runner '())
  (set-skip-specifiers! runner '())
  (set-fail-specifiers! runner '())
  (set-run-specifiers! runner #f)
  (set-properties! runner '()))

;; Both can be read and set by calling them, and changed by parameterize.
(define-syntax define-setting
  (syntax-rules ()
    ((_ name initial)
     (define name
       (let ((value initial))
         (case-lambda
           (() value)
           ((new) (if (eq? new %parameter-key) (lambda (x) x) (set! value new)))
           ((key new) (set! value new))))))))

(define-setting test-runner-current #f)
(define-setting test-runner-factory (lambda () (test-runner-simple)))

;;; (test-runner-create)
;;; A fresh test runner, made by the procedure that `test-runner-factory` holds.
;;; > (test-runner? (test-runner-create))
;;; #t
(define (test-runner-create)
  ((test-runner-factory)))

;;; (test-runner-get)
;;; The current test runner; an error when there is none.
;;; > (test-runner-get)
;;; error: test-runner-get: there is no test runner; test-begin makes one
(define (test-runner-get)
  (or (test-runner-current)
      (%raise-error 'test-runner-get "there is no test runner; test-begin makes one" '())))

(define-syntax test-with-runner
  (syntax-rules ()
    ((_ runner form ...)
     (parameterize ((test-runner-current runner)) form ...))))

;; The names of the groups, innermost first.
(define (test-runner-group-stack runner)
  (map group-name (groups runner)))

;;; (test-runner-group-path runner)
;;; The names of the groups that have begun, outermost first.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-begin "y") (test-runner-group-path runner)))
;;; ("x" "y")
(define (test-runner-group-path runner)
  (reverse (test-runner-group-stack runner)))

;; --- Properties of the latest test. ---

;;; (test-result-ref runner property [default])
;;; A property of the latest test: result-kind, source-form, expected-value, actual-value, expected-error or
;;; actual-error.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-eqv 5 (+ 2 2)) (test-result-ref runner 'actual-value)))
;;; 4
(define test-result-ref
  (case-lambda
    ((runner property) (test-result-ref runner property #f))
    ((runner property default)
     (let ((entry (assq property (test-result-alist runner))))
       (if entry (cdr entry) default)))))

;; Lists of properties are never changed, so that they can be kept.
(define (test-result-set! runner property value)
  (test-result-remove runner property)
  (set-properties! runner (append (test-result-alist runner) (list (cons property value)))))

(define (test-result-remove runner property)
  (set-properties! runner (remove (lambda (entry) (eq? (car entry) property)) (test-result-alist runner))))

(define (test-result-clear runner)
  (set-properties! runner '()))

;;; (test-result-kind [runner])
;;; How the latest test has ended: pass, fail, xpass, xfail (both against what is usual) or skip.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-eqv 5 (+ 2 2)) (test-result-kind runner)))
;;; fail
(define test-result-kind
  (case-lambda
    (() (test-result-kind (test-runner-get)))
    ((runner) (test-result-ref runner 'result-kind))))

;;; (test-passed? [runner])
;;; Has the latest test passed?
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-eqv 5 (+ 2 2)) (test-passed? runner)))
;;; #f
(define test-passed?
  (case-lambda
    (() (test-passed? (test-runner-get)))
    ((runner) (if (memq (test-result-kind runner) '(pass xpass)) #t #f))))
