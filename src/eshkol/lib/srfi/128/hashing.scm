;; Hash functions of the standard types, and of everything.

;; Hashes are less than the bound; both numbers are prime.
(define bound 1073741789)
(define salt 16064047)

(define-syntax hash-bound
  (syntax-rules () ((_) bound)))

;; The same in every run, as programs should be reproducible.
(define-syntax hash-salt
  (syntax-rules () ((_) salt)))

(define (combine-hashes a b)
  (modulo (+ (* 31 (modulo a bound)) (modulo b bound) 17) bound))

(define (boolean-hash x)
  (if (not (boolean? x)) (%raise-type 'boolean-hash 1 "a boolean" x))
  (if x 7919 7907))

(define (char-hash x)
  (%check-character 'char-hash 1 x)
  (modulo (* 31 (+ salt (char->integer x))) bound))

(define (char-ci-hash x)
  (%check-character 'char-ci-hash 1 x)
  (char-hash (char-foldcase x)))

;;; (number-hash number)
;;; A hash that is the same for numbers that are =, exact or not.
;;; > (= (number-hash 1/2) (number-hash 0.5))
;;; #t
(define (number-hash x)
  (if (not (number? x)) (%raise-type 'number-hash 1 "a number" x))
  (cond ((exact-integer? x) (modulo x bound))
        ((not (real? x)) (combine-hashes (number-hash (real-part x)) (number-hash (imag-part x))))
        ((not (finite? x)) (eqv-hash x bound))
        ((integer? x) (modulo (exact x) bound))
        (else
         (let ((ratio (exact x)))
           (combine-hashes (modulo (numerator ratio) bound) (modulo (denominator ratio) bound))))))

;; How many elements of a list or a vector count; elements in deeper levels count less. So hashing ends, and soon, for
;; large and for circular structures.
(define counted-elements 64)

;;; (default-hash object)
;;; The hash of the default comparator. Of large and circular structures it sees a part.
;;; > (= (default-hash '(1 #("a"))) (default-hash (list 1.0 (vector "a"))))
;;; #t
(define (default-hash x)
  (limited-hash x counted-elements))

(define (limited-hash x limit)
  (cond ((pair? x) (hash-of-pairs x limit))
        ((null? x) 3571)
        ((string? x) (string-hash x))
        ((symbol? x) (symbol-hash x))
        ((number? x) (number-hash x))
        ((char? x) (char-hash x))
        ((boolean? x) (boolean-hash x))
        ((vector? x) (hash-of-elements x (vector-length x) vector-ref limit))
        ((bytevector? x) (hash-of-elements x (bytevector-length x) bytevector-u8-ref limit))
        ((registered-comparator x) => (lambda (comparator) (comparator-hash comparator x)))
        (else (eqv-hash x bound))))

(define (hash-of-pairs x limit)
  (let ((inner (quotient limit 4)))
    (let loop ((x x) (left limit) (result 3581))
      (cond ((= left 0) result)
            ((pair? x) (loop (cdr x) (- left 1) (combine-hashes result (limited-hash (car x) inner))))
            ((null? x) result)
            (else (combine-hashes result (limited-hash x inner)))))))

(define (hash-of-elements x size ref limit)
  (let ((inner (quotient limit 4))
        (counted (min size limit)))
    (let loop ((k 0) (result (+ 3583 size)))
      (if (= k counted)
          result
          (loop (+ k 1) (combine-hashes result (limited-hash (ref x k) inner)))))))
