;; Vectors made from procedures, from parts of others, and from lists; comparison.

;;; (vector-unfold make size seed ...)
;;; A vector of `size` elements: `make` gets an index, from 0 up, and the seeds; it returns the element and the next seeds.
;;; > (vector-unfold (lambda (k x) (values x (* 2 x))) 5 1)
;;; #(1 2 4 8 16)
;;; > (vector-unfold (lambda (k) (* k k)) 4)
;;; #(0 1 4 9)
(define (vector-unfold make size . seeds)
  (%check-procedure 'vector-unfold 1 make)
  (%check-index 'vector-unfold 2 size)
  (let ((vector (make-vector size)))
    (unfold-up! make vector 0 size 0 seeds)
    vector))

;; Fills vector[at, end) going up; the first index given to `make` is k.
(define (unfold-up! make vector at end k seeds)
  (cond ((null? seeds)
         (let loop ((at at) (k k))
           (if (< at end)
               (begin
                 (vector-set! vector at (make k))
                 (loop (+ at 1) (+ k 1))))))
        ((null? (cdr seeds))
         (let loop ((at at) (k k) (seed (car seeds)))
           (if (< at end)
               (let-values (((element next) (make k seed)))
                 (vector-set! vector at element)
                 (loop (+ at 1) (+ k 1) next)))))
        (else
         (let loop ((at at) (k k) (seeds seeds))
           (if (< at end)
               (let-values (((element . next) (apply make k seeds)))
                 (vector-set! vector at element)
                 (loop (+ at 1) (+ k 1) next)))))))

;;; (vector-unfold-right make size seed ...)
;;; Like vector-unfold, from the last index down to 0.
;;; > (vector-unfold-right (lambda (k x) (values (cons k x) (+ x 1))) 3 0)
;;; #((0 . 2) (1 . 1) (2 . 0))
(define (vector-unfold-right make size . seeds)
  (%check-procedure 'vector-unfold-right 1 make)
  (%check-index 'vector-unfold-right 2 size)
  (let ((vector (make-vector size)))
    (unfold-down! make vector 0 size seeds)
    vector))

;; Fills vector[start, end) going down; `make` gets the indices themselves.
(define (unfold-down! make vector start end seeds)
  (let loop ((k (- end 1)) (seeds seeds))
    (if (>= k start)
        (let-values (((element . next) (apply make k seeds)))
          (vector-set! vector k element)
          (loop (- k 1) next)))))

;;; (vector-reverse-copy vector [start [end]])
;;; A fresh vector of the elements from `start` to `end` in reverse order.
;;; > (list (vector-reverse-copy #(1 2 3)) (vector-reverse-copy #(1 2 3 4) 1 3))
;;; (#(3 2 1) #(3 2))
(define vector-reverse-copy
  (case-lambda
    ((vector) (reversed-copy vector 0 (%vector-end 'vector-reverse-copy 1 vector)))
    ((vector start) (reversed-copy vector start (%vector-end 'vector-reverse-copy 1 vector)))
    ((vector start end) (reversed-copy vector start end))))

(define (reversed-copy vector start end)
  (%check-vector-range 'vector-reverse-copy 1 vector start end)
  (let ((copy (make-vector (- end start))))
    (copy-reversed! copy 0 vector start end)
    copy))

(define (copy-reversed! to at from start end)
  (let loop ((at at) (k (- end 1)))
    (if (>= k start)
        (begin
          (vector-set! to at (vector-ref from k))
          (loop (+ at 1) (- k 1))))))

;;; (vector-concatenate vectors)
;;; The vectors in the list `vectors`, appended.
;;; > (vector-concatenate '(#(1 2) #() #(3)))
;;; #(1 2 3)
(define (vector-concatenate vectors)
  (apply vector-append vectors))

;;; (vector-append-subvectors vector start end ...)
;;; The parts of the vectors, each from its `start` to its `end`, appended.
;;; > (vector-append-subvectors #(a b c) 0 2 #(d e f) 1 3)
;;; #(a b e f)
(define (vector-append-subvectors . parts)
  (let loop ((rest parts) (pieces '()))
    (cond ((null? rest) (vector-concatenate (reverse pieces)))
          ((or (null? (cdr rest)) (null? (cddr rest)))
           (%raise-error 'vector-append-subvectors "expected three arguments for each part: vector, start, end" parts))
          (else (loop (cdddr rest) (cons (vector-copy (car rest) (cadr rest) (caddr rest)) pieces))))))

;;; (vector-empty? vector)
;;; Whether `vector` has no elements.
;;; > (list (vector-empty? #()) (vector-empty? #(1)))
;;; (#t #f)
(define (vector-empty? vector)
  (= (%vector-end 'vector-empty? 1 vector) 0))

;;; (vector= same? vector ...)
;;; Whether all vectors have the same length, and elements that are `same?`.
;;; > (list (vector= eq? #(a b) #(a b) #(a b)) (vector= = #(1 2) #(1)) (vector= eq?))
;;; (#t #f #t)
(define (vector= same? . vectors)
  (%check-procedure 'vector= 1 same?)
  (%check-vectors 'vector= 2 vectors)
  (or (null? vectors)
      (let loop ((a (car vectors)) (rest (cdr vectors)))
        (or (null? rest)
            (and (equal-elements? same? a (car rest))
                 (loop (car rest) (cdr rest)))))))

(define (equal-elements? same? a b)
  (let ((size (vector-length a)))
    (and (= size (vector-length b))
         (let loop ((k 0))
           (or (= k size)
               (and (same? (vector-ref a k) (vector-ref b k))
                    (loop (+ k 1))))))))

;;; (vector-cumulate combine initial vector)
;;; The vector of the results so far of combining the elements from the left: (combine accumulated element).
;;; > (vector-cumulate + 0 #(3 1 4 1 5))
;;; #(3 4 8 9 14)
(define (vector-cumulate combine initial vector)
  (%check-procedure 'vector-cumulate 1 combine)
  (%check-vector 'vector-cumulate 3 vector)
  (vector-unfold (lambda (k accumulated)
                   (let ((next (combine accumulated (vector-ref vector k))))
                     (values next next)))
                 (vector-length vector)
                 initial))

;;; (reverse-vector->list vector [start [end]])
;;; The elements from `start` to `end` as a list in reverse order.
;;; > (list (reverse-vector->list #(1 2 3)) (reverse-vector->list #(1 2 3 4) 1 3))
;;; ((3 2 1) (3 2))
(define reverse-vector->list
  (case-lambda
    ((vector) (reversed-list vector 0 (%vector-end 'reverse-vector->list 1 vector)))
    ((vector start) (reversed-list vector start (%vector-end 'reverse-vector->list 1 vector)))
    ((vector start end) (reversed-list vector start end))))

(define (reversed-list vector start end)
  (%check-vector-range 'reverse-vector->list 1 vector start end)
  (let loop ((k start) (elements '()))
    (if (< k end)
        (loop (+ k 1) (cons (vector-ref vector k) elements))
        elements)))

;;; (reverse-list->vector list)
;;; The elements of `list` as a vector in reverse order.
;;; > (reverse-list->vector '(1 2 3))
;;; #(3 2 1)
(define (reverse-list->vector list)
  (list->vector (reverse list)))
