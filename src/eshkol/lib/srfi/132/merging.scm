;; Whether sequences are sorted, and merging of sorted ones.

;;; (list-sorted? less? list)
;;; Whether no element of `list` is `less?` than the one before it.
;;; > (map (lambda (l) (list-sorted? < l)) '((1 2 2 3) (1 3 2) ()))
;;; (#t #f #t)
(define (list-sorted? less? list)
  (%check-procedure 'list-sorted? 1 less?)
  (if (list? list) (%sorted? list less?) (%raise-type 'list-sorted? 2 "a list" list)))

;;; (vector-sorted? less? vector [start [end]])
;;; Whether no element of `vector` from `start` to `end` is `less?` than the one before it.
;;; > (list (vector-sorted? < #(1 2 2)) (vector-sorted? < #(3 1 2)) (vector-sorted? < #(3 1 2) 1))
;;; (#t #f #t)
(define vector-sorted?
  (case-lambda
    ((less? vector) (sorted-range? less? vector 0 (%vector-end 'vector-sorted? 2 vector)))
    ((less? vector start) (sorted-range? less? vector start (%vector-end 'vector-sorted? 2 vector)))
    ((less? vector start end) (sorted-range? less? vector start end))))

(define (sorted-range? less? vector start end)
  (%check-procedure 'vector-sorted? 1 less?)
  (%check-vector-range 'vector-sorted? 2 vector start end)
  (let loop ((k (+ start 1)))
    (or (>= k end)
        (and (not (less? (vector-ref vector k) (vector-ref vector (- k 1))))
             (loop (+ k 1))))))

;;; (list-merge less? list1 list2)
;;; Two sorted lists as one; of equals, those of `list1` come first.
;;; > (list-merge < '(1 3 5) '(2 3 4))
;;; (1 2 3 3 4 5)
(define (list-merge less? list1 list2)
  (%check-procedure 'list-merge 1 less?)
  (let loop ((a list1) (b list2) (merged '()))
    (cond ((not (pair? a)) (%check-list-end 'list-merge 2 a) (append-reverse merged b))
          ((not (pair? b)) (%check-list-end 'list-merge 3 b) (append-reverse merged a))
          ((less? (car b) (car a)) (loop a (cdr b) (cons (car b) merged)))
          (else (loop (cdr a) b (cons (car a) merged))))))

;;; (list-merge! less? list1 list2)
;;; Like list-merge; the pairs of both lists are used for the result.
;;; > (list-merge! < (list 1 3 5) (list 2 4))
;;; (1 2 3 4 5)
(define (list-merge! less? list1 list2)
  (%check-procedure 'list-merge! 1 less?)
  (let ((before (list #f)))
    (let loop ((last before) (a list1) (b list2))
      (cond ((not (pair? a)) (%check-list-end 'list-merge! 2 a) (set-cdr! last b))
            ((not (pair? b)) (%check-list-end 'list-merge! 3 b) (set-cdr! last a))
            ((less? (car b) (car a)) (set-cdr! last b) (loop b a (cdr b)))
            (else (set-cdr! last a) (loop a (cdr a) b))))
    (cdr before)))

;;; (vector-merge less? vector1 vector2 [start1 [end1 [start2 [end2]]]])
;;; A fresh vector of the elements of two sorted vectors, sorted; of equals, those of `vector1` come first.
;;; > (vector-merge < #(1 3 5) #(2 3 4))
;;; #(1 2 3 3 4 5)
(define vector-merge
  (case-lambda
    ((less? vector1 vector2)
     (vector-merge less? vector1 vector2 0 (%vector-end 'vector-merge 2 vector1)
                   0 (%vector-end 'vector-merge 3 vector2)))
    ((less? vector1 vector2 start1)
     (vector-merge less? vector1 vector2 start1 (%vector-end 'vector-merge 2 vector1)
                   0 (%vector-end 'vector-merge 3 vector2)))
    ((less? vector1 vector2 start1 end1)
     (vector-merge less? vector1 vector2 start1 end1 0 (%vector-end 'vector-merge 3 vector2)))
    ((less? vector1 vector2 start1 end1 start2)
     (vector-merge less? vector1 vector2 start1 end1 start2 (%vector-end 'vector-merge 3 vector2)))
    ((less? vector1 vector2 start1 end1 start2 end2)
     (%check-procedure 'vector-merge 1 less?)
     (%check-vector-range 'vector-merge 2 vector1 start1 end1)
     (%check-vector-range 'vector-merge 3 vector2 start2 end2)
     (let ((merged (make-vector (+ (- end1 start1) (- end2 start2)) #f)))
       (merge-ranges! merged 0 less? vector1 start1 end1 vector2 start2 end2)
       merged))))

(define (merge-ranges! to at less? vector1 start1 end1 vector2 start2 end2)
  (let loop ((at at) (i start1) (j start2))
    (cond ((= i end1) (vector-copy! to at vector2 j end2))
          ((= j end2) (vector-copy! to at vector1 i end1))
          ((less? (vector-ref vector2 j) (vector-ref vector1 i))
           (vector-set! to at (vector-ref vector2 j))
           (loop (+ at 1) i (+ j 1)))
          (else
           (vector-set! to at (vector-ref vector1 i))
           (loop (+ at 1) (+ i 1) j)))))

;;; (vector-merge! less? to vector1 vector2 [at [start1 [end1 [start2 [end2]]]]])
;;; Puts the elements of two sorted vectors, sorted, into `to` from index `at` on. `to` is another vector than the others.
;;; > (let ((v (make-vector 5 #f))) (vector-merge! < v #(1 3) #(2) 1) v)
;;; #(#f 1 2 3 #f)
(define vector-merge!
  (case-lambda
    ((less? to vector1 vector2)
     (vector-merge! less? to vector1 vector2 0))
    ((less? to vector1 vector2 at)
     (vector-merge! less? to vector1 vector2 at 0))
    ((less? to vector1 vector2 at start1)
     (vector-merge! less? to vector1 vector2 at start1 (%vector-end 'vector-merge! 3 vector1)))
    ((less? to vector1 vector2 at start1 end1)
     (vector-merge! less? to vector1 vector2 at start1 end1 0))
    ((less? to vector1 vector2 at start1 end1 start2)
     (vector-merge! less? to vector1 vector2 at start1 end1 start2 (%vector-end 'vector-merge! 4 vector2)))
    ((less? to vector1 vector2 at start1 end1 start2 end2)
     (%check-procedure 'vector-merge! 1 less?)
     (%check-vector 'vector-merge! 2 to)
     (%check-vector-range 'vector-merge! 3 vector1 start1 end1)
     (%check-vector-range 'vector-merge! 4 vector2 start2 end2)
     (%check-range 'vector-merge! 5 at (+ at (- end1 start1) (- end2 start2)) (vector-length to))
     (merge-ranges! to at less? vector1 start1 end1 vector2 start2 end2))))
