;; The default comparator: everything in one order, type after type.

(define registered '())

;;; (comparator-register-default! comparator)
;;; Lets the default comparator use this one for objects that it is for. In the order of types they come after all
;;; others.
;;; > (comparator-register-default! 5)
;;; error: comparator-register-default!: expected a comparator, got 5
(define (comparator-register-default! comparator)
  (if (not (comparator? comparator)) (%raise-type 'comparator-register-default! 1 "a comparator" comparator))
  (set! registered (append registered (list comparator))))

;; The first registered comparator for `x`, or #f.
(define (registered-comparator x)
  (let loop ((comparators registered))
    (and (pair? comparators)
         (if (comparator-test-type (car comparators) x)
             (car comparators)
             (loop (cdr comparators))))))

;; Where the type of `x` stands in the order of types.
(define (type-rank x)
  (cond ((null? x) 0)
        ((pair? x) 1)
        ((boolean? x) 2)
        ((char? x) 3)
        ((string? x) 4)
        ((symbol? x) 5)
        ((number? x) 6)
        ((vector? x) 7)
        ((bytevector? x) 8)
        (else
         (let loop ((comparators registered) (rank 10))
           (cond ((null? comparators) 9)
                 ((comparator-test-type (car comparators) x) rank)
                 (else (loop (cdr comparators) (+ rank 1))))))))

(define (number<? a b)
  (if (and (real? a) (real? b))
      (< a b)
      (let ((real-a (real-part a)) (real-b (real-part b)))
        (if (= real-a real-b)
            (< (imag-part a) (imag-part b))
            (< real-a real-b)))))

(define (default=? a b)
  (cond ((pair? a)
         (and (pair? b)
              (default=? (car a) (car b))
              (default=? (cdr a) (cdr b))))
        ((number? a) (and (number? b) (= a b)))
        ((vector? a) (and (vector? b) (=? vectors a b)))
        ((or (string? a) (bytevector? a)) (equal? a b))
        ((or (symbol? a) (char? a) (null? a) (boolean? a)) (eqv? a b))
        ((registered-comparator a)
         => (lambda (comparator)
              (and (comparator-test-type comparator b)
                   (=? comparator a b))))
        (else (equal? a b))))

(define (default<? a b)
  (let ((rank-a (type-rank a)) (rank-b (type-rank b)))
    (if (= rank-a rank-b)
        (same-type<? rank-a a b)
        (< rank-a rank-b))))

(define (same-type<? rank a b)
  (case rank
    ((0) #f)
    ((1)
     (if (default=? (car a) (car b))
         (default<? (cdr a) (cdr b))
         (default<? (car a) (car b))))
    ((2) (and (not a) b))
    ((3) (char<? a b))
    ((4) (string<? a b))
    ((5) (string<? (symbol->string a) (symbol->string b)))
    ((6) (number<? a b))
    ((7) (<? vectors a b))
    ((8) (<? bytevectors a b))
    ((9)
     (if (equal? a b)
         #f
         (error "the default comparator has no order for these; comparator-register-default! gives it one:" a b)))
    (else (<? (list-ref registered (- rank 10)) a b))))

(define default-comparator (make-comparator #t default=? default<? default-hash))

;;; (make-default-comparator)
;;; The comparator of everything: (), pairs, booleans, characters, strings, symbols, numbers, vectors, bytevectors, in
;;; this order.
;;; > (<? (make-default-comparator) car cdr)
;;; error: the default comparator has no order for these; comparator-register-default! gives it one
(define (make-default-comparator) default-comparator)

(define vectors (make-vector-comparator default-comparator vector? vector-length vector-ref))

(define bytevectors
  (make-vector-comparator (make-comparator exact-integer? = < number-hash)
                          bytevector? bytevector-length bytevector-u8-ref))
