;;; Hash tables on vectors of buckets, for any kind of keys that can be hashed to integers.
(define-library (workshop tables)
  (export make-table table? table-count table-ref table-set! table-update! table-delete! table-contains?
          table-fold table-keys table->list hash-text hash-symbol hash-integer text-table symbol-table integer-table)
  (import (scheme base))
  (begin

    ;; `buckets` is a vector of association lists; there are at most twice as many entries as buckets.
    (define-record-type table
      (new-table hash same? buckets count)
      table?
      (hash table-hash)
      (same? table-same?)
      (buckets table-buckets set-table-buckets!)
      (count table-count set-table-count!))

    (define initial-size 8)
    (define hash-modulus 1000003)

    (define (make-table hash same?)
      (new-table hash same? (make-vector initial-size '()) 0))

    (define (hash-text text)
      (let ((end (string-length text)))
        (let loop ((index 0) (hash 7))
          (if (= index end)
              hash
              (loop (+ index 1)
                    (modulo (+ (* hash 31) (char->integer (string-ref text index))) hash-modulus))))))

    (define (hash-symbol symbol)
      (hash-text (symbol->string symbol)))

    (define (hash-integer number)
      (modulo number hash-modulus))

    (define (text-table) (make-table hash-text string=?))
    (define (symbol-table) (make-table hash-symbol eq?))
    (define (integer-table) (make-table hash-integer =))

    (define (bucket-index table key)
      (modulo ((table-hash table) key) (vector-length (table-buckets table))))

    (define (bucket table key)
      (vector-ref (table-buckets table) (bucket-index table key)))

    (define (find-entry table key)
      (assoc key (bucket table key) (table-same? table)))

    (define (table-contains? table key)
      (and (find-entry table key) #t))

    (define (table-ref table key default)
      (let ((entry (find-entry table key)))
        (if entry (cdr entry) default)))

    (define (table-set! table key value)
      (let ((entry (find-entry table key)))
        (if entry
            (set-cdr! entry value)
            (add-entry! table (cons key value)))))

    (define (table-update! table key change default)
      (table-set! table key (change (table-ref table key default))))

    (define (add-entry! table entry)
      (let ((count (+ 1 (table-count table))))
        (set-table-count! table count)
        (if (> count (* 2 (vector-length (table-buckets table))))
            (grow! table))
        (push-entry! table entry)))

    (define (push-entry! table entry)
      (let ((index (bucket-index table (car entry)))
            (buckets (table-buckets table)))
        (vector-set! buckets index (cons entry (vector-ref buckets index)))))

    (define (grow! table)
      (let ((old (table-buckets table)))
        (set-table-buckets! table (make-vector (* 4 (vector-length old)) '()))
        (vector-for-each
         (lambda (entries)
           (for-each (lambda (entry) (push-entry! table entry)) entries))
         old)))

    (define (table-delete! table key)
      (let ((entry (find-entry table key)))
        (when entry
          (let loop ((rest (bucket table key)) (kept '()))
            (cond ((null? rest)
                   (vector-set! (table-buckets table) (bucket-index table key) kept))
                  ((eq? (car rest) entry) (loop (cdr rest) kept))
                  (else (loop (cdr rest) (cons (car rest) kept)))))
          (set-table-count! table (- (table-count table) 1)))))

    ;; (combine key value accumulated), in no particular order.
    (define (table-fold combine initial table)
      (let ((buckets (table-buckets table)))
        (let next-bucket ((index 0) (accumulated initial))
          (if (= index (vector-length buckets))
              accumulated
              (let next-entry ((entries (vector-ref buckets index)) (accumulated accumulated))
                (if (null? entries)
                    (next-bucket (+ index 1) accumulated)
                    (next-entry (cdr entries)
                                (combine (caar entries) (cdar entries) accumulated))))))))

    (define (table-keys table)
      (table-fold (lambda (key value keys) (cons key keys)) '() table))

    (define (table->list table)
      (table-fold (lambda (key value entries) (cons (cons key value) entries)) '() table))))
