;; What is asked of whole hash tables, and combinations of tables.

(define (hash-table-mutable? table)
  (check-table 'hash-table-mutable? 1 table)
  #t)

;;; (hash-table=? value-comparator table1 table2)
;;; Do the tables have the same keys, with the same values?
;;; > (hash-table=? (make-default-comparator) (hash-table equal? 'a 1 'b 2) (hash-table equal? 'b 2 'a 1))
;;; #t
(define (hash-table=? value-comparator table1 table2)
  (let ((same-value? (comparator-equality-predicate value-comparator)))
    (check-table 'hash-table=? 2 table1)
    (check-table 'hash-table=? 3 table2)
    (and (= (hash-table-size table1) (hash-table-size table2))
         (not (%first-true (lambda (key value)
                            (not (hash-table-ref table2 key
                                                 (lambda () #f)
                                                 (lambda (other) (same-value? value other)))))
                          table1
                          (lambda () #f))))))

;;; (hash-table-pop! table)
;;; Removes a key, the oldest one: two values, the key and its value.
;;; > (call-with-values (lambda () (hash-table-pop! (hash-table equal? 'a 1 'b 2))) list)
;;; (a 1)
(define (hash-table-pop! table)
  (check-table 'hash-table-pop! 1 table)
  (let* ((size (hash-table-size table)) ; after which the first cursor is that of an entry that has not vanished
         (cursor (%hash-table-next table 0)))
    (if (not cursor) (%raise-error 'hash-table-pop! "the hash table is empty" '()))
    (let ((key (%hash-table-cursor-key table cursor))
          (value (%hash-table-cursor-value table cursor)))
      (delete-one! table key)
      (values key value))))

;;; (hash-table-find procedure table otherwise)
;;; The first true result of (procedure key value), or else that of (otherwise). The table may come first.
;;; > (hash-table-find (lambda (key value) (and (= value 2) key)) (hash-table equal? 'a 1 'b 2) (lambda () 'none))
;;; b
(define (hash-table-find procedure table otherwise)
  (if (hash-table? procedure)
      (hash-table-find table procedure otherwise)
      (begin
        (%check-procedure 'hash-table-find 1 procedure)
        (check-table 'hash-table-find 2 table)
        (%check-procedure 'hash-table-find 3 otherwise)
        (%first-true procedure table otherwise))))

;;; (hash-table-count table predicate)
;;; For how many keys (predicate key value) holds. The table may come last.
;;; > (hash-table-count (hash-table equal? 'a 1 'b 2) (lambda (key value) (odd? value)))
;;; 1
(define (hash-table-count table predicate)
  (cond ((procedure? table) (hash-table-count predicate table))
        (else
         (check-table 'hash-table-count 1 table)
         (%check-procedure 'hash-table-count 2 predicate)
         (hash-table-fold (lambda (key value count) (if (predicate key value) (+ count 1) count)) 0 table))))

;;; (hash-table-map procedure comparator table)
;;; A fresh table with the keys of this one, with (procedure value) as values.
;;; > (hash-table->alist (hash-table-map - (make-default-comparator) (hash-table equal? 'a 1 'b 2)))
;;; ((a . -1) (b . -2))
(define (hash-table-map procedure comparator table)
  (%check-procedure 'hash-table-map 1 procedure)
  (check-table 'hash-table-map 3 table)
  (let ((result (new-table 'hash-table-map comparator '())))
    (hash-table-walk table (lambda (key value) (set-one! result key (procedure value))))
    result))

;;; (hash-table-for-each procedure table)
;;; Calls (procedure key value) for all keys.
;;; > (let ((sum 0)) (hash-table-for-each (lambda (k v) (set! sum (+ sum v))) (hash-table equal? 'a 1 'b 2)) sum)
;;; 3
(define (hash-table-for-each procedure table)
  (if (hash-table? procedure)
      (hash-table-walk procedure table)
      (hash-table-walk table procedure)))

;;; (hash-table-map->list procedure table)
;;; The list of (procedure key value) for all keys.
;;; > (hash-table-map->list cons (hash-table equal? 'a 1 'b 2))
;;; ((a . 1) (b . 2))
(define (hash-table-map->list procedure table)
  (%check-procedure 'hash-table-map->list 1 procedure)
  (reverse (hash-table-fold (lambda (key value results) (cons (procedure key value) results)) '() table)))

;;; (hash-table-xor! table1 table2)
;;; Deletes the keys of table2 that table1 has, and adds the others; returns table1.
;;; > (hash-table->alist (hash-table-xor! (hash-table equal? 'a 1 'b 2) (hash-table equal? 'b 3 'c 4)))
;;; ((a . 1) (c . 4))
(define (hash-table-xor! table1 table2)
  (check-table 'hash-table-xor! 1 table1)
  (check-table 'hash-table-xor! 2 table2)
  (hash-table-walk table2
                   (lambda (key value)
                     (if (hash-table-contains? table1 key)
                         (delete-one! table1 key)
                         (set-one! table1 key value))))
  table1)
