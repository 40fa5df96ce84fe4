;; What the procedures of (srfi 160 s16) do; those of the other types of homogeneous vectors do the same with theirs.

;;; (make-s16vector size [fill])
;;; A fresh vector of `size` elements, all of them `fill`, or 0.
;;; > (s16vector->list (make-s16vector 2 7))
;;; (7 7)

;;; (s16vector element ...)
;;; A fresh vector of these elements.
;;; > (s16vector->list (s16vector 1 2))
;;; (1 2)

;;; (s16vector-unfold f size seed)
;;; A fresh vector; `(f index seed)` gives an element and the next seed, from the left.
;;; > (s16vector->list (s16vector-unfold (lambda (k seed) (values seed (* 2 seed))) 4 1))
;;; (1 2 4 8)

;;; (s16vector-unfold-right f size seed)
;;; The same from the right.
;;; > (s16vector->list (s16vector-unfold-right (lambda (k seed) (values seed (* 2 seed))) 4 1))
;;; (8 4 2 1)

;;; (s16vector-copy v [start [end]])
;;; A fresh vector of the elements of a range.
;;; > (s16vector->list (s16vector-copy (s16vector 1 2 3) 1))
;;; (2 3)

;;; (s16vector-reverse-copy v [start [end]])
;;; The same in reverse order.
;;; > (s16vector->list (s16vector-reverse-copy (s16vector 1 2 3)))
;;; (3 2 1)

;;; (s16vector-append v ...)
;;; A fresh vector of the elements of all of them.
;;; > (s16vector->list (s16vector-append (s16vector 1) (s16vector 2 3)))
;;; (1 2 3)

;;; (s16vector-concatenate vs)
;;; The same for a list of vectors.
;;; > (s16vector->list (s16vector-concatenate (list (s16vector 1) (s16vector 2 3))))
;;; (1 2 3)

;;; (s16vector-append-subvectors v start end ...)
;;; A fresh vector of the elements of several ranges.
;;; > (s16vector->list (s16vector-append-subvectors (s16vector 1 2 3) 1 2 (s16vector 4 5) 0 2))
;;; (2 4 5)

;;; (s16? x)
;;; Can `x` be an element?
;;; > (s16? 1)
;;; #t

