;; Of equal neighbours, keeping the first only.

;;; (list-delete-neighbor-dups same? list)
;;; The elements of `list` without those that are `same?` as the one before.
;;; > (list-delete-neighbor-dups = '(1 1 2 7 7 7 1))
;;; (1 2 7 1)
(define (list-delete-neighbor-dups same? list)
  (%check-procedure 'list-delete-neighbor-dups 1 same?)
  (let loop ((rest list) (kept '()))
    (cond ((not (pair? rest)) (%check-list-end 'list-delete-neighbor-dups 2 rest) (reverse kept))
          ((and (pair? kept) (same? (car kept) (car rest))) (loop (cdr rest) kept))
          (else (loop (cdr rest) (cons (car rest) kept))))))

;;; (list-delete-neighbor-dups! same? list)
;;; Like list-delete-neighbor-dups; the pairs of `list` are used for the result.
;;; > (list-delete-neighbor-dups! = (list 1 1 2 7 7 7 1))
;;; (1 2 7 1)
(define (list-delete-neighbor-dups! same? list)
  (%check-procedure 'list-delete-neighbor-dups! 1 same?)
  (if (pair? list)
      (let loop ((last list) (rest (cdr list)))
        (cond ((not (pair? rest)) (%check-list-end 'list-delete-neighbor-dups! 2 rest) (set-cdr! last '()))
              ((same? (car last) (car rest)) (loop last (cdr rest)))
              (else (set-cdr! last rest) (loop rest (cdr rest))))))
  list)

;;; (vector-delete-neighbor-dups same? vector [start [end]])
;;; A fresh vector of the elements from `start` to `end` without those that are `same?` as the one before.
;;; > (vector-delete-neighbor-dups = #(1 1 2 7 7 7 1))
;;; #(1 2 7 1)
(define vector-delete-neighbor-dups
  (case-lambda
    ((same? vector)
     (vector-delete-neighbor-dups same? vector 0 (%vector-end 'vector-delete-neighbor-dups 2 vector)))
    ((same? vector start)
     (vector-delete-neighbor-dups same? vector start (%vector-end 'vector-delete-neighbor-dups 2 vector)))
    ((same? vector start end)
     (%check-procedure 'vector-delete-neighbor-dups 1 same?)
     (%check-vector-range 'vector-delete-neighbor-dups 2 vector start end)
     (let ((copy (vector-copy vector start end)))
       (vector-copy copy 0 (keep-first-of-neighbors! same? copy 0 (vector-length copy)))))))

;;; (vector-delete-neighbor-dups! same? vector [start [end]])
;;; Moves what vector-delete-neighbor-dups keeps together, from `start` on; the index after the last of it.
;;; > (let* ((v (vector 1 1 2 7 7 7 1)) (end (vector-delete-neighbor-dups! = v))) (list end (vector-copy v 0 end)))
;;; (4 #(1 2 7 1))
(define vector-delete-neighbor-dups!
  (case-lambda
    ((same? vector)
     (vector-delete-neighbor-dups! same? vector 0 (%vector-end 'vector-delete-neighbor-dups! 2 vector)))
    ((same? vector start)
     (vector-delete-neighbor-dups! same? vector start (%vector-end 'vector-delete-neighbor-dups! 2 vector)))
    ((same? vector start end)
     (%check-procedure 'vector-delete-neighbor-dups! 1 same?)
     (%check-vector-range 'vector-delete-neighbor-dups! 2 vector start end)
     (keep-first-of-neighbors! same? vector start end))))

(define (keep-first-of-neighbors! same? vector start end)
  (let loop ((k start) (kept start))
    (cond ((= k end) kept)
          ((and (> kept start) (same? (vector-ref vector (- kept 1)) (vector-ref vector k))) (loop (+ k 1) kept))
          (else
           (vector-set! vector kept (vector-ref vector k))
           (loop (+ k 1) (+ kept 1))))))
