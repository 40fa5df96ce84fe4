;; Specifiers: procedures from a runner to a boolean that select tests to be run, skipped or expected to fail.

(define (test-match-name name)
  (lambda (runner) (equal? name (test-runner-test-name runner))))

;; Counts how often it is called: matches the n-th time and the count - 1 times after that.
(define test-match-nth
  (case-lambda
    ((n) (test-match-nth n 1))
    ((n count)
     (let ((calls 0))
       (lambda (runner)
         (set! calls (+ calls 1))
         (and (>= calls n) (< calls (+ n count))))))))

;; All specifiers are asked, as some of them count.
(define (test-match-any . specifiers)
  (let ((specifiers (map specifier specifiers)))
    (lambda (runner) (any-match? runner specifiers))))

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

(define (test-skip x)
  (let ((runner (test-runner-get)))
    (set-skip-specifiers! runner (cons (specifier x) (skip-specifiers runner)))))

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

;; (test-apply [runner] specifier ... thunk)
;; Calls the thunk; only tests that match one of the specifiers run, if there are any.
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
