;; What is not a function of C's mathematical library itself.

(define (check-flonum who argument x)
  (if (flonum? x) x (%raise-type who argument "a flonum" x)))

;;; (flonum x)
;;; The flonum nearest to the real number `x`; NaN for anything else.
;;; > (list (flonum 1/3) (flonum 5) (flonum 'x))
;;; (0.3333333333333333 5.0 +nan.0)
(define (flonum x)
  (if (real? x) (inexact x) +nan.0))

;;; (flinteger-fraction x)
;;; Two values: `x` rounded towards 0, and the rest.
;;; > (call-with-values (lambda () (flinteger-fraction -1.25)) list)
;;; (-1.0 -0.25)
(define (flinteger-fraction x)
  (let ((whole (fltruncate x)))
    (values whole (if (infinite? x) (flcopysign 0.0 x) (flcopysign (subtract x whole) x)))))

;;; (flnormalized-fraction-exponent x)
;;; Two values: a flonum y from 0.5 to below 1, with the sign of `x`, and an exact integer n such that `x` is y times 2^n.
;;; > (call-with-values (lambda () (flnormalized-fraction-exponent 10.0)) list)
;;; (0.625 4)
(define (flnormalized-fraction-exponent x)
  (if (or (fl= (check-flonum 'flnormalized-fraction-exponent 1 x) 0.0) (not (finite? x)))
      (values x 0)
      (let ((exponent (+ 1 (flinteger-exponent x))))
        (values (make-flonum (make-flonum x (- (quotient exponent 2))) (- (quotient exponent 2) exponent)) exponent))))

;;; (flsign-bit x)
;;; 1 if the sign of `x`, which zeros and NaN have too, is minus; otherwise 0.
;;; > (list (flsign-bit -0.0) (flsign-bit 0.0))
;;; (1 0)
(define (flsign-bit x)
  (if (fl< (flcopysign 1.0 x) 0.0) 1 0))

;;; (flsgn x)
;;; 1.0 with the sign of `x`.
;;; > (list (flsgn -2.5) (flsgn 0.0))
;;; (-1.0 1.0)
(define (flsgn x)
  (flcopysign 1.0 x))

;; A comparison of any number of flonums: each and the next are related.
(define-syntax define-comparison
  (syntax-rules ()
    ((_ name related?)
     (define (name . numbers)
       (or (null? numbers)
           (let loop ((x (check-flonum 'name 1 (car numbers))) (more (cdr numbers)) (all #t))
             (if (null? more)
                 all
                 (loop (check-flonum 'name 1 (car more)) (cdr more) (and (related? x (car more)) all)))))))))

;;; (fl=? x ...)
;;; Whether all are equal.
;;; > (list (fl=? 1.0 1.0) (fl=? 0.0 -0.0 1.0) (fl=? +nan.0 +nan.0) (fl=?))
;;; (#t #f #f #t)
(define-comparison fl=? fl=)

;;; (fl<? x ...)
;;; Whether each is less than the next.
;;; > (list (fl<? 1.0 2.0 3.0) (fl<? 1.0 1.0))
;;; (#t #f)
(define-comparison fl<? fl<)

;;; (fl>? x ...)
;;; Whether each is greater than the next.
;;; > (list (fl>? 3.0 2.0 1.0) (fl>? 1.0 1.0))
;;; (#t #f)
(define-comparison fl>? fl>)

;;; (fl<=? x ...)
;;; Whether each is at most the next.
;;; > (list (fl<=? 1.0 1.0 2.0) (fl<=? 2.0 1.0))
;;; (#t #f)
(define-comparison fl<=? fl<=)

;;; (fl>=? x ...)
;;; Whether each is at least the next.
;;; > (list (fl>=? 2.0 2.0 1.0) (fl>=? 1.0 2.0))
;;; (#t #f)
(define-comparison fl>=? fl>=)

;;; (flunordered? x y)
;;; Whether one of the two is NaN.
;;; > (list (flunordered? 1.0 +nan.0) (flunordered? 1.0 2.0))
;;; (#t #f)
(define (flunordered? x y)
  (or (flnan? x) (flnan? y)))

;;; (flinteger? x)
;;; Whether `x` is an integer.
;;; > (list (flinteger? 2.0) (flinteger? 2.5) (flinteger? +inf.0))
;;; (#t #f #f)
(define (flinteger? x) (integer? (check-flonum 'flinteger? 1 x)))

;;; (flzero? x)
;;; Whether `x` is 0.
;;; > (list (flzero? -0.0) (flzero? fl-least))
;;; (#t #f)
(define (flzero? x) (fl= x 0.0))

;;; (flpositive? x)
;;; Whether `x` is greater than 0.
;;; > (list (flpositive? 0.0) (flpositive? 1.0))
;;; (#f #t)
(define (flpositive? x) (fl> x 0.0))

;;; (flnegative? x)
;;; Whether `x` is less than 0.
;;; > (list (flnegative? -0.0) (flnegative? -1.0))
;;; (#f #t)
(define (flnegative? x) (fl< x 0.0))

;;; (flodd? x)
;;; Whether the integer `x` is odd.
;;; > (list (flodd? 5.0) (flodd? 4.0))
;;; (#t #f)
(define (flodd? x) (odd? (check-flonum 'flodd? 1 x)))

;;; (fleven? x)
;;; Whether the integer `x` is even.
;;; > (list (fleven? 5.0) (fleven? 4.0))
;;; (#f #t)
(define (fleven? x) (even? (check-flonum 'fleven? 1 x)))

;;; (flfinite? x)
;;; Whether `x` is neither infinite nor NaN.
;;; > (map flfinite? '(1.0 +inf.0 +nan.0))
;;; (#t #f #f)
(define (flfinite? x) (finite? (check-flonum 'flfinite? 1 x)))

;;; (flinfinite? x)
;;; Whether `x` is infinite.
;;; > (map flinfinite? '(1.0 -inf.0 +nan.0))
;;; (#f #t #f)
(define (flinfinite? x) (infinite? (check-flonum 'flinfinite? 1 x)))

;;; (flnan? x)
;;; Whether `x` is NaN.
;;; > (map flnan? '(1.0 -inf.0 +nan.0))
;;; (#f #f #t)
(define (flnan? x) (nan? (check-flonum 'flnan? 1 x)))

;;; (flnormalized? x)
;;; Whether `x` is finite and has all digits that flonums can have; 0 has not.
;;; > (map flnormalized? '(1.0 0.0 5e-324 +inf.0))
;;; (#t #f #f #f)
(define (flnormalized? x)
  (and (fl>= (flabs x) 2.2250738585072014e-308) (finite? x)))

;;; (fldenormalized? x)
;;; Whether `x` is so near to 0 that it has fewer digits than other flonums.
;;; > (map fldenormalized? '(1.0 0.0 5e-324))
;;; (#f #f #t)
(define (fldenormalized? x)
  (and (fl< (flabs x) 2.2250738585072014e-308) (not (fl= x 0.0))))

(define (extreme who start better? numbers)
  (let loop ((best start) (rest numbers))
    (cond ((null? rest) best)
          ((or (better? (check-flonum who 1 (car rest)) best) (flnan? best)) (loop (car rest) (cdr rest)))
          (else (loop best (cdr rest))))))

;;; (flmax x ...)
;;; The greatest, NaN not counting; -inf.0 of none.
;;; > (list (flmax 1.0 3.0 2.0) (flmax))
;;; (3.0 -inf.0)
(define (flmax . numbers)
  (if (null? numbers) -inf.0 (extreme 'flmax (check-flonum 'flmax 1 (car numbers)) fl> (cdr numbers))))

;;; (flmin x ...)
;;; The least, NaN not counting; +inf.0 of none.
;;; > (list (flmin 2.0 1.0 3.0) (flmin))
;;; (1.0 +inf.0)
(define (flmin . numbers)
  (if (null? numbers) +inf.0 (extreme 'flmin (check-flonum 'flmin 1 (car numbers)) fl< (cdr numbers))))

;;; (fl+ x ...)
;;; The sum.
;;; > (list (fl+) (fl+ 1.0 2.0 3.0))
;;; (0.0 6.0)
(define fl+
  (case-lambda
    (() 0.0)
    ((x) (check-flonum 'fl+ 1 x))
    ((x y) (add x y))
    ((x y . more) (fold (lambda (n sum) (add sum n)) (add x y) more))))

;;; (fl* x ...)
;;; The product.
;;; > (list (fl*) (fl* 2.0 3.0 4.0))
;;; (1.0 24.0)
(define fl*
  (case-lambda
    (() 1.0)
    ((x) (check-flonum 'fl* 1 x))
    ((x y) (multiply x y))
    ((x y . more) (fold (lambda (n product) (multiply product n)) (multiply x y) more))))

;;; (fl- x y ...)
;;; `x` minus the others; of one, minus `x`.
;;; > (list (fl- 5.0) (fl- 5.0 1.0 2.0))
;;; (-5.0 2.0)
(define fl-
  (case-lambda
    ((x) (multiply -1.0 x))
    ((x y) (subtract x y))
    ((x y . more) (fold (lambda (n difference) (subtract difference n)) (subtract x y) more))))

;;; (fl/ x y ...)
;;; `x` divided by the others; of one, 1 divided by `x`.
;;; > (list (fl/ 4.0) (fl/ 12.0 2.0 3.0))
;;; (0.25 2.0)
(define fl/
  (case-lambda
    ((x) (divide 1.0 x))
    ((x y) (divide x y))
    ((x y . more) (fold (lambda (n quotient) (divide quotient n)) (divide x y) more))))

;;; (flabsdiff x y)
;;; The absolute value of the difference.
;;; > (flabsdiff 1.0 3.5)
;;; 2.5
(define (flabsdiff x y) (flabs (subtract x y)))

;;; (flnumerator x)
;;; The numerator of `x` as a fraction in lowest terms; `x` itself if it is infinite or NaN.
;;; > (list (flnumerator 2.25) (flnumerator -inf.0))
;;; (9.0 -inf.0)
(define (flnumerator x)
  (if (flfinite? x) (numerator x) x))

;;; (fldenominator x)
;;; The denominator of `x` as a fraction in lowest terms; 1.0 if it is infinite, NaN if it is that.
;;; > (list (fldenominator 2.25) (fldenominator -inf.0))
;;; (4.0 1.0)
(define (fldenominator x)
  (cond ((flfinite? x) (denominator x))
        ((nan? x) x)
        (else 1.0)))

;;; (flsquare x)
;;; `x` times `x`.
;;; > (flsquare 1.5)
;;; 2.25
(define (flsquare x) (multiply x x))

;;; (make-fllog-base base)
;;; A procedure that gives the logarithm to this base.
;;; > ((make-fllog-base 2.0) 8.0)
;;; 3.0
(define (make-fllog-base base)
  (let ((scale (fllog base)))
    (lambda (x) (divide (fllog x) scale))))

;;; (flquotient x y)
;;; `x` divided by `y`, rounded towards 0.
;;; > (flquotient -7.5 2.0)
;;; -3.0
(define (flquotient x y) (fltruncate (divide x y)))
