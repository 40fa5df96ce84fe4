;; Specifiers: procedures from a runner to a boolean that select tests to be run, skipped or expected to fail.

;;; (test-match-name name)
;;; A specifier of the tests with this name.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-skip (test-match-name "a")) (test-assert "a" #f) (test-result-kind)))
;;; skip
(define (test-match-name name)
  (lambda (runner) (equal? name (test-runner-test-name runner))))

;;; (test-match-nth n [count])
;;; A specifier of the n-th test from now on, and the `count` - 1 after that.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-skip (test-match-nth 2)) (test-assert #t) (test-assert #f) (test-result-kind)))
;;; skip
(define test-match-nth
  (case-lambda
    ((n) (test-match-nth n 1))
    ((n count)
     (let ((calls 0))
       (lambda (runner)
         (set! calls (+ calls 1))
         (and (>= calls n) (< calls (+ n count))))))))

;;; (test-match-any specifier ...)
;;; A specifier of the tests that one of these matches.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-skip (test-match-any "a" "b")) (test-assert "b" #f) (test-result-kind)))
;;; skip
(define (test-match-any . specifiers)
  (let ((specifiers (map specifier specifiers)))
    (lambda (runner) (any-match? runner specifiers))))

;;; (test-match-all specifier ...)
;;; A specifier of the tests that all of these match.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x")
;;;       (test-skip (test-match-all "a" 1)) (test-assert "b" #f) (test-result-kind)))
;;; fail
(define (test-match-all . specifiers)
  (let ((specifiers (map specifier specifiers)))
    (lambda (runner)
      (fold (lambda (matches? all?) (and (matches? runner) all?)) #t specifiers))))

(define (any-match? runner specifiers)
  (fold (lambda (matches? any?) (or (matches? runner) any?)) #f specifiers))

;; A number stands for that many tests from now on, a string for tests of that name.
(define (specifier x)
  (cond ((procedure? x) x)
        ((exact-integer? x) (test-match-nth 1 x))
        ((string? x) (test-match-name x))
        (else (%raise-type 'test-skip 1 "a specifier: a procedure, a count or a name" x))))

;;; (test-skip specifier)
;;; Lets tests be skipped until the end of the group: a specifier, a name, or how many of the next ones.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-skip 1) (test-assert #f) (test-result-kind)))
;;; skip
(define (test-skip x)
  (let ((runner (test-runner-get)))
    (set-skip-specifiers! runner (cons (specifier x) (skip-specifiers runner)))))

;;; (test-expect-fail specifier)
;;; Says that tests are expected to fail until the end of the group.
;;; > (let ((runner (test-runner-null)))
;;;     (test-with-runner runner (test-begin "x") (test-expect-fail 1) (test-assert #f) (test-result-kind)))
;;; xfail
(define (test-expect-fail x)
  (let ((runner (test-runner-get)))
    (set-fail-specifiers! runner (cons (specifier x) (fail-specifiers runner)))))

;; What is known about the runner's present test before it runs: skip, xfail or #f.
(define (expected-kind runner)
  (let ((selected? (or (not (run-specifiers runner)) (any-match? runner (run-specifiers runner))))
        (skipped? (any-match? runner (skip-specifiers runner))))
    (cond ((or skipped? (not selected?)) 'skip)
          ((any-match? runner (fail-specifiers runner)) 'xfail)
          (else #f))))

;;; (test-apply [runner] specifier ... thunk)
;;; Calls the thunk; only tests that one of the specifiers matches run, if there are any.
;;; > (let ((runner (test-runner-null)))
;;;     (test-apply runner "a" (lambda () (test-begin "x") (test-assert "a" #t) (test-assert "b" #f) (test-end)))
;;;     (test-runner-skip-count runner))
;;; 1
(define (test-apply first . more)
  (if (test-runner? first)
      (test-with-runner first (apply-specifiers first more))
      (let ((runner (or (test-runner-current) (test-runner-create))))
        (test-with-runner runner (apply-specifiers runner (cons first more))))))

(define (apply-specifiers runner specifiers-and-thunk)
  (let* ((reversed (reverse specifiers-and-thunk))
         (thunk (car reversed))
         (specifiers (map specifier (reverse (cdr reversed))))
         (outer (run-specifiers runner)))
    (%check-procedure 'test-apply (length specifiers-and-thunk) thunk)
    (dynamic-wind
     (lambda () (if (pair? specifiers) (set-run-specifiers! runner specifiers)))
     thunk
     (lambda () (set-run-specifiers! runner outer)))))
