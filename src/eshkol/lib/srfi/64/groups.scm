;; Groups of tests: where they begin and end, and what is restored there.

;; `count` tests, or #f, are announced, and `done` have been run or skipped; a group within counts as one test.
;; `skip` and `fail` are the runner's specifiers from before; `installed?` says that the group has made the runner.
(define-record-type group
  (make-group name count done skip fail installed?)
  group?
  (name group-name)
  (count group-count)
  (done group-done set-group-done!)
  (skip group-skip)
  (fail group-fail)
  (installed? group-installed?))

;; One more test has been run or skipped.
(define (count-in-group! runner)
  (if (pair? (groups runner))
      (let ((group (car (groups runner))))
        (set-group-done! group (+ (group-done group) 1)))))

;;; (test-begin name [count])
;;; Begins a group of tests; the first makes a test runner if there is none. `count` announces how many tests there are.
;;; > (call-with-output-string
;;;     (lambda (port)
;;;       (parameterize ((current-output-port port))
;;;         (test-begin "sums" 2)
;;;         (test-eqv "two and two" 4 (+ 2 2))
;;;         (test-equal '(2 3) (map add1 '(1 2)))
;;;         (test-end "sums"))))
;;; "sums: 2 passed\n"
(define test-begin
  (case-lambda
    ((name) (test-begin name #f))
    ((name count)
     (let* ((installed? (not (test-runner-current)))
            (runner (or (test-runner-current) (test-runner-create))))
       (if installed? (test-runner-current runner))
       (set-test-name! runner name)
       ((test-runner-on-group-begin runner) runner name count)
       (set-groups! runner
                    (cons (make-group name count 0 (skip-specifiers runner) (fail-specifiers runner) installed?)
                          (groups runner)))))))

;;; (test-end [name])
;;; Ends the group of tests that has begun last, which should have this name.
;;; > (test-with-runner (test-runner-null) (test-end))
;;; error: test-end: there is no group that has begun
(define test-end
  (case-lambda
    (() (end-group #f))
    ((name) (end-group name))))

(define (end-group name)
  (let ((runner (test-runner-get)))
    (if (null? (groups runner)) (%raise-error 'test-end "there is no group that has begun" '()))
    (let ((group (car (groups runner))))
      (if (and name (not (equal? name (group-name group))))
          ((test-runner-on-bad-end-name runner) runner (group-name group) name))
      (if (and (group-count group) (not (= (group-count group) (group-done group))))
          ((test-runner-on-bad-count runner) runner (group-done group) (group-count group)))
      ((test-runner-on-group-end runner) runner)
      (set-groups! runner (cdr (groups runner)))
      (set-skip-specifiers! runner (group-skip group))
      (set-fail-specifiers! runner (group-fail group))
      (count-in-group! runner)
      (if (null? (groups runner)) ((test-runner-on-final runner) runner))
      (if (group-installed? group) (test-runner-current #f)))))

;; Runs the thunk as a group of tests, unless the group is to be skipped.
(define (run-group name thunk)
  (if (skip-group? name)
      (let ((runner (test-runner-get)))
        (set-skip-count! runner (+ (test-runner-skip-count runner) 1))
        (count-in-group! runner))
      (dynamic-wind
       (lambda () (test-begin name))
       thunk
       (lambda () (test-end name)))))

(define (skip-group? name)
  (let ((runner (test-runner-current)))
    (and runner
         (begin
           (set-test-name! runner name)
           (any-match? runner (skip-specifiers runner))))))

;;; (test-group name form ...)
;;; A group of tests, which ends however it is left.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-group "y" (test-assert #t)) (test-runner-pass-count runner)))
;;; 1
(define-syntax test-group
  (syntax-rules ()
    ((_ name form ...)
     (run-group name (lambda () (let () form ... #t))))))

;;; (test-group-with-cleanup name form ... cleanup)
;;; A group of tests, and what is to be done after it, also after an error.
;;; > (let ((done #f))
;;;     (test-with-runner (test-runner-null) (test-group-with-cleanup "y" (test-assert #t) (set! done #t)))
;;;     done)
;;; #t
(define-syntax test-group-with-cleanup
  (syntax-rules ()
    ((_ name form) (test-group name form))
    ((_ name form ... cleanup)
     (run-group name
                (lambda ()
                  (dynamic-wind
                   (lambda () #f)
                   (lambda () (let () form ... #t))
                   (lambda () cleanup)))))))
