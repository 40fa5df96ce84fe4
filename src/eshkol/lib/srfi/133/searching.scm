;; Searching vectors from the left and from the right, and partitioning.

;;; (vector-index-right predicate vector1 vector2 ...)
;;; The index of the last elements that satisfy `predicate`, or #f. Several vectors must have the same length.
;;; > (vector-index-right even? #(2 4 5))
;;; 1
(define (vector-index-right predicate vector1 . vectors)
  (search-from-right 'vector-index-right predicate (cons vector1 vectors)))

(define (search-from-right who predicate vectors)
  (%check-procedure who 1 predicate)
  (%check-vectors who 2 vectors)
  (check-same-length who vectors)
  (let loop ((k (- (vector-length (car vectors)) 1)))
    (cond ((< k 0) #f)
          ((apply predicate (%vector-refs vectors k)) k)
          (else (loop (- k 1))))))

(define (check-same-length who vectors)
  (let ((size (vector-length (car vectors))))
    (if (not (every (lambda (vector) (= (vector-length vector) size)) vectors))
        (%raise-error who "the vectors must have the same length, but have" (map vector-length vectors)))))

;;; (vector-skip predicate vector1 vector2 ...)
;;; The index of the first elements that do not satisfy `predicate`, or #f.
;;; > (vector-skip number? #(1 2 a b))
;;; 2
(define (vector-skip predicate vector1 . vectors)
  (%check-procedure 'vector-skip 1 predicate)
  (apply vector-index (failing predicate) vector1 vectors))

(define (failing predicate)
  (case-lambda
    ((x) (not (predicate x)))
    (elements (not (apply predicate elements)))))

;;; (vector-skip-right predicate vector1 vector2 ...)
;;; The index of the last elements that do not satisfy `predicate`, or #f. Several vectors must have the same length.
;;; > (vector-skip-right number? #(1 a 2 3))
;;; 1
(define (vector-skip-right predicate vector1 . vectors)
  (%check-procedure 'vector-skip-right 1 predicate)
  (search-from-right 'vector-skip-right (failing predicate) (cons vector1 vectors)))

;;; (vector-partition predicate vector)
;;; Two values: a fresh vector of the elements that satisfy `predicate` and then the others, each in order; and how many
;;; satisfy it.
;;; > (call-with-values (lambda () (vector-partition even? #(1 2 3 4 5))) list)
;;; (#(2 4 1 3 5) 2)
(define (vector-partition predicate vector)
  (%check-procedure 'vector-partition 1 predicate)
  (%check-vector 'vector-partition 2 vector)
  (let loop ((k (- (vector-length vector) 1)) (chosen '()) (others '()) (count 0))
    (cond ((< k 0) (values (list->vector (append chosen others)) count))
          ((predicate (vector-ref vector k)) (loop (- k 1) (cons (vector-ref vector k) chosen) others (+ count 1)))
          (else (loop (- k 1) chosen (cons (vector-ref vector k) others) count)))))
