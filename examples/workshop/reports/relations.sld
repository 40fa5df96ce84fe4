;;; Reports on the relational query engine: a bookshop's questions.
(define-library (workshop reports relations)
  (export report-relations)
  (import (scheme base)
          (only (workshop report) section show-table show-problem)
          (rename (workshop relations) (relation-columns columns) (relation-rows rows)))
  (begin

    (define books
      (relation (book title price genre)
        (1 "The Sea" 12 'novel)
        (2 "Rivers" 18 'travel)
        (3 "A Short Walk" 9 'travel)
        (4 "Rain" 15/2 'novel)
        (5 "Figures" 40 'science)))

    (define customers
      (relation (customer name city)
        (1 "Ada" 'london)
        (2 "Blaise" 'paris)
        (3 "Carl" 'goettingen)
        (4 "Emmy" 'goettingen)))

    (define orders
      (relation (customer book copies)
        (1 1 2)
        (1 5 1)
        (2 3 4)
        (3 5 1)
        (4 2 1)
        (4 4 2)
        (4 1 1)))

    (define (show-relation relation)
      (show-table (map symbol->string (columns relation)) (rows relation)))

    (define-syntax show-query
      (syntax-rules ()
        ((_ title query)
         (section title (show-relation query)))))

    (define (report-relations)
      (section "Relational queries"
        (show-query "books below 15"
          (from books (where (price) (< price 15)) (order price) (select title price)))
        (show-query "who bought what"
          (from orders (join customers) (join books) (order title) (select title name copies)))
        (show-query "income by genre"
          (from orders
                (join books)
                (derive paid (price copies) (* price copies))
                (group genre (sold sum-of copies) (income sum-of paid) (dearest largest-of price))
                (order income)))
        (show-query "cities of science"
          (from customers (join orders) (join books) (where (genre) (eq? genre 'science)) (select city)))
        (show-query "customers with several orders"
          (from orders
                (group customer (orders count-of book))
                (where (orders) (> orders 1))
                (join customers)
                (select name orders)))
        (show-query "nothing" (from books (where (price title) (> price (* 10 (string-length title)))) (select title)))
        (show-problem "an unknown column" (from books (select author)))
        (show-problem "a bad row" (relation (a b) (1 2) (3)))
        (show-problem "mixed values" (sort-rows (relation (a) (1) ("x")) 'a))))))
