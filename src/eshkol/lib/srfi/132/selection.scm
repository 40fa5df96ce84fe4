;; Medians, and the elements that would come first if a vector were sorted.

;;; (vector-find-median less? vector default [mean])
;;; The middle element in sorted order; of two middle ones, their `mean`, which is their arithmetic mean unless given.
;;; `default` if there are no elements.
;;; > (list (vector-find-median < #(5 1 3) 0) (vector-find-median < #(4 1 2 3) 0) (vector-find-median < #() 'none))
;;; (3 5/2 none)
(define vector-find-median
  (case-lambda
    ((less? vector default) (vector-find-median less? vector default arithmetic-mean))
    ((less? vector default mean)
     (%check-procedure 'vector-find-median 1 less?)
     (%check-vector 'vector-find-median 2 vector)
     (%check-procedure 'vector-find-median 4 mean)
     (median less? (vector-copy vector) default mean))))

(define (arithmetic-mean a b) (/ (+ a b) 2))

;; Reorders `vector`.
(define (median less? vector default mean)
  (let* ((size (vector-length vector)) (half (quotient size 2)))
    (cond ((= size 0) default)
          ((odd? size) (select! less? vector half 0 size))
          (else
           (let* ((upper (select! less? vector half 0 size))
                  (lower (select! less? vector (- half 1) 0 half)))
             (mean lower upper))))))

;;; (vector-find-median! less? vector default [mean])
;;; Like vector-find-median; `vector` is sorted by it.
;;; > (let ((v (vector 5 1 3))) (list (vector-find-median! < v 0) v))
;;; (3 #(1 3 5))
(define vector-find-median!
  (case-lambda
    ((less? vector default) (vector-find-median! less? vector default arithmetic-mean))
    ((less? vector default mean)
     (%check-procedure 'vector-find-median! 1 less?)
     (%check-vector 'vector-find-median! 2 vector)
     (%check-procedure 'vector-find-median! 4 mean)
     (let* ((size (vector-length vector)) (half (quotient size 2)))
       (%sort-range! vector 0 size less?)
       (cond ((= size 0) default)
             ((odd? size) (vector-ref vector half))
             (else (mean (vector-ref vector (- half 1)) (vector-ref vector half))))))))

;;; (vector-select! less? vector k [start [end]])
;;; The element that would be at index `k` after `start` if the elements from `start` to `end` were sorted. They are
;;; reordered, in linear time on average.
;;; > (vector-select! < (vector 5 1 4 2 3) 1)
;;; 2
(define vector-select!
  (case-lambda
    ((less? vector k) (vector-select! less? vector k 0 (%vector-end 'vector-select! 2 vector)))
    ((less? vector k start) (vector-select! less? vector k start (%vector-end 'vector-select! 2 vector)))
    ((less? vector k start end)
     (%check-procedure 'vector-select! 1 less?)
     (%check-vector-range 'vector-select! 2 vector start end)
     (%check-index 'vector-select! 3 k)
     (if (>= k (- end start)) (%raise-index 'vector-select! 3 k (- end start)))
     (select! less? vector (+ start k) start end))))

;;; (vector-separate! less? vector k [start [end]])
;;; Puts the `k` elements that would come first if the elements from `start` to `end` were sorted before the others.
;;; > (let ((v (vector 5 1 4 2 3))) (vector-separate! < v 2) (list-sort < (vector->list v 0 2)))
;;; (1 2)
(define vector-separate!
  (case-lambda
    ((less? vector k) (vector-separate! less? vector k 0 (%vector-end 'vector-separate! 2 vector)))
    ((less? vector k start) (vector-separate! less? vector k start (%vector-end 'vector-separate! 2 vector)))
    ((less? vector k start end)
     (%check-procedure 'vector-separate! 1 less?)
     (%check-vector-range 'vector-separate! 2 vector start end)
     (%check-index 'vector-separate! 3 k)
     (if (> k (- end start)) (%raise-index 'vector-separate! 3 k (- end start)))
     (if (< 0 k (- end start)) (select! less? vector (+ start k) start end))
     (void))))

;; Puts the element for index `k` there, no greater ones before it, no lesser ones after it: narrows [low, high) by
;; partitioning around a middle element, and sorts what is small, or has not become small soon enough.
(define (select! less? vector k low high)
  (let loop ((low low) (high high) (patience 60))
    (cond ((or (< (- high low) 12) (= patience 0))
           (%sort-range! vector low high less?)
           (vector-ref vector k))
          (else
           (let* ((pivot (middle-of-three less? vector low high))
                  (first-equal (partition-range! (lambda (x) (less? x pivot)) vector low high))
                  (first-greater (partition-range! (lambda (x) (not (less? pivot x))) vector first-equal high)))
             (cond ((< k first-equal) (loop low first-equal (- patience 1)))
                   ((< k first-greater) (vector-ref vector k))
                   (else (loop first-greater high (- patience 1)))))))))

(define (middle-of-three less? vector low high)
  (let ((a (vector-ref vector low))
        (b (vector-ref vector (quotient (+ low high) 2)))
        (c (vector-ref vector (- high 1))))
    (cond ((less? a b) (cond ((less? b c) b) ((less? a c) c) (else a)))
          ((less? a c) a)
          ((less? b c) c)
          (else b))))

;; Moves the elements that belong first before the others; the index of the first other.
(define (partition-range! first? vector low high)
  (let loop ((k low) (boundary low))
    (cond ((= k high) boundary)
          ((first? (vector-ref vector k))
           (let ((x (vector-ref vector k)))
             (vector-set! vector k (vector-ref vector boundary))
             (vector-set! vector boundary x)
             (loop (+ k 1) (+ boundary 1))))
          (else (loop (+ k 1) boundary)))))
