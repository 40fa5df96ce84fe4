;; Making hash tables, and changing several keys at once.

(define (check-table who argument x)
  (if (hash-table? x) #t (%raise-type who argument "a hash table" x)))

;; The hash procedures of these are known, so that they need not be given.
(define known-equivalences (list eq? eqv? equal? string=? string-ci=? = char=? symbol=? boolean=?))

;;; (make-hash-table comparator argument ...)
;;; A fresh hash table with the equality and the hash of a comparator. Instead there may be an equality, and then a hash
;;; procedure. Of the other arguments, `weak-keys` or `ephemeral-keys`, and `weak-values` or `ephemeral-values`, say what
;;; the table does not keep in memory; a capacity and `thread-safe` change nothing.
;;; > (let ((t (make-hash-table (make-default-comparator)))) (hash-table-set! t 'a 1 'b 2) (hash-table->alist t))
;;; ((a . 1) (b . 2))
;;; > (make-hash-table (lambda (a b) #t))
;;; error: make-hash-table: this equivalence needs a hash function
(define (make-hash-table comparator . arguments)
  (new-table 'make-hash-table comparator arguments))

;; An initial capacity is taken, but tables grow anyway. A program is one thread.
(define (new-table who comparator arguments)
  (cond ((comparator? comparator)
         (new-table-for who (comparator-equality-predicate comparator)
                        (and (comparator-hashable? comparator) (comparator-hash-function comparator))
                        (%weakness who arguments 2)))
        ((procedure? comparator)
         (if (and (pair? arguments) (procedure? (car arguments)))
             (new-table-for who comparator (car arguments) (%weakness who (cdr arguments) 3))
             (new-table-for who comparator #f (%weakness who arguments 2))))
        (else (%raise-type who 1 "a comparator or a procedure" comparator))))

(define (new-table-for who same? hash weakness)
  (if (or hash (memq same? known-equivalences))
      (%weaken-hash-table! (%new-hash-table same? hash) weakness)
      (%raise-error who "this equivalence needs a hash function" (list same?))))

;;; (hash-table comparator key value ...)
;;; A hash table with these keys and values.
;;; > (hash-table-ref (hash-table (make-default-comparator) 'a 1 'b 2) 'b)
;;; 2
(define (hash-table comparator . keys-and-values)
  (let ((table (new-table 'hash-table comparator '())))
    (set-all! 'hash-table table keys-and-values)
    table))

;;; (hash-table-unfold stop? mapper successor seed comparator argument ...)
;;; A hash table with the keys and values that `mapper` makes of the seeds, as two values, up to the first to stop at.
;;; > (hash-table->alist
;;;     (hash-table-unfold zero? (lambda (n) (values n (* n n))) (lambda (n) (- n 1)) 3 (make-default-comparator)))
;;; ((3 . 9) (2 . 4) (1 . 1))
(define (hash-table-unfold stop? mapper successor seed comparator . arguments)
  (let ((table (new-table 'hash-table-unfold comparator arguments)))
    (let loop ((seed seed))
      (if (stop? seed)
          table
          (let-values (((key value) (mapper seed)))
            (set-one! table key value)
            (loop (successor seed)))))))

;;; (alist->hash-table alist comparator argument ...)
;;; A hash table with the keys and values of an association list; the first of several pairs with the same key counts.
;;; > (hash-table->alist (alist->hash-table '((a . 1) (b . 2) (a . 3)) (make-default-comparator)))
;;; ((a . 1) (b . 2))
(define (alist->hash-table alist comparator . arguments)
  (let ((table (new-table 'alist->hash-table comparator arguments)))
    (for-each (lambda (entry)
                (%check-pair 'alist->hash-table 1 entry)
                (if (not (hash-table-contains? table (car entry)))
                    (set-one! table (car entry) (cdr entry))))
              alist)
    table))

(define (set-all! who table keys-and-values)
  (cond ((null? keys-and-values) #t)
        ((null? (cdr keys-and-values)) (%raise-error who "the last key has no value" keys-and-values))
        (else
         (set-one! table (car keys-and-values) (cadr keys-and-values))
         (set-all! who table (cddr keys-and-values)))))

;;; (hash-table-set! table key value ...)
;;; Gives keys their values.
;;; > (let ((t (hash-table equal?))) (hash-table-set! t 'a 1 'b 2) (hash-table-size t))
;;; 2
(define hash-table-set!
  (case-lambda
    ((table key value) (set-one! table key value))
    ((table . keys-and-values) (set-all! 'hash-table-set! table keys-and-values))))

;;; (hash-table-delete! table key ...)
;;; Removes keys; how many of them were there.
;;; > (hash-table-delete! (hash-table equal? 'a 1) 'a 'b)
;;; 1
(define (hash-table-delete! table . keys)
  (let loop ((keys keys) (count 0))
    (cond ((null? keys) count)
          ((hash-table-contains? table (car keys))
           (delete-one! table (car keys))
           (loop (cdr keys) (+ count 1)))
          (else (loop (cdr keys) count)))))

;;; (hash-table-empty-copy table)
;;; A table without keys that is otherwise like `table`, weak if that is.
;;; > (hash-table-size (hash-table-empty-copy (hash-table equal? 'a 1)))
;;; 0
(define (hash-table-empty-copy table)
  (check-table 'hash-table-empty-copy 1 table)
  (%weaken-hash-table! (%new-hash-table (hash-table-equivalence-function table) (hash-table-hash-function table))
                       (%hash-table-weakness table)))

(define hash
  (case-lambda
    ((x) (default-hash x))
    ((x bound) (default-hash x))))
