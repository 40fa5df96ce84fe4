;;; Short-lived pairs: cells that die at once, and lists of 50 that are summed and dropped; nanoseconds of processor time.
;;; arguments: pairs
(define pairs (argument 1))

;; Each cell keeps only its predecessor's number.
(define (cells count)
  (let loop ((i 0) (cell (cons 0 '())))
    (if (= i count)
        (car cell)
        (loop (+ i 1) (cons (+ 1 (car cell)) '())))))

(define (build count seed)
  (let loop ((i 0) (items '()))
    (if (= i count) items (loop (+ i 1) (cons (+ i seed) items)))))

(define (sum items)
  (let loop ((items items) (total 0))
    (if (null? items) total (loop (cdr items) (+ total (car items))))))

(define (lists count)
  (let loop ((i 0) (total 0))
    (if (= i count) total (loop (+ i 1) (+ total (sum (build 50 i)))))))

(define (timed name procedure)
  (let* ((start (processor-nanoseconds)) (result (procedure)))
    (report name (- (processor-nanoseconds) start))
    result))

(define (main)
  (let* ((a (timed 'cells-nanoseconds (lambda () (cells pairs))))
         (b (timed 'lists-nanoseconds (lambda () (lists (quotient pairs 50))))))
    (report 'check-sum (+ a b))))

(main)
