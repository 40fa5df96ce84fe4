;; Comparison and arithmetic. Arguments that are no fixnums are errors, and so are results.

;;; fx-width
;;; The number of bits of a fixnum.
;;; > fx-width
;;; 61
(define fx-width 61)

;;; fx-greatest
;;; The greatest fixnum.
;;; > (fixnum? (+ fx-greatest 1))
;;; #f
(define fx-greatest (- (expt 2 60) 1))

;;; fx-least
;;; The least fixnum.
;;; > (list (fixnum? fx-least) (fixnum? (- fx-least 1)))
;;; (#t #f)
(define fx-least (- (expt 2 60)))

(define (check-fixnum who argument x)
  (if (fixnum? x) x (%raise-type who argument "a fixnum" x)))

;; A result, which must be a fixnum.
(define (fixnum-result who x)
  (if (fixnum? x) x (%raise-error who "the result is not a fixnum" (list x))))

;; A comparison of two and more.
(define-syntax define-comparison
  (syntax-rules ()
    ((_ name related?)
     (define (name i j . more)
       (let loop ((i i) (j j) (more more))
         (if (null? more)
             (related? i j)
             (and (related? i j) (loop j (car more) (cdr more)))))))))

;;; (fx=? i j ...)
;;; Whether all are equal.
;;; > (list (fx=? 1 1) (fx=? 1 1 2))
;;; (#t #f)
(define-comparison fx=? fx=)

;;; (fx<? i j ...)
;;; Whether each is less than the next.
;;; > (list (fx<? 1 2 3) (fx<? 1 1))
;;; (#t #f)
(define-comparison fx<? fx<)

;;; (fx>? i j ...)
;;; Whether each is greater than the next.
;;; > (list (fx>? 3 2 1) (fx>? 1 1))
;;; (#t #f)
(define-comparison fx>? fx>)

;;; (fx<=? i j ...)
;;; Whether each is at most the next.
;;; > (list (fx<=? 1 1 2) (fx<=? 2 1))
;;; (#t #f)
(define-comparison fx<=? fx<=)

;;; (fx>=? i j ...)
;;; Whether each is at least the next.
;;; > (list (fx>=? 2 2 1) (fx>=? 1 2))
;;; (#t #f)
(define-comparison fx>=? fx>=)

;;; (fxzero? i)
;;; Whether `i` is 0.
;;; > (list (fxzero? 0) (fxzero? 1))
;;; (#t #f)
(define (fxzero? i) (fx= i 0))

;;; (fxpositive? i)
;;; Whether `i` is greater than 0.
;;; > (list (fxpositive? 0) (fxpositive? 1))
;;; (#f #t)
(define (fxpositive? i) (fx> i 0))

;;; (fxnegative? i)
;;; Whether `i` is less than 0.
;;; > (list (fxnegative? 0) (fxnegative? -1))
;;; (#f #t)
(define (fxnegative? i) (fx< i 0))

;;; (fxodd? i)
;;; Whether `i` is odd.
;;; > (list (fxodd? -1) (fxodd? 2))
;;; (#t #f)
(define (fxodd? i) (odd? (check-fixnum 'fxodd? 1 i)))

;;; (fxeven? i)
;;; Whether `i` is even.
;;; > (list (fxeven? -1) (fxeven? 2))
;;; (#f #t)
(define (fxeven? i) (even? (check-fixnum 'fxeven? 1 i)))

;;; (fxmax i j ...)
;;; The greatest.
;;; > (fxmax 1 3 2)
;;; 3
(define (fxmax i . more)
  (let loop ((best (check-fixnum 'fxmax 1 i)) (more more))
    (if (null? more)
        best
        (loop (if (fx> (car more) best) (car more) best) (cdr more)))))

;;; (fxmin i j ...)
;;; The least.
;;; > (fxmin 2 1 3)
;;; 1
(define (fxmin i . more)
  (let loop ((best (check-fixnum 'fxmin 1 i)) (more more))
    (if (null? more)
        best
        (loop (if (fx< (car more) best) (car more) best) (cdr more)))))

;;; (fxneg i)
;;; Minus `i`.
;;; > (fxneg 5)
;;; -5
;;; > (fxneg fx-least)
;;; error: the result is not a fixnum
(define (fxneg i) (fx- 0 i))

;;; (fxabs i)
;;; `i` without its sign.
;;; > (fxabs -5)
;;; 5
(define (fxabs i) (if (fx< i 0) (fx- 0 i) i))

;;; (fxsquare i)
;;; `i` times `i`.
;;; > (fxsquare -5)
;;; 25
(define (fxsquare i) (fx* i i))

;;; (fxsqrt i)
;;; Two values: the greatest integer whose square is at most `i`, and what is left.
;;; > (call-with-values (lambda () (fxsqrt 17)) list)
;;; (4 1)
(define (fxsqrt i) (exact-integer-sqrt (check-fixnum 'fxsqrt 1 i)))

;; The low bits of a sum or product as a fixnum, and what they leave of it, in units of 2^61.
(define (with-carry n)
  (let-values (((carry low) (balanced/ n 2305843009213693952)))
    (values low carry)))

;;; (fx+/carry i j k)
;;; Two values: the lowest 61 bits of the sum of the three as a fixnum, and the carry.
;;; > (call-with-values (lambda () (fx+/carry fx-greatest 1 0)) (lambda (low carry) (list (= low fx-least) carry)))
;;; (#t 1)
(define (fx+/carry i j k)
  (with-carry (+ (check-fixnum 'fx+/carry 1 i) (check-fixnum 'fx+/carry 2 j) (check-fixnum 'fx+/carry 3 k))))

;;; (fx-/carry i j k)
;;; The same of `i` minus `j` minus `k`.
;;; > (call-with-values (lambda () (fx-/carry 5 3 1)) list)
;;; (1 0)
(define (fx-/carry i j k)
  (with-carry (- (check-fixnum 'fx-/carry 1 i) (check-fixnum 'fx-/carry 2 j) (check-fixnum 'fx-/carry 3 k))))

;;; (fx*/carry i j k)
;;; The same of `i` times `j` plus `k`.
;;; > (call-with-values (lambda () (fx*/carry 2 3 4)) list)
;;; (10 0)
(define (fx*/carry i j k)
  (with-carry (+ (* (check-fixnum 'fx*/carry 1 i) (check-fixnum 'fx*/carry 2 j)) (check-fixnum 'fx*/carry 3 k))))
