;; Comparing and combining collections. The numbers of occurrences are compared and combined; in sets they are 0 and 1.

;; Whether `a` contains nothing more often than `b`.
(define (part? a b)
  (not (hash-table-find (lambda (x count) (> count (occurrences b x))) (table-of a))))

(define (equal-parts? a b)
  (and (= (hash-table-size (table-of a)) (hash-table-size (table-of b)))
       (part? a b)
       (part? b a)))

(define (proper-part? a b)
  (and (part? a b) (not (part? b a))))

;; Whether each collection and the next one are related.
(define (chain? who related? collection others)
  (check-all-alike who collection others)
  (let loop ((a collection) (others others))
    (or (null? others)
        (and (related? a (car others))
             (loop (car others) (cdr others))))))

;;; (set=? set1 set2 ...)
;;; Whether all sets have the same elements.
;;; > (set=? (set (make-default-comparator) 1 2) (set (make-default-comparator) 2 1))
;;; #t
(define-both (who set=? bag=?) (1 collection) (collection . others)
  (chain? who equal-parts? collection others))

;;; (set<? set1 set2 ...)
;;; Whether each set is a part of the next one, and not equal to it.
;;; > (set<? (set (make-default-comparator) 1) (set (make-default-comparator) 2 1))
;;; #t
(define-both (who set<? bag<?) (1 collection) (collection . others)
  (chain? who proper-part? collection others))

;;; (set>? set1 set2 ...)
;;; Whether the next set is a part of each, and not equal to it.
;;; > (set>? (set (make-default-comparator) 1) (set (make-default-comparator) 1))
;;; #f
(define-both (who set>? bag>?) (1 collection) (collection . others)
  (chain? who (lambda (a b) (proper-part? b a)) collection others))

;;; (set<=? set1 set2 ...)
;;; Whether each set is a part of the next one.
;;; > (set<=? (set (make-default-comparator) 1) (set (make-default-comparator) 1))
;;; #t
(define-both (who set<=? bag<=?) (1 collection) (collection . others)
  (chain? who part? collection others))

;;; (set>=? set1 set2 ...)
;;; Whether the next set is a part of each.
;;; > (set>=? (set (make-default-comparator) 1) (set (make-default-comparator) 2))
;;; #f
(define-both (who set>=? bag>=?) (1 collection) (collection . others)
  (chain? who (lambda (a b) (part? b a)) collection others))

;;; (set-disjoint? set1 set2)
;;; Whether the sets have no elements in common.
;;; > (set-disjoint? (set (make-default-comparator) 1) (set (make-default-comparator) 2))
;;; #t
(define-both (who set-disjoint? bag-disjoint?) (1 collection) (collection other)
  (check-alike who 2 collection other)
  (not (find-element (lambda (x) (> (occurrences other x) 0)) collection)))

;; Each of these changes its first argument.

(define (unite! collection other)
  (walk other (lambda (x count) (if (> count (occurrences collection x)) (put! collection x count)))))

(define (intersect! collection other)
  (walk collection (lambda (x count) (put! collection x (min count (occurrences other x))))))

(define (subtract! collection other)
  (walk other (lambda (x count) (put! collection x (- (occurrences collection x) count)))))

(define (exclude-common! collection other)
  (walk other (lambda (x count) (put! collection x (abs (- (occurrences collection x) count))))))

(define (sum! collection other)
  (walk other (lambda (x count) (put! collection x (+ (occurrences collection x) count)))))

(define (combine-into! who combine! collection others)
  (check-all-alike who collection others)
  (for-each (lambda (other) (combine! collection other)) others)
  collection)

(define (combined who combine! collection others)
  (check-all-alike who collection others)
  (combine-into! who combine! (copy collection) others))

;;; (set-union set1 set2 ...)
;;; A fresh set of the elements of all sets; in bags each as often as in the one that has most of it.
;;; > (set->list (set-union (set (make-default-comparator) 1 2) (set (make-default-comparator) 3 2)))
;;; (1 2 3)
(define-both (who set-union bag-union) (1 collection) (collection . others)
  (combined who unite! collection others))

;;; (set-union! set1 set2 ...)
;;; Like set-union, but `set1` is changed and returned.
;;; > (set->list (set-union! (set (make-default-comparator) 1) (set (make-default-comparator) 2)))
;;; (1 2)
(define-both (who set-union! bag-union!) (1 collection) (collection . others)
  (combine-into! who unite! collection others))

;;; (set-intersection set1 set2 ...)
;;; A fresh set of the elements that are in all sets.
;;; > (set->list (set-intersection (set (make-default-comparator) 1 2) (set (make-default-comparator) 3 2)))
;;; (2)
(define-both (who set-intersection bag-intersection) (1 collection) (collection . others)
  (combined who intersect! collection others))

;;; (set-intersection! set1 set2 ...)
;;; Like set-intersection, but `set1` is changed and returned.
;;; > (set-empty? (set-intersection! (set (make-default-comparator) 1) (set (make-default-comparator) 2)))
;;; #t
(define-both (who set-intersection! bag-intersection!) (1 collection) (collection . others)
  (combine-into! who intersect! collection others))

;;; (set-difference set1 set2 ...)
;;; A fresh set of the elements of `set1` that are in none of the others.
;;; > (set->list (set-difference (set (make-default-comparator) 1 2) (set (make-default-comparator) 3 2)))
;;; (1)
(define-both (who set-difference bag-difference) (1 collection) (collection . others)
  (combined who subtract! collection others))

;;; (set-difference! set1 set2 ...)
;;; Like set-difference, but `set1` is changed and returned.
;;; > (set->list (set-difference! (set (make-default-comparator) 1 2) (set (make-default-comparator) 1)))
;;; (2)
(define-both (who set-difference! bag-difference!) (1 collection) (collection . others)
  (combine-into! who subtract! collection others))

;;; (set-xor set1 set2)
;;; A fresh set of the elements that are in one of the sets only.
;;; > (set->list (set-xor (set (make-default-comparator) 1 2) (set (make-default-comparator) 3 2)))
;;; (1 3)
(define-both (who set-xor bag-xor) (1 collection) (collection other)
  (combined who exclude-common! collection (list other)))

;;; (set-xor! set1 set2)
;;; Like set-xor, but `set1` is changed and returned.
;;; > (set->list (set-xor! (set (make-default-comparator) 1) (set (make-default-comparator) 1 2)))
;;; (2)
(define-both (who set-xor! bag-xor!) (1 collection) (collection other)
  (combine-into! who exclude-common! collection (list other)))
