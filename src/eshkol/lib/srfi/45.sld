;; SRFI 45: promises that are computed step by step in constant space.
(define-library (srfi 45)
  (export delay lazy force eager)
  (import (rename (scheme lazy) (delay-force lazy)) (scheme base))
  (begin
    ;;; (lazy expression)
    ;;; A promise to force the promise that the expression gives.
    ;;; > (force (lazy (delay (+ 1 2))))
    ;;; 3

    ;;; (eager value)
    ;;; A promise that has this value already.
    ;;; > (force (eager (* 2 3)))
    ;;; 6
    ;;; > (promise? (force (eager (delay 1))))
    ;;; #t
    (define (eager value)
      (delay value))))
