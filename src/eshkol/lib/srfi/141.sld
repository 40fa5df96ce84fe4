;; SRFI 141: integer division, rounded in six ways.
(define-library (srfi 141)
  (export floor/ floor-quotient floor-remainder ceiling/ ceiling-quotient ceiling-remainder
          truncate/ truncate-quotient truncate-remainder round/ round-quotient round-remainder
          euclidean/ euclidean-quotient euclidean-remainder balanced/ balanced-quotient balanced-remainder)
  (import (scheme base))
  (begin
    ;; (define-division (both quotient-only remainder-only) (n d floor-q floor-r) up?) defines three procedures. The quotient
    ;; is that of floor/, or the next one if `up?` is true of dividend, divisor, and the results of floor/.
    (define-syntax define-division
      (syntax-rules ()
        ((_ (both quotient-only remainder-only) (n d q r) up?)
         (begin
           (define (both n d)
             (let-values (((q r) (floor/ n d)))
               (if up? (values (+ q 1) (- r d)) (values q r))))
           (define (quotient-only n d)
             (let-values (((q r) (floor/ n d)))
               (if up? (+ q 1) q)))
           (define (remainder-only n d)
             (let-values (((q r) (floor/ n d)))
               (if up? (- r d) r)))))))

    ;;; (ceiling/ n d)
    ;;; Two values: the quotient of `n` and `d` rounded up, and the remainder, `n` minus the quotient times `d`.
    ;;; > (call-with-values (lambda () (ceiling/ 7 2)) list)
    ;;; (4 -1)

    ;;; (ceiling-quotient n d)
    ;;; The first value of ceiling/.
    ;;; > (ceiling-quotient -7 2)
    ;;; -3

    ;;; (ceiling-remainder n d)
    ;;; The second value of ceiling/.
    ;;; > (ceiling-remainder -7 2)
    ;;; -1
    (define-division (ceiling/ ceiling-quotient ceiling-remainder) (n d q r)
      (not (= r 0)))

    ;;; (round/ n d)
    ;;; Two values: the quotient rounded to the nearest integer, to the even one if two are as near; and the remainder.
    ;;; > (map (lambda (n) (call-with-values (lambda () (round/ n 4)) list)) '(5 6 7 10))
    ;;; ((1 1) (2 -2) (2 -1) (2 2))

    ;;; (round-quotient n d)
    ;;; The first value of round/.
    ;;; > (round-quotient 7 4)
    ;;; 2

    ;;; (round-remainder n d)
    ;;; The second value of round/.
    ;;; > (round-remainder 7 4)
    ;;; -1
    (define-division (round/ round-quotient round-remainder) (n d q r)
      (let ((twice (abs (* 2 r))) (size (abs d)))
        (or (> twice size) (and (= twice size) (odd? q)))))

    ;;; (euclidean/ n d)
    ;;; Two values: a quotient such that the remainder is not negative, and the remainder.
    ;;; > (map (lambda (n d) (call-with-values (lambda () (euclidean/ n d)) list)) '(7 -7 7 -7) '(2 2 -2 -2))
    ;;; ((3 1) (-4 1) (-3 1) (4 1))

    ;;; (euclidean-quotient n d)
    ;;; The first value of euclidean/.
    ;;; > (euclidean-quotient 7 -2)
    ;;; -3

    ;;; (euclidean-remainder n d)
    ;;; The second value of euclidean/.
    ;;; > (euclidean-remainder -7 -2)
    ;;; 1
    (define-division (euclidean/ euclidean-quotient euclidean-remainder) (n d q r)
      (< r 0))

    ;;; (balanced/ n d)
    ;;; Two values: a quotient such that the remainder is at least minus half of the absolute value of `d` and less than half
    ;;; of it, and the remainder.
    ;;; > (map (lambda (n) (call-with-values (lambda () (balanced/ n 4)) list)) '(5 6 7 -6))
    ;;; ((1 1) (2 -2) (2 -1) (-1 -2))

    ;;; (balanced-quotient n d)
    ;;; The first value of balanced/.
    ;;; > (balanced-quotient 6 4)
    ;;; 2

    ;;; (balanced-remainder n d)
    ;;; The second value of balanced/.
    ;;; > (balanced-remainder 6 4)
    ;;; -2
    (define-division (balanced/ balanced-quotient balanced-remainder) (n d q r)
      (if (> d 0) (>= (* 2 r) d) (< (* 2 r) d)))))
