;;; Reports on exact arithmetic: linear equations, many digits, streams.
(define-library (workshop reports rationals)
  (export report-rationals)
  (import (scheme base) (scheme inexact) (workshop lists) (workshop report) (workshop rationals))
  (begin

    (define (report-rationals)
      (section "Exact arithmetic"
        (show "three equations" (solve #(#(2 1 -1) #(-3 -1 2) #(-2 1 2)) #(8 -11 -3)))
        (show "the inverse of a Hilbert matrix" (inverse (hilbert-matrix 4)))
        (show "and back" (equal? (identity-matrix 8)
                                 (matrix-product (hilbert-matrix 8) (inverse (hilbert-matrix 8)))))
        (show "the determinant of a larger one" (determinant (hilbert-matrix 7)))
        (show "a determinant that needs an exchange" (determinant #(#(0 2) #(3 4))))
        (show-problem "a singular matrix" (inverse #(#(1 2) #(2 4))))
        (show "a continued fraction" (continued-fraction 415/93))
        (show "its convergents" (convergents (continued-fraction 415/93)))
        (show "convergents of the golden ratio" (take (convergents (make-list 12 1)) 12))
        (show "pi" (pi-digits 120))
        (show "the 100th power of 3 has a root" (integer-root (expt 3 100) 50))
        (show "the cube root of a googol" (integer-root (expt 10 100) 3))
        (show "primes" (stream-front primes 25))
        (show "the sum of the first 500 primes" (sum (stream-front primes 500)))
        (show "near the square root of two" (exact->text (convergents (cons 1 (make-list 20 2)))))))

    ;; The last fraction and how little its square differs from two.
    (define (exact->text fractions)
      (let ((best (last fractions)))
        (list best (< (abs (- (sqrt 2.0) (inexact best))) 1e-14) (- (square best) 2))))))
