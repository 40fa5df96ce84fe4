;;; Shortest routes in a graph by Dijkstra's algorithm, with a priority queue kept as a heap in a vector.
(define-library (workshop routes)
  (export make-queue queue-empty? queue-add! queue-take! heap-sort shortest-route reachable-within)
  (import (scheme base) (scheme case-lambda) (workshop lists) (workshop tables))
  (begin

    ;; The first `count` elements of `heap` are (priority . value); none is smaller than the one at half its index.
    (define-record-type queue
      (new-queue heap count)
      queue?
      (heap queue-heap set-queue-heap!)
      (count queue-count set-queue-count!))

    (define make-queue
      (case-lambda
        (() (make-queue 4))
        ((size) (new-queue (make-vector (+ size 1) #f) 0))))

    (define (queue-empty? queue)
      (zero? (queue-count queue)))

    ;; Index 0 stays unused, so that the children of i are 2i and 2i+1.
    (define (queue-add! queue priority value)
      (let ((count (+ 1 (queue-count queue))))
        (when (= count (vector-length (queue-heap queue)))
          (set-queue-heap! queue (vector-append (queue-heap queue) (make-vector count #f))))
        (set-queue-count! queue count)
        (rise! (queue-heap queue) count (cons priority value))))

    (define (rise! heap index entry)
      (let* ((parent (quotient index 2))
             (above (and (positive? parent) (vector-ref heap parent))))
        (if (and above (< (car entry) (car above)))
            (begin
              (vector-set! heap index above)
              (rise! heap parent entry))
            (vector-set! heap index entry))))

    ;; Two values: the least priority and its value.
    (define (queue-take! queue)
      (when (queue-empty? queue)
        (error "nothing to take from the queue:" 'empty))
      (let* ((heap (queue-heap queue))
             (count (queue-count queue))
             (first (vector-ref heap 1))
             (moved (vector-ref heap count)))
        (vector-set! heap count #f)
        (set-queue-count! queue (- count 1))
        (unless (= count 1)
          (sink! heap 1 (- count 1) moved))
        (values (car first) (cdr first))))

    (define (sink! heap index count entry)
      (define (priority index)
        (car (vector-ref heap index)))
      (let* ((left (* 2 index))
             (right (+ left 1))
             (child (cond ((> left count) #f)
                          ((> right count) left)
                          ((< (priority right) (priority left)) right)
                          (else left))))
        (if (and child (< (priority child) (car entry)))
            (begin
              (vector-set! heap index (vector-ref heap child))
              (sink! heap child count entry))
            (vector-set! heap index entry))))

    (define (heap-sort numbers)
      (let ((queue (make-queue)))
        (for-each (lambda (number) (queue-add! queue number number)) numbers)
        (let loop ((sorted '()))
          (if (queue-empty? queue)
              (reverse sorted)
              (let-values (((priority number) (queue-take! queue)))
                (loop (cons number sorted)))))))

    ;; Neighbours by place, from ways (place place length) that go in both directions.
    (define (neighbour-table ways)
      (let ((neighbours (symbol-table)))
        (define (add! from to length)
          (table-update! neighbours from (lambda (others) (cons (cons to length) others)) '()))
        (for-each
         (lambda (way)
           (let-values (((a b length) (apply values way)))
             (add! a b length)
             (add! b a length)))
         ways)
        neighbours))

    ;; Calls (visit place distance route) for the places in the order of their distance until it gives true, which is
    ;; the result, or #f when there are no more places. Routes begin at their end.
    (define (visit-by-distance ways start visit)
      (let ((neighbours (neighbour-table ways))
            (visited (symbol-table))
            (queue (make-queue)))
        (queue-add! queue 0 (list start))
        (let loop ()
          (if (queue-empty? queue)
              #f
              (let*-values (((distance route) (queue-take! queue))
                            ((place) (car route)))
                (cond ((table-contains? visited place) (loop))
                      ((visit place distance route))
                      (else
                       (table-set! visited place distance)
                       (for-each
                        (lambda (neighbour)
                          (unless (table-contains? visited (car neighbour))
                            (queue-add! queue (+ distance (cdr neighbour)) (cons (car neighbour) route))))
                        (table-ref neighbours place '()))
                       (loop))))))))

    ;; (length place ...) for the shortest route, or #f.
    (define (shortest-route ways start end)
      (visit-by-distance ways start
                         (lambda (place distance route)
                           (and (eq? place end)
                                (cons distance (reverse route))))))

    ;; ((place . distance) ...) for all places up to a distance.
    (define (reachable-within ways start limit)
      (let ((found '()))
        (visit-by-distance ways start
                           (lambda (place distance route)
                             (or (> distance limit)
                                 (begin
                                   (set! found (cons (cons place distance) found))
                                   #f))))
        (reverse found)))))
