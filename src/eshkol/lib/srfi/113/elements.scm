;; Making collections, and what is done with single elements.

;;; (set comparator element ...)
;;; A fresh set of the elements; the comparator, which must have a hash function, says which are equal.
;;; > (set-size (set (make-default-comparator) 1 2 2))
;;; 2
;;; > (bag-size (bag (make-default-comparator) 1 2 2))
;;; 3
(define-makers (who kind set bag) (comparator . elements)
  (add-list! (empty-collection who 1 kind comparator) elements))

;;; (list->set comparator list)
;;; A fresh set of the elements of `list`.
;;; > (set-contains? (list->set (make-default-comparator) '(a b)) 'b)
;;; #t
(define-makers (who kind list->set list->bag) (comparator list)
  (if (not (list? list)) (%raise-type who 2 "a list" list))
  (add-list! (empty-collection who 1 kind comparator) list))

;;; (set-unfold stop? mapper successor seed comparator)
;;; A fresh set of (mapper seed) for `seed`, (successor seed) and so on until `stop?` is true. The comparator may also come
;;; first.
;;; > (set-size (set-unfold (lambda (n) (> n 5)) (lambda (n) (quotient n 2)) (lambda (n) (+ n 1)) 0 (make-default-comparator)))
;;; 3
(define-makers (who kind set-unfold bag-unfold) (stop? mapper successor seed comparator)
  (if (comparator? stop?)
      (unfold-into! who (empty-collection who 1 kind stop?) 2 mapper successor seed comparator)
      (unfold-into! who (empty-collection who 5 kind comparator) 1 stop? mapper successor seed)))

(define (unfold-into! who collection argument stop? mapper successor seed)
  (%check-procedure who argument stop?)
  (%check-procedure who (+ argument 1) mapper)
  (%check-procedure who (+ argument 2) successor)
  (let loop ((seed seed))
    (if (stop? seed)
        collection
        (begin
          (add! collection (mapper seed) 1)
          (loop (successor seed))))))

;;; (set-contains? set element)
;;; Whether `element` is in `set`.
;;; > (let ((s (set (make-default-comparator) 1 2))) (list (set-contains? s 1) (set-contains? s 3)))
;;; (#t #f)
(define-both (who set-contains? bag-contains?) (1 collection) (collection element)
  (hash-table-contains? (table-of collection) element))

;;; (set-empty? set)
;;; Whether `set` has no elements.
;;; > (set-empty? (set (make-default-comparator)))
;;; #t
(define-both (who set-empty? bag-empty?) (1 collection) (collection)
  (= (hash-table-size (table-of collection)) 0))

;;; (set-member set element default)
;;; The element of `set` that is equal to `element`, or `default`.
;;; > (set-member (set (make-default-comparator) "a") (string #\a) #f)
;;; "a"
(define-both (who set-member bag-member) (1 collection) (collection element default)
  (let ((cursor (%cursor (table-of collection) element)))
    (if cursor (%hash-table-cursor-key (table-of collection) cursor) default)))

;;; (set-element-comparator set)
;;; The comparator that `set` was made with.
;;; > (comparator? (set-element-comparator (set (make-default-comparator))))
;;; #t
(define-both (who set-element-comparator bag-element-comparator) (1 collection) (collection)
  (comparator-of collection))

;;; (set-adjoin set element ...)
;;; A fresh set of the elements of `set` and these.
;;; > (set->list (set-adjoin (set (make-default-comparator) 1) 2 1))
;;; (1 2)
(define-both (who set-adjoin bag-adjoin) (1 collection) (collection . elements)
  (add-list! (copy collection) elements))

;;; (set-adjoin! set element ...)
;;; Adds the elements to `set`, and returns it.
;;; > (let ((s (set (make-default-comparator)))) (set-adjoin! s 1 2) (set->list s))
;;; (1 2)
(define-both (who set-adjoin! bag-adjoin!) (1 collection) (collection . elements)
  (add-list! collection elements))

;;; (set-replace set element)
;;; A fresh set in which `element` has taken the place of the element equal to it; `set` itself if there is none.
;;; > (set->list (set-replace (set (make-default-comparator) 1) 2))
;;; (1)
(define-both (who set-replace bag-replace) (1 collection) (collection element)
  (if (> (occurrences collection element) 0)
      (replace! (copy collection) element element)
      collection))

;;; (set-replace! set element)
;;; Like set-replace, but `set` itself is changed and returned.
;;; > (let ((s (set (make-default-comparator) "a")) (new (string #\a))) (set-replace! s new) (eq? new (set-member s "a" #f)))
;;; #t
(define-both (who set-replace! bag-replace!) (1 collection) (collection element)
  (if (> (occurrences collection element) 0)
      (replace! collection element element)
      collection))

;; All occurrences of `old` become occurrences of `new`.
(define (replace! collection old new)
  (let ((count (occurrences collection old)))
    (put! collection old 0)
    (add! collection new count)
    collection))

;;; (set-delete set element ...)
;;; A fresh set of the elements of `set` without these; of a bag, each takes away one occurrence.
;;; > (set->list (set-delete (set (make-default-comparator) 1 2 3) 1 3 4))
;;; (2)
(define-both (who set-delete bag-delete) (1 collection) (collection . elements)
  (delete-list! (copy collection) elements))

;;; (set-delete! set element ...)
;;; Deletes these elements from `set`, and returns it.
;;; > (let ((s (set (make-default-comparator) 1 2))) (set-delete! s 2) (set->list s))
;;; (1)
(define-both (who set-delete! bag-delete!) (1 collection) (collection . elements)
  (delete-list! collection elements))

;;; (set-delete-all set list)
;;; Like set-delete, with the elements in a list.
;;; > (set->list (set-delete-all (set (make-default-comparator) 1 2 3) '(1 2)))
;;; (3)
(define-both (who set-delete-all bag-delete-all) (1 collection) (collection elements)
  (if (not (list? elements)) (%raise-type who 2 "a list" elements))
  (delete-list! (copy collection) elements))

;;; (set-delete-all! set list)
;;; Like set-delete!, with the elements in a list.
;;; > (set-empty? (set-delete-all! (set (make-default-comparator) 1) '(1)))
;;; #t
(define-both (who set-delete-all! bag-delete-all!) (1 collection) (collection elements)
  (if (not (list? elements)) (%raise-type who 2 "a list" elements))
  (delete-list! collection elements))

(define (delete-list! collection elements)
  (for-each (lambda (x) (put! collection x (- (occurrences collection x) 1))) elements)
  collection)

;;; (set-search! set element failure success)
;;; Looks for `element`. Not found: calls (failure insert ignore). Found: calls (success found update remove). One of
;;; the procedures that they get is called last: (insert x), (ignore x), (update new-element x) or (remove x); it changes
;;; `set`, and the values are then `set` and `x`.
;;; > (let ((s (set (make-default-comparator) 1)))
;;;     (set-search! s 2 (lambda (insert ignore) (insert 'new)) (lambda (found update remove) (remove 'gone)))
;;;     (set->list s))
;;; (1 2)
(define-both (who set-search! bag-search!) (1 collection) (collection element failure success)
  (%check-procedure who 3 failure)
  (%check-procedure who 4 success)
  (let ((cursor (%cursor (table-of collection) element)))
    (if cursor
        (let ((found (%hash-table-cursor-key (table-of collection) cursor)))
          (success found
                   (lambda (new x) (replace! collection found new) (values collection x))
                   (lambda (x) (delete-list! collection (list found)) (values collection x))))
        (failure (lambda (x) (add! collection element 1) (values collection x))
                 (lambda (x) (values collection x))))))
