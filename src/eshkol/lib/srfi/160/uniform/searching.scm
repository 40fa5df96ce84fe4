;; Which elements of uvectors satisfy a predicate.

;; The first index from `k` on, in steps, for which the test is true, or #f at `end`.
(define (find-index matches? k step end)
  (let loop ((k k))
    (and (not (= k end))
         (if (matches? k) k (loop (+ k step))))))

;; The test of an index: does `wanted?` hold, or not hold, for the elements there?
(define (test-at wanted? v vs)
  (if (null? vs)
      (lambda (k) (wanted? (uvector-ref v k)))
      (lambda (k) (apply wanted? (refs v vs k)))))

(define (uvector-index wanted? v . vs)
  (check-procedure "-index" 1 wanted?)
  (find-index (test-at wanted? v vs) 0 1 (shortest v vs)))

(define (uvector-index-right wanted? v . vs)
  (check-procedure "-index-right" 1 wanted?)
  (check-same-lengths "-index-right" v vs)
  (find-index (test-at wanted? v vs) (- (uvector-length v) 1) -1 -1))

(define (uvector-skip unwanted? v . vs)
  (check-procedure "-skip" 1 unwanted?)
  (let ((test (test-at unwanted? v vs)))
    (find-index (lambda (k) (not (test k))) 0 1 (shortest v vs))))

(define (uvector-skip-right unwanted? v . vs)
  (check-procedure "-skip-right" 1 unwanted?)
  (check-same-lengths "-skip-right" v vs)
  (let ((test (test-at unwanted? v vs)))
    (find-index (lambda (k) (not (test k))) (- (uvector-length v) 1) -1 -1)))

(define (check-same-lengths after v vs)
  (for-each (lambda (other)
              (if (not (= (uvector-length other) (uvector-length v)))
                  (%raise-error (named "" after) "the lengths are not the same" (list v other))))
            vs))

(define (uvector-any predicate v . vs)
  (check-procedure "-any" 1 predicate)
  (let ((size (shortest v vs)) (test (test-at predicate v vs)))
    (let loop ((k 0))
      (and (< k size)
           (or (test k) (loop (+ k 1)))))))

(define (uvector-every predicate v . vs)
  (check-procedure "-every" 1 predicate)
  (let ((size (shortest v vs)) (test (test-at predicate v vs)))
    (let loop ((k 0) (result #t))
      (if (and result (< k size))
          (loop (+ k 1) (test k))
          result))))

;; The index after the longest beginning whose elements satisfy `wanted?`, and that where the longest end starts.
(define (end-of-prefix wanted? v)
  (or (uvector-skip wanted? v) (uvector-length v)))

(define (start-of-suffix wanted? v)
  (let ((last (uvector-skip-right wanted? v)))
    (if last (+ last 1) 0)))

(define (uvector-take-while wanted? v)
  (uvector-copy v 0 (end-of-prefix wanted? v)))

(define (uvector-take-while-right wanted? v)
  (uvector-copy v (start-of-suffix wanted? v)))

(define (uvector-drop-while unwanted? v)
  (uvector-copy v (end-of-prefix unwanted? v)))

(define (uvector-drop-while-right unwanted? v)
  (uvector-copy v 0 (start-of-suffix unwanted? v)))

;; A uvector with the elements that satisfy `wanted?` first, and how many these are.
(define (uvector-partition wanted? v)
  (check-procedure "-partition" 1 wanted?)
  (let* ((size (uvector-length v))
         (new (make-uvector size))
         (rest (make-uvector size)))
    (let loop ((k 0) (count 0))
      (if (< k size)
          (let ((element (uvector-ref v k)))
            (if (wanted? element)
                (begin
                  (uvector-set! new count element)
                  (loop (+ k 1) (+ count 1)))
                (begin
                  (uvector-set! rest (- k count) element)
                  (loop (+ k 1) count))))
          (begin
            (move! new count rest 0 (- size count))
            (values new count))))))

(define (uvector-filter wanted? v)
  (let-values (((new count) (uvector-partition wanted? v)))
    (uvector-copy new 0 count)))

(define (uvector-remove unwanted? v)
  (check-procedure "-remove" 1 unwanted?)
  (uvector-filter (lambda (element) (not (unwanted? element))) v))
