;; Comparators as objects, what they are asked, and comparisons of several objects.

(define-record-type comparator
  (new-comparator type-test equality ordering hash ordered? hashable?)
  comparator?
  (type-test comparator-type-test-predicate)
  (equality comparator-equality-predicate)
  (ordering comparator-ordering-predicate)
  (hash comparator-hash-function)
  (ordered? comparator-ordered?)
  (hashable? comparator-hashable?))

;;; (make-comparator type-test same? less? hash)
;;; A comparator. `type-test` may be #t when everything is to be compared; `less?` or `hash` may be #f when there are
;;; none.
;;; > (let ((c (make-comparator number? = < number-hash))) (list (=? c 1 1.0) (<? c 1 2 3)))
;;; (#t #t)
(define (make-comparator type-test equality ordering hash)
  (if (not (or (eq? type-test #t) (procedure? type-test)))
      (%raise-type 'make-comparator 1 "a procedure or #t" type-test))
  (%check-procedure 'make-comparator 2 equality)
  (if ordering (%check-procedure 'make-comparator 3 ordering))
  (if hash (%check-procedure 'make-comparator 4 hash))
  (new-comparator (if (eq? type-test #t) (lambda (x) #t) type-test)
                  equality
                  (or ordering (lambda (a b) (error "this comparator has no ordering; to be compared were" a b)))
                  (or hash (lambda (x) (error "this comparator has no hash function; to be hashed was" x)))
                  (if ordering #t #f)
                  (if hash #t #f)))

;;; (comparator-test-type comparator object)
;;; Is the comparator for this object?
;;; > (comparator-test-type (make-comparator number? = < number-hash) 'a)
;;; #f
(define (comparator-test-type comparator x)
  ((comparator-type-test-predicate comparator) x))

;;; (comparator-check-type comparator object)
;;; The same, but an error when it is not.
;;; > (comparator-check-type (make-comparator number? = < number-hash) 'a)
;;; error: comparator-check-type: this comparator is not for this object: a
(define (comparator-check-type comparator x)
  (or (comparator-test-type comparator x)
      (error "comparator-check-type: this comparator is not for this object:" x)))

;;; (comparator-hash comparator object)
;;; The hash of the object.
;;; > (let ((c (make-default-comparator))) (= (comparator-hash c '(1 "a")) (comparator-hash c (list 1.0 "a"))))
;;; #t
(define (comparator-hash comparator x)
  ((comparator-hash-function comparator) x))

;; Does `related?` hold between each object and the next?
(define (chain? related? a b more)
  (and (related? a b)
       (or (null? more)
           (chain? related? b (car more) (cdr more)))))

;;; (=? comparator object1 object2 ...)
;;; Are the objects equal?
;;; > (=? (make-default-comparator) '(1) '(1.0))
;;; #t
(define =?
  (case-lambda
    ((comparator a b) ((comparator-equality-predicate comparator) a b))
    ((comparator a b . more) (chain? (comparator-equality-predicate comparator) a b more))))

;;; (<? comparator object1 object2 ...)
;;; Are the objects ascending?
;;; > (<? (make-default-comparator) '() '(1) #f "a" 'a 1 #(1))
;;; #t
(define <?
  (case-lambda
    ((comparator a b) ((comparator-ordering-predicate comparator) a b))
    ((comparator a b . more) (chain? (comparator-ordering-predicate comparator) a b more))))

;;; (>? comparator object1 object2 ...)
;;; Are the objects descending?
;;; > (>? (make-default-comparator) 3 2 2)
;;; #f
(define >?
  (case-lambda
    ((comparator a b) ((comparator-ordering-predicate comparator) b a))
    ((comparator a b . more) (chain? (lambda (a b) (>? comparator a b)) a b more))))

;;; (<=? comparator object1 object2 ...)
;;; Are the objects not descending?
;;; > (<=? (make-default-comparator) 1 2 2)
;;; #t
(define <=?
  (case-lambda
    ((comparator a b) (not ((comparator-ordering-predicate comparator) b a)))
    ((comparator a b . more) (chain? (lambda (a b) (<=? comparator a b)) a b more))))

;;; (>=? comparator object1 object2 ...)
;;; Are the objects not ascending?
;;; > (>=? (make-default-comparator) 3 2 2)
;;; #t
(define >=?
  (case-lambda
    ((comparator a b) (not ((comparator-ordering-predicate comparator) a b)))
    ((comparator a b . more) (chain? (lambda (a b) (>=? comparator a b)) a b more))))

;;; (comparator-if<=> [comparator] object1 object2 less equal greater)
;;; Evaluates one of three expressions, by how the objects compare.
;;; > (comparator-if<=> 1 2 'less 'equal 'greater)
;;; less
(define-syntax comparator-if<=>
  (syntax-rules ()
    ((_ a b less equal greater)
     (comparator-if<=> (make-default-comparator) a b less equal greater))
    ((_ comparator a b less equal greater)
     (let ((c comparator) (x a) (y b))
       (cond ((<? c x y) less)
             ((=? c x y) equal)
             (else greater))))))
