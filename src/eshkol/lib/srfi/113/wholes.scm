;; What is done with all elements: counting, searching, mapping, selecting, converting.

;;; (set-size set)
;;; The number of elements; of a bag, all occurrences.
;;; > (set-size (set (make-default-comparator) 'a 'b))
;;; 2
(define-both (who set-size bag-size) (1 collection) (collection)
  (size collection))

(define (size collection)
  (if (eq? (kind-of collection) 'set)
      (hash-table-size (table-of collection))
      (hash-table-fold (lambda (x count sum) (+ count sum)) 0 (table-of collection))))

;; The first element that satisfies `predicate`, in a list of its own, or #f.
(define (find-element predicate collection)
  (hash-table-find (lambda (x count) (and (predicate x) (list x))) (table-of collection)))

;;; (set-find predicate set failure)
;;; An element that satisfies `predicate`; if there is none, the result of calling `failure`.
;;; > (let ((s (set (make-default-comparator) 1 2 3))) (list (set-find even? s void) (set-find zero? s (lambda () 'none))))
;;; (2 none)
(define-both (who set-find bag-find) (2 collection) (predicate collection failure)
  (%check-procedure who 1 predicate)
  (%check-procedure who 3 failure)
  (let ((found (find-element predicate collection)))
    (if found (car found) (failure))))

;;; (set-count predicate set)
;;; How many elements satisfy `predicate`.
;;; > (set-count odd? (set (make-default-comparator) 1 2 3))
;;; 2
(define-both (who set-count bag-count) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (hash-table-fold (lambda (x count sum) (if (predicate x) (+ count sum) sum)) 0 (table-of collection)))

;;; (set-any? predicate set)
;;; Whether some element satisfies `predicate`.
;;; > (set-any? odd? (set (make-default-comparator) 1 2))
;;; #t
(define-both (who set-any? bag-any?) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (pair? (find-element predicate collection)))

;;; (set-every? predicate set)
;;; Whether all elements satisfy `predicate`.
;;; > (set-every? odd? (set (make-default-comparator) 1 2))
;;; #f
(define-both (who set-every? bag-every?) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (not (find-element (lambda (x) (not (predicate x))) collection)))

;; Calls `procedure` with each element, as often as it is contained.
(define (for-each-element procedure collection)
  (walk collection
        (lambda (x count)
          (let loop ((count count))
            (if (> count 0)
                (begin
                  (procedure x)
                  (loop (- count 1))))))))

;;; (set-map comparator procedure set)
;;; A fresh set with this comparator of the results of applying `procedure` to the elements.
;;; > (set->list (set-map (make-default-comparator) (lambda (x) (quotient x 2)) (set (make-default-comparator) 2 3 4)))
;;; (1 2)
(define-both (who set-map bag-map) (3 collection) (comparator procedure collection)
  (%check-procedure who 2 procedure)
  (let ((result (empty-collection who 1 (kind-of collection) comparator)))
    (for-each-element (lambda (x) (add! result (procedure x) 1)) collection)
    result))

;;; (set-for-each procedure set)
;;; Applies `procedure` to each element for its effects.
;;; > (let ((sum 0)) (set-for-each (lambda (x) (set! sum (+ sum x))) (set (make-default-comparator) 1 2)) sum)
;;; 3
(define-both (who set-for-each bag-for-each) (2 collection) (procedure collection)
  (%check-procedure who 1 procedure)
  (for-each-element procedure collection))

;;; (set-fold combine initial set)
;;; Combines all elements: (combine element accumulated), starting with `initial`.
;;; > (set-fold + 0 (set (make-default-comparator) 1 2 3))
;;; 6
(define-both (who set-fold bag-fold) (3 collection) (combine initial collection)
  (%check-procedure who 1 combine)
  (fold-elements combine initial collection))

(define (fold-elements combine initial collection)
  (let ((accumulated initial))
    (for-each-element (lambda (x) (set! accumulated (combine x accumulated))) collection)
    accumulated))

;; A fresh collection of the elements that satisfy `predicate`.
(define (select predicate collection)
  (let ((result (empty-like collection)))
    (walk collection (lambda (x count) (if (predicate x) (put! result x count))))
    result))

;; Deletes the elements that satisfy `predicate`.
(define (drop! predicate collection)
  (walk collection (lambda (x count) (if (predicate x) (put! collection x 0))))
  collection)

(define (opposite predicate)
  (lambda (x) (not (predicate x))))

;;; (set-filter predicate set)
;;; A fresh set of the elements that satisfy `predicate`.
;;; > (set->list (set-filter odd? (set (make-default-comparator) 1 2 3)))
;;; (1 3)
(define-both (who set-filter bag-filter) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (select predicate collection))

;;; (set-filter! predicate set)
;;; Deletes the elements that do not satisfy `predicate`, and returns `set`.
;;; > (set->list (set-filter! odd? (set (make-default-comparator) 1 2 3)))
;;; (1 3)
(define-both (who set-filter! bag-filter!) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (drop! (opposite predicate) collection))

;;; (set-remove predicate set)
;;; A fresh set of the elements that do not satisfy `predicate`.
;;; > (set->list (set-remove odd? (set (make-default-comparator) 1 2 3)))
;;; (2)
(define-both (who set-remove bag-remove) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (select (opposite predicate) collection))

;;; (set-remove! predicate set)
;;; Deletes the elements that satisfy `predicate`, and returns `set`.
;;; > (set->list (set-remove! odd? (set (make-default-comparator) 1 2 3)))
;;; (2)
(define-both (who set-remove! bag-remove!) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (drop! predicate collection))

;;; (set-partition predicate set)
;;; Two values: fresh sets of the elements that satisfy `predicate` and of the others.
;;; > (call-with-values (lambda () (set-partition odd? (set (make-default-comparator) 1 2 3)))
;;;     (lambda (odd even) (list (set->list odd) (set->list even))))
;;; ((1 3) (2))
(define-both (who set-partition bag-partition) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (partition predicate collection))

;; `predicate` is called once for each different element.
(define (partition predicate collection)
  (let ((chosen (empty-like collection)) (others (empty-like collection)))
    (walk collection (lambda (x count) (put! (if (predicate x) chosen others) x count)))
    (values chosen others)))

;;; (set-partition! predicate set)
;;; Like set-partition; `set` may be used for the result.
;;; > (call-with-values (lambda () (set-partition! odd? (set (make-default-comparator) 1 2)))
;;;     (lambda (odd even) (set->list odd)))
;;; (1)
(define-both (who set-partition! bag-partition!) (2 collection) (predicate collection)
  (%check-procedure who 1 predicate)
  (partition predicate collection))

;;; (set-copy set)
;;; A fresh set of the same elements.
;;; > (let* ((s (set (make-default-comparator) 1)) (t (set-copy s))) (set-adjoin! t 2) (set->list s))
;;; (1)
(define-both (who set-copy bag-copy) (1 collection) (collection)
  (copy collection))

;;; (set->list set)
;;; A list of the elements, in the order in which they were added.
;;; > (set->list (set (make-default-comparator) 'b 'a 'b))
;;; (b a)
;;; > (bag->list (bag (make-default-comparator) 'b 'a 'b))
;;; (b b a)
(define-both (who set->list bag->list) (1 collection) (collection)
  (reverse (fold-elements cons '() collection)))

;;; (list->set! set list)
;;; Adds the elements of `list` to `set`, and returns it.
;;; > (set->list (list->set! (set (make-default-comparator) 1) '(1 2)))
;;; (1 2)
(define-both (who list->set! list->bag!) (1 collection) (collection elements)
  (if (not (list? elements)) (%raise-type who 2 "a list" elements))
  (add-list! collection elements))
