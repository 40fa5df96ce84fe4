;; Procedures that call a procedure with the elements of one or several uvectors, up to the end of the shortest.

(define (shortest v vs)
  (fold (lambda (v size) (min size (uvector-length v))) (uvector-length v) vs))

(define (refs v vs k)
  (cons (uvector-ref v k) (map (lambda (v) (uvector-ref v k)) vs)))

(define uvector-fold
  (case-lambda
    ((combine initial v)
     (check-procedure "-fold" 1 combine)
     (let ((size (uvector-length v)))
       (let loop ((k 0) (state initial))
         (if (< k size)
             (loop (+ k 1) (combine state (uvector-ref v k)))
             state))))
    ((combine initial v . vs)
     (check-procedure "-fold" 1 combine)
     (let ((size (shortest v vs)))
       (let loop ((k 0) (state initial))
         (if (< k size)
             (loop (+ k 1) (apply combine state (refs v vs k)))
             state))))))

(define uvector-fold-right
  (case-lambda
    ((combine initial v)
     (check-procedure "-fold-right" 1 combine)
     (let loop ((k (- (uvector-length v) 1)) (state initial))
       (if (>= k 0)
           (loop (- k 1) (combine state (uvector-ref v k)))
           state)))
    ((combine initial v . vs)
     (check-procedure "-fold-right" 1 combine)
     (let loop ((k (- (shortest v vs) 1)) (state initial))
       (if (>= k 0)
           (loop (- k 1) (apply combine state (refs v vs k)))
           state)))))

;; Stores (f element ...) for each index below `size` into `to`.
(define (map-into! to size f v vs)
  (let loop ((k 0))
    (if (< k size)
        (begin
          (uvector-set! to k (if (null? vs) (f (uvector-ref v k)) (apply f (refs v vs k))))
          (loop (+ k 1))))))

(define (uvector-map f v . vs)
  (check-procedure "-map" 1 f)
  (let* ((size (shortest v vs))
         (new (make-uvector size)))
    (map-into! new size f v vs)
    new))

(define (uvector-map! f v . vs)
  (check-procedure "-map!" 1 f)
  (map-into! v (shortest v vs) f v vs))

(define uvector-for-each
  (case-lambda
    ((f v)
     (check-procedure "-for-each" 1 f)
     (let ((size (uvector-length v)))
       (let loop ((k 0))
         (if (< k size)
             (begin
               (f (uvector-ref v k))
               (loop (+ k 1)))))))
    ((f v . vs)
     (check-procedure "-for-each" 1 f)
     (let ((size (shortest v vs)))
       (let loop ((k 0))
         (if (< k size)
             (begin
               (apply f (refs v vs k))
               (loop (+ k 1)))))))))

(define (uvector-count wanted? v . vs)
  (check-procedure "-count" 1 wanted?)
  (let ((size (shortest v vs)))
    (let loop ((k 0) (count 0))
      (if (< k size)
          (loop (+ k 1)
                (if (if (null? vs) (wanted? (uvector-ref v k)) (apply wanted? (refs v vs k))) (+ count 1) count))
          count))))

;; The states of a fold as a uvector.
(define (uvector-cumulate combine initial v)
  (check-procedure "-cumulate" 1 combine)
  (let* ((size (uvector-length v))
         (new (make-uvector size)))
    (let loop ((k 0) (state initial))
      (if (< k size)
          (let ((state (combine state (uvector-ref v k))))
            (uvector-set! new k state)
            (loop (+ k 1) state))
          new))))
