;; What sets and bags are: hash tables from elements to how often they are contained; in sets, once.

;; The kind is the symbol set or bag.
(define-record-type collection
  (make-collection kind comparator table)
  collection?
  (kind kind-of)
  (comparator comparator-of)
  (table table-of))

;;; (set? x)
;;; Whether `x` is a set.
;;; > (list (set? (set (make-default-comparator))) (set? '(1)))
;;; (#t #f)
(define (set? x)
  (and (collection? x) (eq? (kind-of x) 'set)))

;;; (bag? x)
;;; Whether `x` is a bag.
;;; > (list (bag? (bag (make-default-comparator))) (bag? (set (make-default-comparator))))
;;; (#t #f)
(define (bag? x)
  (and (collection? x) (eq? (kind-of x) 'bag)))

(define (check-kind who argument kind x)
  (if (not (and (collection? x) (eq? (kind-of x) kind)))
      (%raise-type who argument (if (eq? kind 'set) "a set" "a bag") x)))

;; Two collections go together when they are of one kind and have the same comparator.
(define (check-alike who argument collection other)
  (check-kind who argument (kind-of collection) other)
  (if (not (eq? (comparator-of collection) (comparator-of other)))
      (%raise-error who "the comparators of the collections differ" (list collection other))))

(define (check-all-alike who collection others)
  (let loop ((others others) (argument 2))
    (if (pair? others)
        (begin
          (check-alike who argument collection (car others))
          (loop (cdr others) (+ argument 1))))))

;; (define-both (who set-name bag-name) (argument collection) parameters body ...) defines a procedure for sets and one for
;; bags; the parameter `collection`, number `argument`, is checked, and `who` is the name of the procedure.
(define-syntax define-both
  (syntax-rules ()
    ((_ (who set-name bag-name) (argument collection) parameters body ...)
     (begin
       (define (set-name . parameters)
         (let ((who 'set-name))
           (check-kind who argument 'set collection)
           body ...))
       (define (bag-name . parameters)
         (let ((who 'bag-name))
           (check-kind who argument 'bag collection)
           body ...))))))

;; The same for procedures that make collections; `kind` is the symbol set or bag.
(define-syntax define-makers
  (syntax-rules ()
    ((_ (who kind set-name bag-name) parameters body ...)
     (begin
       (define (set-name . parameters)
         (let ((who 'set-name) (kind 'set)) body ...))
       (define (bag-name . parameters)
         (let ((who 'bag-name) (kind 'bag)) body ...))))))

(define (empty-collection who argument kind comparator)
  (if (not (and (comparator? comparator) (comparator-hashable? comparator)))
      (%raise-type who argument "a comparator with a hash function" comparator))
  (make-collection kind comparator
                   (%new-hash-table (comparator-equality-predicate comparator) (comparator-hash-function comparator))))

(define (empty-like collection)
  (empty-collection 'set 1 (kind-of collection) (comparator-of collection)))

(define (copy collection)
  (make-collection (kind-of collection) (comparator-of collection) (hash-table-copy (table-of collection))))

;; How often `x` is contained.
(define (occurrences collection x)
  (hash-table-ref/default (table-of collection) x 0))

;; Makes `x` be contained `count` times; an equal element that is there already stays the one that is stored.
(define (put! collection x count)
  (if (> count 0)
      (hash-table-set! (table-of collection) x count)
      (hash-table-delete! (table-of collection) x)))

;; Adds `count` more; a set contains nothing more than once.
(define (add! collection x count)
  (comparator-check-type (comparator-of collection) x)
  (let ((before (occurrences collection x)))
    (cond ((eq? (kind-of collection) 'bag) (put! collection x (+ before count)))
          ((= before 0) (put! collection x (min count 1))))))

(define (add-list! collection elements)
  (for-each (lambda (x) (add! collection x 1)) elements)
  collection)

;; Calls (procedure element count) for the different elements. `procedure` may delete elements.
(define (walk collection procedure)
  (%walk (table-of collection) procedure))
