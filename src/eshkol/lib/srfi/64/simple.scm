;; The runner that test-begin makes: prints what goes wrong, and a summary after the outermost group.

;;; (test-runner-simple)
;;; A fresh test runner that prints what fails, and a summary in the end. It is what `test-begin` makes.
;;; > (call-with-output-string
;;;     (lambda (port)
;;;       (parameterize ((current-output-port port))
;;;         (test-with-runner (test-runner-simple)
;;;           (test-begin "sums")
;;;           (test-eqv "two" 5 (+ 2 2))
;;;           (test-end "sums")))))
;;; "FAIL sums: two\n  expression: (+ 2 2)\n  expected: 5\n  got: 4\nsums: 0 passed, 1 failed\n"
(define (test-runner-simple)
  (let ((runner (test-runner-null)))
    (test-runner-on-test-begin! runner test-on-test-begin-simple)
    (test-runner-on-test-end! runner test-on-test-end-simple)
    (test-runner-on-group-begin! runner test-on-group-begin-simple)
    (test-runner-on-group-end! runner test-on-group-end-simple)
    (test-runner-on-bad-count! runner test-on-bad-count-simple)
    (test-runner-on-bad-end-name! runner test-on-bad-end-name-simple)
    (test-runner-on-final! runner test-on-final-simple)
    runner))

(define (test-on-test-begin-simple runner) #f)

(define (test-on-group-begin-simple runner name count) #f)

;; The name of the outermost group stands in the summary.
(define (test-on-group-end-simple runner)
  (if (null? (cdr (groups runner)))
      (test-runner-aux-value! runner (group-name (car (groups runner))))))

(define (print . texts)
  (for-each display texts))

;; Tests that fail, and those that pass although they were expected to fail.
(define (test-on-test-end-simple runner)
  (case (test-result-kind runner)
    ((fail)
     (print-title "FAIL" runner)
     (print-property "expression" 'source-form runner)
     (print-property "expected" 'expected-value runner)
     (print-property "expected error" 'expected-error runner)
     (print-property "got" 'actual-value runner)
     (print-error runner))
    ((xpass)
     (print-title "PASS (unexpected)" runner)
     (print-property "expression" 'source-form runner))))

(define (print-title title runner)
  (print title " " (string-join (test-runner-group-path runner) " / "))
  (if (not (string=? (test-runner-test-name runner) ""))
      (print ": " (test-runner-test-name runner)))
  (newline))

(define (print-property title property runner)
  (let ((entry (assq property (test-result-alist runner))))
    (cond (entry
           (print "  " title ": ")
           (write (cdr entry))
           (newline)))))

(define (print-error runner)
  (let ((entry (assq 'actual-error (test-result-alist runner))))
    (cond (entry
           (print "  raised: ")
           (if (error-object? (cdr entry))
               (print (condition/report-string (cdr entry)))
               (write (cdr entry)))
           (newline)))))

(define (test-on-bad-count-simple runner actual expected)
  (print "ERROR " (car (test-runner-group-stack runner)) ": " expected " tests were announced, but " actual
         " were run\n"))

(define (test-on-bad-end-name-simple runner begin-name end-name)
  (print "ERROR the group " begin-name " ends with the name " end-name "\n"))

(define (test-on-final-simple runner)
  (print (or (test-runner-aux-value runner) "tests") ": " (test-runner-pass-count runner) " passed")
  (print-count (test-runner-fail-count runner) "failed")
  (print-count (test-runner-xfail-count runner) "failed as expected")
  (print-count (test-runner-xpass-count runner) "passed unexpectedly")
  (print-count (test-runner-skip-count runner) "skipped")
  (newline))

(define (print-count count what)
  (if (> count 0) (print ", " count " " what)))
