;; What is made from all that a generator gives.

;; The elements in reverse order, at most `limit` of them; #f is no limit.
(define (take-reversed generator limit)
  (let loop ((left limit) (elements '()))
    (if (and left (= left 0))
        elements
        (let ((element (generator)))
          (if (eof-object? element)
              elements
              (loop (and left (- left 1)) (cons element elements)))))))

(define generator->reverse-list
  (case-lambda
    ((generator) (take-reversed generator #f))
    ((generator limit)
     (%check-index 'generator->reverse-list 2 limit)
     (take-reversed generator limit))))

(define generator->list
  (case-lambda
    ((generator) (reverse (take-reversed generator #f)))
    ((generator limit)
     (%check-index 'generator->list 2 limit)
     (reverse (take-reversed generator limit)))))

(define generator->vector
  (case-lambda
    ((generator) (list->vector (generator->list generator)))
    ((generator limit) (list->vector (generator->list generator limit)))))

(define generator->string
  (case-lambda
    ((generator) (list->string (generator->list generator)))
    ((generator limit) (list->string (generator->list generator limit)))))

;; How many elements have been put into `vector` from index `at` on; no more are taken than there is room.
(define (generator->vector! vector at generator)
  (%check-vector 'generator->vector! 1 vector)
  (%check-range 'generator->vector! 2 at (vector-length vector) (vector-length vector))
  (let loop ((k at))
    (if (= k (vector-length vector))
        (- k at)
        (let ((element (generator)))
          (cond ((eof-object? element) (- k at))
                (else
                 (vector-set! vector k element)
                 (loop (+ k 1))))))))

(define generator-fold
  (case-lambda
    ((procedure seed generator)
     (let loop ((result seed))
       (let ((element (generator)))
         (if (eof-object? element) result (loop (procedure element result))))))
    ((procedure seed . generators)
     (let loop ((result seed))
       (let ((elements (next-of-all generators)))
         (if elements (loop (apply procedure (append elements (list result)))) result))))))

(define generator-for-each
  (case-lambda
    ((procedure generator)
     (let loop ()
       (let ((element (generator)))
         (cond ((not (eof-object? element))
                (procedure element)
                (loop))))))
    ((procedure . generators)
     (let loop ()
       (let ((elements (next-of-all generators)))
         (cond (elements
                (apply procedure elements)
                (loop))))))))

(define (generator-map->list procedure . generators)
  (generator->list (apply gmap procedure generators)))

(define (generator-find wanted? generator)
  (let loop ()
    (let ((element (generator)))
      (cond ((eof-object? element) #f)
            ((wanted? element) element)
            (else (loop))))))

(define (generator-count wanted? generator)
  (generator-fold (lambda (element count) (if (wanted? element) (+ count 1) count)) 0 generator))

(define (generator-any predicate generator)
  (let loop ()
    (let ((element (generator)))
      (and (not (eof-object? element))
           (or (predicate element) (loop))))))

(define (generator-every predicate generator)
  (let loop ((result #t))
    (let ((element (generator)))
      (if (eof-object? element)
          result
          (let ((result (predicate element)))
            (and result (loop result)))))))

(define (generator-unfold generator unfold . arguments)
  (apply unfold eof-object? (lambda (x) x) (lambda (x) (generator)) (generator) arguments))
