;; What only bags have; conversions between bags and sets; comparators of sets and bags.

;;; (bag-sum bag1 bag2 ...)
;;; A fresh bag of the elements of all bags, each as often as in all together.
;;; > (bag->list (bag-sum (bag (make-default-comparator) 1) (bag (make-default-comparator) 1 2)))
;;; (1 1 2)
(define (bag-sum bag . others)
  (check-kind 'bag-sum 1 'bag bag)
  (combined 'bag-sum sum! bag others))

;;; (bag-sum! bag1 bag2 ...)
;;; Like bag-sum, but `bag1` is changed and returned.
;;; > (bag->list (bag-sum! (bag (make-default-comparator) 1) (bag (make-default-comparator) 1 2)))
;;; (1 1 2)
(define (bag-sum! bag . others)
  (check-kind 'bag-sum! 1 'bag bag)
  (combine-into! 'bag-sum! sum! bag others))

;;; (bag-product n bag)
;;; A fresh bag with each element of `bag` `n` times as often.
;;; > (bag->list (bag-product 2 (bag (make-default-comparator) 'a 'b)))
;;; (a a b b)
(define (bag-product n bag)
  (check-kind 'bag-product 2 'bag bag)
  (%check-index 'bag-product 1 n)
  (multiply! n (copy bag)))

;;; (bag-product! n bag)
;;; Like bag-product, but `bag` is changed and returned.
;;; > (bag-empty? (bag-product! 0 (bag (make-default-comparator) 'a)))
;;; #t
(define (bag-product! n bag)
  (check-kind 'bag-product! 2 'bag bag)
  (%check-index 'bag-product! 1 n)
  (multiply! n bag))

(define (multiply! n bag)
  (walk bag (lambda (x count) (put! bag x (* n count))))
  bag)

;;; (bag-unique-size bag)
;;; The number of different elements.
;;; > (bag-unique-size (bag (make-default-comparator) 1 1 2))
;;; 2
(define (bag-unique-size bag)
  (check-kind 'bag-unique-size 1 'bag bag)
  (hash-table-size (table-of bag)))

;;; (bag-element-count bag element)
;;; How often `element` is in `bag`.
;;; > (bag-element-count (bag (make-default-comparator) 1 1 2) 1)
;;; 2
(define (bag-element-count bag element)
  (check-kind 'bag-element-count 1 'bag bag)
  (occurrences bag element))

;;; (bag-for-each-unique procedure bag)
;;; Calls (procedure element count) for the different elements.
;;; > (let ((seen '())) (bag-for-each-unique (lambda (x n) (set! seen (cons (list x n) seen))) (bag (make-default-comparator) 1 1 2)) seen)
;;; ((2 1) (1 2))
(define (bag-for-each-unique procedure bag)
  (%check-procedure 'bag-for-each-unique 1 procedure)
  (check-kind 'bag-for-each-unique 2 'bag bag)
  (walk bag procedure))

;;; (bag-fold-unique combine initial bag)
;;; Combines the different elements: (combine element count accumulated), starting with `initial`.
;;; > (bag-fold-unique (lambda (x n sum) (+ sum (* x n))) 0 (bag (make-default-comparator) 5 5 7))
;;; 17
(define (bag-fold-unique combine initial bag)
  (%check-procedure 'bag-fold-unique 1 combine)
  (check-kind 'bag-fold-unique 3 'bag bag)
  (hash-table-fold combine initial (table-of bag)))

(define (check-integer who argument x)
  (if (exact-integer? x) #t (%raise-type who argument "an exact integer" x)))

;;; (bag-increment! bag element count)
;;; Makes `element` be contained `count` times more, and returns `bag`.
;;; > (bag->list (bag-increment! (bag (make-default-comparator) 1) 2 3))
;;; (1 2 2 2)
(define (bag-increment! bag element count)
  (check-kind 'bag-increment! 1 'bag bag)
  (check-integer 'bag-increment! 3 count)
  (add! bag element count)
  bag)

;;; (bag-decrement! bag element count)
;;; Makes `element` be contained `count` times less, but not less than never, and returns `bag`.
;;; > (bag->list (bag-decrement! (bag (make-default-comparator) 1 1 1 2) 1 2))
;;; (1 2)
(define (bag-decrement! bag element count)
  (check-kind 'bag-decrement! 1 'bag bag)
  (check-integer 'bag-decrement! 3 count)
  (add! bag element (- count))
  bag)

;;; (bag->set bag)
;;; A fresh set of the different elements.
;;; > (set->list (bag->set (bag (make-default-comparator) 1 1 2)))
;;; (1 2)
(define (bag->set bag)
  (check-kind 'bag->set 1 'bag bag)
  (converted bag 'set))

(define (converted collection kind)
  (add-unique! (empty-collection kind 1 kind (comparator-of collection)) collection))

(define (add-unique! collection other)
  (walk other (lambda (x count) (add! collection x 1)))
  collection)

;;; (set->bag set)
;;; A fresh bag of the elements.
;;; > (bag->list (set->bag (set (make-default-comparator) 1 2)))
;;; (1 2)
(define (set->bag set)
  (check-kind 'set->bag 1 'set set)
  (converted set 'bag))

;;; (set->bag! bag set)
;;; Adds the elements of `set` to `bag`, and returns it.
;;; > (bag->list (set->bag! (bag (make-default-comparator) 1) (set (make-default-comparator) 1 2)))
;;; (1 1 2)
(define (set->bag! bag set)
  (check-kind 'set->bag! 1 'bag bag)
  (check-kind 'set->bag! 2 'set set)
  (add-unique! bag set))

;;; (bag->alist bag)
;;; A list of pairs of the different elements and their numbers.
;;; > (bag->alist (bag (make-default-comparator) 'a 'b 'a))
;;; ((a . 2) (b . 1))
(define (bag->alist bag)
  (check-kind 'bag->alist 1 'bag bag)
  (reverse (hash-table-fold (lambda (x count entries) (cons (cons x count) entries)) '() (table-of bag))))

;;; (alist->bag comparator alist)
;;; A fresh bag of the elements in `alist`, each as often as the number with it says.
;;; > (bag->list (alist->bag (make-default-comparator) '((a . 2) (b . 0) (c . 1))))
;;; (a a c)
(define (alist->bag comparator alist)
  (let ((bag (empty-collection 'alist->bag 1 'bag comparator)))
    (for-each (lambda (entry)
                (if (not (and (pair? entry) (exact-integer? (cdr entry)) (>= (cdr entry) 0)))
                    (%raise-type 'alist->bag 2 "an association list of elements and numbers" alist))
                (add! bag (car entry) (cdr entry)))
              alist)
    bag))

;; Comparators: no ordering, and a hash that does not depend on the order of the elements.

(define (equal-collections? a b)
  (and (eq? (comparator-of a) (comparator-of b)) (equal-parts? a b)))

(define (collection-hash collection)
  (let ((hash (comparator-hash-function (comparator-of collection))))
    (hash-table-fold (lambda (x count sum) (modulo (+ sum (* count (+ 1 (hash x)))) 1073741789))
                     0
                     (table-of collection))))

;;; set-comparator
;;; The comparator of sets, by which sets can be elements of sets.
;;; > (set-size (set set-comparator (set (make-default-comparator) 1) (set (make-default-comparator) 1)))
;;; 1
(define set-comparator (make-comparator set? equal-collections? #f collection-hash))

;;; bag-comparator
;;; The comparator of bags.
;;; > (set-size (set bag-comparator (bag (make-default-comparator) 1) (bag (make-default-comparator) 1 1)))
;;; 2
(define bag-comparator (make-comparator bag? equal-collections? #f collection-hash))

(comparator-register-default! set-comparator)
(comparator-register-default! bag-comparator)
