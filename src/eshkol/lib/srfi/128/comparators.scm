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

;; `type-test` may be #t for comparators of everything; `ordering` and `hash` may be #f for those that have none.
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

(define (comparator-test-type comparator x)
  ((comparator-type-test-predicate comparator) x))

(define (comparator-check-type comparator x)
  (or (comparator-test-type comparator x)
      (error "comparator-check-type: this comparator is not for this object:" x)))

(define (comparator-hash comparator x)
  ((comparator-hash-function comparator) x))

;; Does `related?` hold between each object and the next?
(define (chain? related? a b more)
  (and (related? a b)
       (or (null? more)
           (chain? related? b (car more) (cdr more)))))

(define =?
  (case-lambda
    ((comparator a b) ((comparator-equality-predicate comparator) a b))
    ((comparator a b . more) (chain? (comparator-equality-predicate comparator) a b more))))

(define <?
  (case-lambda
    ((comparator a b) ((comparator-ordering-predicate comparator) a b))
    ((comparator a b . more) (chain? (comparator-ordering-predicate comparator) a b more))))

(define >?
  (case-lambda
    ((comparator a b) ((comparator-ordering-predicate comparator) b a))
    ((comparator a b . more) (chain? (lambda (a b) (>? comparator a b)) a b more))))

(define <=?
  (case-lambda
    ((comparator a b) (not ((comparator-ordering-predicate comparator) b a)))
    ((comparator a b . more) (chain? (lambda (a b) (<=? comparator a b)) a b more))))

(define >=?
  (case-lambda
    ((comparator a b) (not ((comparator-ordering-predicate comparator) a b)))
    ((comparator a b . more) (chain? (lambda (a b) (>=? comparator a b)) a b more))))

(define-syntax comparator-if<=>
  (syntax-rules ()
    ((_ a b less equal greater)
     (comparator-if<=> (make-default-comparator) a b less equal greater))
    ((_ comparator a b less equal greater)
     (let ((c comparator) (x a) (y b))
       (cond ((<? c x y) less)
             ((=? c x y) equal)
             (else greater))))))
