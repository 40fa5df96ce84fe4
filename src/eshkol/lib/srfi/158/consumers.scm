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

;;; (generator->reverse-list generator [limit])
;;; The elements, at most `limit` of them, the last one first.
;;; > (generator->reverse-list (generator 1 2 3))
;;; (3 2 1)
(define generator->reverse-list
  (case-lambda
    ((generator) (take-reversed generator #f))
    ((generator limit)
     (%check-index 'generator->reverse-list 2 limit)
     (take-reversed generator limit))))

;;; (generator->list generator [limit])
;;; The elements, at most `limit` of them.
;;; > (generator->list (make-range-generator 0) 3)
;;; (0 1 2)
(define generator->list
  (case-lambda
    ((generator) (reverse (take-reversed generator #f)))
    ((generator limit)
     (%check-index 'generator->list 2 limit)
     (reverse (take-reversed generator limit)))))

;;; (generator->vector generator [limit])
;;; The elements as a vector.
;;; > (generator->vector (generator 1 2))
;;; #(1 2)
(define generator->vector
  (case-lambda
    ((generator) (list->vector (generator->list generator)))
    ((generator limit) (list->vector (generator->list generator limit)))))

;;; (generator->string generator [limit])
;;; The elements, characters, as a string.
;;; > (generator->string (generator #\a #\b))
;;; "ab"
(define generator->string
  (case-lambda
    ((generator) (list->string (generator->list generator)))
    ((generator limit) (list->string (generator->list generator limit)))))

;;; (generator->vector! vector at generator)
;;; Puts elements into a vector from an index on, as long as there is room; how many.
;;; > (let ((v (vector 'a 'b 'c))) (list (generator->vector! v 1 (make-range-generator 0)) v))
;;; (2 #(a 0 1))
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

;;; (generator-fold combine initial generator1 generator2 ...)
;;; Combines the elements: (combine element ... accumulated).
;;; > (generator-fold cons '() (generator 1 2 3))
;;; (3 2 1)
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

;;; (generator-for-each procedure generator1 generator2 ...)
;;; Calls the procedure with the elements.
;;; > (let ((sum 0)) (generator-for-each (lambda (x) (set! sum (+ sum x))) (generator 1 2)) sum)
;;; 3
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

;;; (generator-map->list procedure generator1 generator2 ...)
;;; The list of what the procedure returns for the elements.
;;; > (generator-map->list - (generator 1 2))
;;; (-1 -2)
(define (generator-map->list procedure . generators)
  (generator->list (apply gmap procedure generators)))

;;; (generator-find wanted? generator)
;;; The first element that satisfies `wanted?`, or #f.
;;; > (generator-find even? (generator 1 2 3))
;;; 2
(define (generator-find wanted? generator)
  (let loop ()
    (let ((element (generator)))
      (cond ((eof-object? element) #f)
            ((wanted? element) element)
            (else (loop))))))

;;; (generator-count wanted? generator)
;;; How many elements satisfy `wanted?`.
;;; > (generator-count odd? (generator 1 2 3))
;;; 2
(define (generator-count wanted? generator)
  (generator-fold (lambda (element count) (if (wanted? element) (+ count 1) count)) 0 generator))

;;; (generator-any predicate generator)
;;; The first true result of the predicate, or #f.
;;; > (generator-any (lambda (x) (and (even? x) (* 10 x))) (generator 1 2))
;;; 20
(define (generator-any predicate generator)
  (let loop ()
    (let ((element (generator)))
      (and (not (eof-object? element))
           (or (predicate element) (loop))))))

;;; (generator-every predicate generator)
;;; #f if the predicate is for some element; otherwise its last result, or #t.
;;; > (generator-every odd? (generator 1 2))
;;; #f
(define (generator-every predicate generator)
  (let loop ((result #t))
    (let ((element (generator)))
      (if (eof-object? element)
          result
          (let ((result (predicate element)))
            (and result (loop result)))))))

;;; (generator-unfold generator unfold argument ...)
;;; The elements as a collection that (unfold stop? mapper successor seed argument ...) makes.
;;; > (generator-unfold (generator 1 2 3) unfold)
;;; (1 2 3)
(define (generator-unfold generator unfold . arguments)
  (apply unfold eof-object? (lambda (x) x) (lambda (x) (generator)) (generator) arguments))
