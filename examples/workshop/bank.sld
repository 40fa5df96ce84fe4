;;; A bank: accounts, transfers that happen wholly or not at all, problems as records, an audit trail.
(define-library (workshop bank)
  (export make-bank open-account! balance deposit! withdraw! transfer! transaction
          bank-problem? problem-account problem-reason overdraft-limit audit-trail total add-interest!)
  (import (scheme base) (workshop lists))
  (begin

    ;; `journal` lists what has happened, the latest first.
    (define-record-type bank
      (new-bank accounts journal)
      bank?
      (accounts bank-accounts set-bank-accounts!)
      (journal bank-journal set-bank-journal!))

    (define-record-type account
      (make-account name balance)
      account?
      (name account-name)
      (balance account-balance set-account-balance!))

    (define-record-type bank-problem
      (make-bank-problem account reason)
      bank-problem?
      (account problem-account)
      (reason problem-reason))

    ;; How far below zero an account may go: a natural number.
    (define overdraft-limit
      (make-parameter 0
                      (lambda (limit)
                        (if (and (exact-integer? limit) (>= limit 0))
                            limit
                            (error "an overdraft limit must be a natural number:" limit)))))

    (define (fail name reason)
      (raise (make-bank-problem name reason)))

    (define (make-bank)
      (new-bank '() '()))

    (define (note! bank . entry)
      (set-bank-journal! bank (cons entry (bank-journal bank))))

    (define (audit-trail bank)
      (reverse (bank-journal bank)))

    (define (find-account bank name)
      (or (find (lambda (account) (eq? name (account-name account))) (bank-accounts bank))
          (fail name 'no-account)))

    (define (open-account! bank name)
      (when (any? (lambda (account) (eq? name (account-name account))) (bank-accounts bank))
        (fail name 'exists-already))
      (set-bank-accounts! bank (cons (make-account name 0) (bank-accounts bank)))
      (note! bank 'open name))

    (define (balance bank name)
      (account-balance (find-account bank name)))

    (define (total bank)
      (sum (map account-balance (bank-accounts bank))))

    (define (check-amount name amount)
      (unless (and (rational? amount) (exact? amount) (positive? amount))
        (fail name 'no-amount)))

    (define (change-balance! account change)
      (set-account-balance! account (+ change (account-balance account))))

    (define (deposit! bank name amount)
      (check-amount name amount)
      (change-balance! (find-account bank name) amount)
      (note! bank 'deposit name amount))

    (define (withdraw! bank name amount)
      (check-amount name amount)
      (let ((account (find-account bank name)))
        (when (< (- (account-balance account) amount) (- (overdraft-limit)))
          (fail name 'not-enough))
        (change-balance! account (- amount))
        (note! bank 'withdraw name amount)))

    ;; Calls the thunk; when it is left in any other way than by returning, all balances are as they were before.
    (define (call-in-transaction bank thunk)
      (let ((accounts (bank-accounts bank))
            (balances (map account-balance (bank-accounts bank)))
            (done? #f))
        (dynamic-wind
         (lambda () (note! bank 'begin))
         (lambda ()
           (call-with-values thunk
             (lambda results
               (set! done? #t)
               (apply values results))))
         (lambda ()
           (cond (done? (note! bank 'commit))
                 (else
                  (set-bank-accounts! bank accounts)
                  (for-each set-account-balance! accounts balances)
                  (note! bank 'undo)))))))

    (define-syntax transaction
      (syntax-rules ()
        ((_ bank body ...)
         (call-in-transaction bank (lambda () body ...)))))

    (define (transfer! bank from to amount)
      (transaction bank
        (withdraw! bank from amount)
        (deposit! bank to amount)))

    ;; Adds interest to every account, rounded to whole units.
    (define (add-interest! bank rate)
      (for-each
       (lambda (account)
         (change-balance! account (round (* rate (account-balance account)))))
       (bank-accounts bank))
      (note! bank 'interest rate))))