;;; (s16vector? x)
;;; Is `x` a vector of this type?
;;; > (map s16vector? (list (s16vector) (vector)))
;;; (#t #f)

;;; (s16vector-empty? v)
;;; Has `v` no elements?
;;; > (s16vector-empty? (s16vector))
;;; #t

;;; (s16vector= v ...)
;;; Do all have the same length and equal elements? `s16vector-comparator` is a comparator (SRFI 128) that compares so,
;;; and orders vectors by their lengths first, then by their elements.
;;; > (s16vector= (s16vector 1 2) (s16vector 1 2))
;;; #t

;;; (s16vector-ref v k)
;;; The element at index `k`.
;;; > (s16vector-ref (s16vector 1 2) 1)
;;; 2

;;; (s16vector-length v)
;;; The number of elements.
;;; > (s16vector-length (s16vector 1 2))
;;; 2

;;; (s16vector-take v count)
;;; A fresh vector of the first `count` elements.
;;; > (s16vector->list (s16vector-take (s16vector 1 2 3) 2))
;;; (1 2)

;;; (s16vector-take-right v count)
;;; A fresh vector of the last `count` elements.
;;; > (s16vector->list (s16vector-take-right (s16vector 1 2 3) 2))
;;; (2 3)

;;; (s16vector-drop v count)
;;; A fresh vector without the first `count` elements.
;;; > (s16vector->list (s16vector-drop (s16vector 1 2 3) 2))
;;; (3)

;;; (s16vector-drop-right v count)
;;; A fresh vector without the last `count` elements.
;;; > (s16vector->list (s16vector-drop-right (s16vector 1 2 3) 2))
;;; (1)

;;; (s16vector-segment v size)
;;; A list of fresh vectors of `size` elements each; the last may be shorter.
;;; > (map s16vector->list (s16vector-segment (s16vector 1 2 3) 2))
;;; ((1 2) (3))

;;; (s16vector-fold combine initial v ...)
;;; Combines a state with the elements from the left, `(combine state element ...)`, to the end of the shortest vector.
;;; > (s16vector-fold - 10 (s16vector 1 2))
;;; 7

;;; (s16vector-fold-right combine initial v ...)
;;; The same from the right.
;;; > (s16vector-fold-right (lambda (state x) (cons x state)) '() (s16vector 1 2))
;;; (1 2)

;;; (s16vector-map f v ...)
;;; A fresh vector of what `f` returns for the elements of the vectors, to the end of the shortest.
;;; > (s16vector->list (s16vector-map + (s16vector 1 2) (s16vector 10 20 30)))
;;; (11 22)

;;; (s16vector-map! f v ...)
;;; The same, but the results replace the elements of the first vector.
;;; > (let ((v (s16vector 1 2))) (s16vector-map! - v) (s16vector->list v))
;;; (-1 -2)

;;; (s16vector-for-each f v ...)
;;; Calls `f` with the elements of the vectors, to the end of the shortest.
;;; > (let ((sum 0)) (s16vector-for-each (lambda (x) (set! sum (+ sum x))) (s16vector 1 2)) sum)
;;; 3

;;; (s16vector-count wanted? v ...)
;;; How often `wanted?` holds for the elements of the vectors.
;;; > (s16vector-count odd? (s16vector 1 2 3))
;;; 2

;;; (s16vector-cumulate combine initial v)
;;; A fresh vector of the states of a fold from the left.
;;; > (s16vector->list (s16vector-cumulate + 0 (s16vector 1 2 3)))
;;; (1 3 6)

;;; (s16vector-take-while wanted? v)
;;; A fresh vector of the elements before the first for which `wanted?` does not hold.
;;; > (s16vector->list (s16vector-take-while odd? (s16vector 1 2 3)))
;;; (1)

;;; (s16vector-take-while-right wanted? v)
;;; A fresh vector of the elements after the last for which `wanted?` does not hold.
;;; > (s16vector->list (s16vector-take-while-right odd? (s16vector 1 2 3)))
;;; (3)

;;; (s16vector-drop-while unwanted? v)
;;; A fresh vector of the others: from the first for which `unwanted?` does not hold.
;;; > (s16vector->list (s16vector-drop-while odd? (s16vector 1 2 3)))
;;; (2 3)

;;; (s16vector-drop-while-right unwanted? v)
;;; A fresh vector up to the last for which `unwanted?` does not hold.
;;; > (s16vector->list (s16vector-drop-while-right odd? (s16vector 1 2 3)))
;;; (1 2)

;;; (s16vector-index wanted? v ...)
;;; The first index for whose elements `wanted?` holds, or #f.
;;; > (s16vector-index even? (s16vector 1 2 3))
;;; 1

;;; (s16vector-index-right wanted? v ...)
;;; The last such index, or #f; the vectors have the same length.
;;; > (s16vector-index-right odd? (s16vector 1 2 3))
;;; 2

;;; (s16vector-skip unwanted? v ...)
;;; The first index for whose elements `unwanted?` does not hold, or #f.
;;; > (s16vector-skip odd? (s16vector 1 2 3))
;;; 1

;;; (s16vector-skip-right unwanted? v ...)
;;; The last such index, or #f; the vectors have the same length.
;;; > (s16vector-skip-right even? (s16vector 1 2 3))
;;; 2

;;; (s16vector-any predicate v ...)
;;; The first true result of `predicate` for elements of the vectors, or #f.
;;; > (s16vector-any (lambda (x) (and (even? x) (* 10 x))) (s16vector 1 2 3))
;;; 20

;;; (s16vector-every predicate v ...)
;;; #f if `predicate` gives that for some elements, otherwise its last result, or #t.
;;; > (s16vector-every odd? (s16vector 1 2 3))
;;; #f

;;; (s16vector-partition wanted? v)
;;; Two values: a fresh vector with the elements that satisfy `wanted?` first, and how many these are.
;;; > (let-values (((w n) (s16vector-partition even? (s16vector 1 2 3)))) (list (s16vector->list w) n))
;;; ((2 1 3) 1)

;;; (s16vector-filter wanted? v)
;;; A fresh vector of the elements that satisfy `wanted?`.
;;; > (s16vector->list (s16vector-filter odd? (s16vector 1 2 3)))
;;; (1 3)

;;; (s16vector-remove unwanted? v)
;;; A fresh vector of the elements that do not satisfy `unwanted?`.
;;; > (s16vector->list (s16vector-remove odd? (s16vector 1 2 3)))
;;; (2)

;;; (s16vector-set! v k element)
;;; Replaces the element at index `k`.
;;; > (let ((v (s16vector 1 2))) (s16vector-set! v 0 5) (s16vector->list v))
;;; (5 2)

;;; (s16vector-swap! v i j)
;;; Exchanges two elements.
;;; > (let ((v (s16vector 1 2))) (s16vector-swap! v 0 1) (s16vector->list v))
;;; (2 1)

;;; (s16vector-fill! v fill [start [end]])
;;; Replaces the elements of a range by `fill`.
;;; > (let ((v (s16vector 1 2))) (s16vector-fill! v 5 1) (s16vector->list v))
;;; (1 5)

;;; (s16vector-reverse! v [start [end]])
;;; Reverses the elements of a range.
;;; > (let ((v (s16vector 1 2 3))) (s16vector-reverse! v) (s16vector->list v))
;;; (3 2 1)

;;; (s16vector-copy! to at from [start [end]])
;;; Copies the elements of a range of `from` into `to`, from index `at` on; the two may be the same.
;;; > (let ((v (s16vector 1 2 3))) (s16vector-copy! v 1 v 0 2) (s16vector->list v))
;;; (1 1 2)

;;; (s16vector-reverse-copy! to at from [start [end]])
;;; The same in reverse order.
;;; > (let ((v (s16vector 1 2 3))) (s16vector-reverse-copy! v 0 (s16vector 8 9)) (s16vector->list v))
;;; (9 8 3)

;;; (s16vector-unfold! f v start end seed)
;;; Replaces the elements of a range as `s16vector-unfold` makes them.
;;; > (let ((v (make-s16vector 3))) (s16vector-unfold! (lambda (k seed) (values seed
;;;     (+ 1 seed))) v 1 3 5) (s16vector->list v))
;;; (0 5 6)

;;; (s16vector-unfold-right! f v start end seed)
;;; The same from the right.
;;; > (let ((v (make-s16vector 3))) (s16vector-unfold-right! (lambda (k seed) (values seed
;;;     (+ 1 seed))) v 1 3 5) (s16vector->list v))
;;; (0 6 5)

;;; (s16vector->list v [start [end]])
;;; The list of the elements of a range.
;;; > (s16vector->list (s16vector 1 2 3) 1)
;;; (2 3)

;;; (reverse-s16vector->list v [start [end]])
;;; The same in reverse order.
;;; > (reverse-s16vector->list (s16vector 1 2 3))
;;; (3 2 1)

;;; (list->s16vector elements)
;;; A fresh vector of the elements of a list.
;;; > (s16vector-ref (list->s16vector '(1 2)) 0)
;;; 1

;;; (reverse-list->s16vector elements)
;;; The same in reverse order.
;;; > (s16vector-ref (reverse-list->s16vector '(1 2)) 0)
;;; 2

;;; (s16vector->vector v [start [end]])
;;; A fresh ordinary vector of the elements of a range.
;;; > (s16vector->vector (s16vector 1 2))
;;; #(1 2)

;;; (vector->s16vector vector [start [end]])
;;; A fresh vector of the elements of a range of an ordinary one.
;;; > (s16vector->list (vector->s16vector #(1 2 3) 1))
;;; (2 3)

;;; (make-s16vector-generator v)
;;; A procedure that gives the elements one by one, and then end-of-file objects.
;;; > (let* ((next (make-s16vector-generator (s16vector 5))) (first (next))) (list first (eof-object? (next))))
;;; (5 #t)

;;; (write-s16vector v [port])
;;; Writes `v` as `#s16` and the list of the elements.
;;; > (call-with-output-string (lambda (port) (write-s16vector (s16vector 1 2) port)))
;;; "#s16(1 2)"
