;;; Reports on the bank: a day with good and bad transfers.
(define-library (workshop reports bank)
  (export report-bank)
  (import (scheme base) (workshop report) (workshop bank))
  (begin

    ;; Tries something and says what became of it.
    (define-syntax attempt
      (syntax-rules ()
        ((_ label action)
         (show label
               (guard (problem
                       ((bank-problem? problem)
                        (list 'refused (problem-account problem) (problem-reason problem)))
                       ((string? problem) (list 'interrupted problem)))
                 action
                 'done)))))

    (define (show-balances bank)
      (show "balances" (map (lambda (name) (cons name (balance bank name))) '(ada blaise carl)))
      (show "total" (total bank)))

    (define (report-bank)
      (let ((bank (make-bank)))
        (section "A bank"
          (for-each (lambda (name) (open-account! bank name)) '(ada blaise carl))
          (deposit! bank 'ada 100)
          (deposit! bank 'blaise 50)
          (attempt "ada pays blaise 30" (transfer! bank 'ada 'blaise 30))
          (attempt "carl pays ada 10" (transfer! bank 'carl 'ada 10))
          (attempt "blaise pays nobody 20" (transfer! bank 'blaise 'nobody 20))
          (attempt "ada pays blaise -5" (transfer! bank 'ada 'blaise -5))
          (attempt "blaise opens an account again" (open-account! bank 'blaise))
          (show-balances bank)
          (attempt "with an overdraft of 25, carl pays ada 10"
            (parameterize ((overdraft-limit 25))
              (transfer! bank 'carl 'ada 10)))
          (attempt "without it, carl pays ada 10 more" (transfer! bank 'carl 'ada 10))
          (attempt "three transfers at once, the last of them bad"
            (transaction bank
              (transfer! bank 'ada 'carl 40)
              (transfer! bank 'blaise 'carl 40)
              (transfer! bank 'carl 'ada 400)))
          (attempt "a fire alarm in the middle"
            (transaction bank
              (withdraw! bank 'ada 80)
              (raise "fire")))
          (show-balances bank)
          (add-interest! bank 3/100)
          (show-balances bank)
          (show "handled on the spot"
                (with-exception-handler
                 (lambda (problem) 12)
                 (lambda ()
                   (deposit! bank 'carl (+ 1 (raise-continuable 'how-much?)))
                   (balance bank 'carl))))
          (show-problem "a limit below zero" (parameterize ((overdraft-limit -1)) 'never))
          (section "audit trail"
            (for-each (lambda (entry) (show-text (written entry))) (audit-trail bank))))))))
