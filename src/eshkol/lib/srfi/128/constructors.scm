;; Comparators of compound objects, made from comparators of their parts.

;;; (make-pair-comparator car-comparator cdr-comparator)
;;; A comparator of pairs: the cars count first.
;;; > (<? (make-pair-comparator (make-default-comparator) (make-default-comparator)) '(1 . "a") '(1 . "b"))
;;; #t
(define (make-pair-comparator car-comparator cdr-comparator)
  (make-comparator
   (lambda (x)
     (and (pair? x)
          (comparator-test-type car-comparator (car x))
          (comparator-test-type cdr-comparator (cdr x))))
   (lambda (a b)
     (and (=? car-comparator (car a) (car b))
          (=? cdr-comparator (cdr a) (cdr b))))
   (and (comparator-ordered? car-comparator)
        (comparator-ordered? cdr-comparator)
        (lambda (a b)
          (if (=? car-comparator (car a) (car b))
              (<? cdr-comparator (cdr a) (cdr b))
              (<? car-comparator (car a) (car b)))))
   (and (comparator-hashable? car-comparator)
        (comparator-hashable? cdr-comparator)
        (lambda (x)
          (combine-hashes (comparator-hash car-comparator (car x))
                          (comparator-hash cdr-comparator (cdr x)))))))

;;; (make-list-comparator element-comparator type-test empty? head tail)
;;; A comparator of sequences that are taken apart by `empty?`, `head` and `tail`, in lexicographic order.
;;; > (<? (make-list-comparator (make-default-comparator) list? null? car cdr) '(1 9) '(2))
;;; #t
(define (make-list-comparator element-comparator type-test empty? head tail)
  (define element-test (comparator-type-test-predicate element-comparator))
  (define element=? (comparator-equality-predicate element-comparator))
  (define element<? (comparator-ordering-predicate element-comparator))
  (define element-hash (comparator-hash-function element-comparator))
  (make-comparator
   (lambda (x)
     (and (type-test x)
          (let loop ((x x))
            (or (empty? x)
                (and (element-test (head x)) (loop (tail x)))))))
   (lambda (a b)
     (let loop ((a a) (b b))
       (cond ((empty? a) (if (empty? b) #t #f))
             ((empty? b) #f)
             (else (and (element=? (head a) (head b)) (loop (tail a) (tail b)))))))
   (and (comparator-ordered? element-comparator)
        (lambda (a b)
          (let loop ((a a) (b b))
            (cond ((empty? b) #f)
                  ((empty? a) #t)
                  ((element=? (head a) (head b)) (loop (tail a) (tail b)))
                  (else (element<? (head a) (head b)))))))
   (and (comparator-hashable? element-comparator)
        (lambda (x)
          (let loop ((x x) (result 0))
            (if (empty? x)
                result
                (loop (tail x) (combine-hashes result (element-hash (head x))))))))))

;;; (make-vector-comparator element-comparator type-test length ref)
;;; A comparator of sequences with a length and elements by index: the shorter comes first, then the first difference
;;; counts.
;;; > (<? (make-vector-comparator (make-default-comparator) vector? vector-length vector-ref) #(9) #(1 2))
;;; #t
(define (make-vector-comparator element-comparator type-test length ref)
  (define element-test (comparator-type-test-predicate element-comparator))
  (define element=? (comparator-equality-predicate element-comparator))
  (define element<? (comparator-ordering-predicate element-comparator))
  (define element-hash (comparator-hash-function element-comparator))
  (make-comparator
   (lambda (x)
     (and (type-test x)
          (let ((size (length x)))
            (let loop ((k 0))
              (or (= k size)
                  (and (element-test (ref x k)) (loop (+ k 1))))))))
   (lambda (a b)
     (let ((size (length a)))
       (and (= size (length b))
            (let loop ((k 0))
              (or (= k size)
                  (and (element=? (ref a k) (ref b k)) (loop (+ k 1))))))))
   (and (comparator-ordered? element-comparator)
        (lambda (a b)
          (let ((size-a (length a)) (size-b (length b)))
            (if (= size-a size-b)
                (let loop ((k 0))
                  (cond ((= k size-a) #f)
                        ((element=? (ref a k) (ref b k)) (loop (+ k 1)))
                        (else (element<? (ref a k) (ref b k)))))
                (< size-a size-b)))))
   (and (comparator-hashable? element-comparator)
        (lambda (x)
          (let ((size (length x)))
            (let loop ((k 0) (result size))
              (if (= k size)
                  result
                  (loop (+ k 1) (combine-hashes result (element-hash (ref x k)))))))))))

;; The orderings of these three are the default one. So of two strings with equal characters that are not eq?, neither
;; is less: the ordering is for symbols, characters, small integers and the like.
(define (make-eq-comparator) eq-comparator)
(define (make-eqv-comparator) eqv-comparator)
(define (make-equal-comparator) equal-comparator)

(define eq-comparator
  (make-comparator #t eq? (lambda (a b) (default<? a b)) (lambda (x) (default-hash x))))
(define eqv-comparator
  (make-comparator #t eqv? (lambda (a b) (default<? a b)) (lambda (x) (default-hash x))))
(define equal-comparator
  (make-comparator #t equal? (lambda (a b) (default<? a b)) (lambda (x) (default-hash x))))
