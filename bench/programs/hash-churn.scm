;;; Hash tables under churn: integer and string keys inserted, updated and deleted.
;;; expect: 100000 2000000 1000 500000
(define window 100000)

;; A sliding window of integer keys: each step inserts one key and deletes the oldest.
(define (slide table steps)
  (let loop ((i 0))
    (if (< i steps)
        (begin
          (table-set! table i (* i 2))
          (if (>= i window) (table-delete! table (- i window)))
          (loop (+ i 1))))))

(define (count-remainders table steps)
  (let loop ((i 0))
    (if (< i steps)
        (let ((key (modulo (* i 7919) window)))
          (table-set! table key (+ 1 (table-ref table key 0)))
          (loop (+ i 1))))))

(define (sum-counts table)
  (let loop ((key 0) (total 0))
    (if (= key window) total (loop (+ key 1) (+ total (table-ref table key 0))))))

(define (make-words count)
  (let ((words (make-vector count "")))
    (let loop ((i 0))
      (if (= i count)
          words
          (begin
            (vector-set! words i (string-append "word-" (number->string (* i 31))))
            (loop (+ i 1)))))))

(define (count-words table words steps)
  (let loop ((i 0))
    (if (< i steps)
        (let ((word (vector-ref words (modulo (* i 7919) (vector-length words)))))
          (table-set! table word (+ 1 (table-ref table word 0)))
          (loop (+ i 1))))))

(define sliding (make-integer-table))
(define counts (make-integer-table))
(define words (make-words 1000))
(define word-counts (make-string-table))

(slide sliding 1000000)
(count-remainders counts 2000000)
(count-words word-counts words 500000)
(display (table-size sliding))
(display " ")
(display (sum-counts counts))
(display " ")
(display (table-size word-counts))
(display " ")
(display (let loop ((i 0) (total 0))
           (if (= i 1000)
               total
               (loop (+ i 1) (+ total (table-ref word-counts (vector-ref words i) 0))))))
(newline)
