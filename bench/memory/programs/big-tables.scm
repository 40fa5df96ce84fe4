;;; Big tables: a hash table and a growing vector of records that fill up, are changed in part, and are dropped.
;;; arguments: entries repetitions
(define entries (argument 1))
(define repetitions (argument 2))

(define-record-type entry
  (make-entry key name links)
  entry?
  (key entry-key)
  (name entry-name)
  (links entry-links set-entry-links!))

(define (fresh-entry i)
  (make-entry i (number->string i) (list i (+ i 1) (+ i 2))))

(define (fill! table i)
  (if (< i entries)
      (begin (table-set! table i (fresh-entry i))
             (fill! table (+ i 1)))))

;; A vector of twice the size whenever it is full.
(define (grown items count)
  (if (< count (vector-length items))
      items
      (let ((new (make-vector (* 2 count) #f)))
        (copy! items new 0 count)
        new)))

(define (copy! from to i end)
  (if (< i end)
      (begin (vector-set! to i (vector-ref from i))
             (copy! from to (+ i 1) end))))

(define (collect-in-vector table items i)
  (if (= i entries)
      items
      (let ((items (grown items i)))
        (vector-set! items i (table-ref table i #f))
        (collect-in-vector table items (+ i 1)))))

;; Every third entry gets a longer list of links.
(define (change! items i)
  (if (< i entries)
      (let ((entry (vector-ref items i)))
        (set-entry-links! entry (cons i (entry-links entry)))
        (change! items (+ i 3)))))

(define (sum items i total)
  (if (= i entries)
      total
      (let ((entry (vector-ref items i)))
        (sum items (+ i 1) (+ total (entry-key entry) (string-length (entry-name entry)) (length (entry-links entry)))))))

(define (run left total)
  (if (= left 0)
      total
      (let ((table (make-integer-table)))
        (fill! table 0)
        (let ((items (collect-in-vector table (make-vector 16 #f) 0)))
          (change! items 0)
          (run (- left 1) (+ total (sum items 0 0)))))))

(define (main)
  (start-noting-pauses!)
  (let* ((start (processor-nanoseconds))
         (check (run repetitions 0)))
    (report 'processor-nanoseconds (- (processor-nanoseconds) start))
    (report-memory)
    (report 'check-sum check)))

(main)
