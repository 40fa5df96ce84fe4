;; The procedures that differ from those of later vector libraries.

;;; (vector-copy vector [start [end [fill]]])
;;; A fresh vector of the elements from `start` to `end`; if `end` is greater than the length, `fill` for the others.
;;; > (list (vector-copy #(a b c) 1) (vector-copy #(a b c) 1 5 '-))
;;; (#(b c) #(b c - -))
(define vector-copy
  (case-lambda
    ((vector) (subvector vector 0 (vector-length vector)))
    ((vector start) (subvector vector start (vector-length vector)))
    ((vector start end) (filled-copy vector start end 0))
    ((vector start end fill) (filled-copy vector start end fill))))

(define (filled-copy vector start end fill)
  (%check-vector 'vector-copy 1 vector)
  (%check-range 'vector-copy 2 start (min end (vector-length vector)) (vector-length vector))
  (let ((copy (make-vector (- end start) fill)))
    (vector-copy! copy 0 vector start (min end (vector-length vector)))
    copy))

;; One vector is the usual case; of several, the shortest counts.
(define (check-arguments who procedure first-vector vectors)
  (%check-procedure who 1 procedure)
  (%check-vectors who first-vector vectors)
  (%shortest-length vectors))

;;; (vector-fold combine initial vector1 vector2 ...)
;;; Combines from the left: (combine index accumulated element ...), starting with `initial`.
;;; > (vector-fold (lambda (k sum x) (+ sum (* k x))) 0 #(5 6 7))
;;; 20
(define (vector-fold combine initial vector1 . vectors)
  (let* ((all (cons vector1 vectors)) (size (check-arguments 'vector-fold combine 3 all)))
    (let loop ((k 0) (accumulated initial))
      (cond ((= k size) accumulated)
            ((null? vectors) (loop (+ k 1) (combine k accumulated (vector-ref vector1 k))))
            (else (loop (+ k 1) (%apply combine (cons k (cons accumulated (%vector-refs all k))))))))))

;;; (vector-fold-right combine initial vector1 vector2 ...)
;;; Combines from the right: (combine index accumulated element ...), starting with `initial`.
;;; > (vector-fold-right (lambda (k list x) (cons (cons k x) list)) '() #(a b))
;;; ((0 . a) (1 . b))
(define (vector-fold-right combine initial vector1 . vectors)
  (let* ((all (cons vector1 vectors)) (size (check-arguments 'vector-fold-right combine 3 all)))
    (let loop ((k (- size 1)) (accumulated initial))
      (cond ((< k 0) accumulated)
            ((null? vectors) (loop (- k 1) (combine k accumulated (vector-ref vector1 k))))
            (else (loop (- k 1) (%apply combine (cons k (cons accumulated (%vector-refs all k))))))))))

(define (call-at procedure k vector1 vectors all)
  (if (null? vectors)
      (procedure k (vector-ref vector1 k))
      (%apply procedure (cons k (%vector-refs all k)))))

;;; (vector-map procedure vector1 vector2 ...)
;;; The vector of the results of applying `procedure` to each index and the elements there.
;;; > (vector-map (lambda (k x) (* k x)) #(5 6 7))
;;; #(0 6 14)
(define (vector-map procedure vector1 . vectors)
  (let* ((all (cons vector1 vectors)) (size (check-arguments 'vector-map procedure 2 all)))
    (let loop ((k 0) (results '()))
      (if (= k size)
          (%reversed-list->vector results)
          (loop (+ k 1) (cons (call-at procedure k vector1 vectors all) results))))))

;;; (vector-map! procedure vector1 vector2 ...)
;;; Replaces each element of `vector1` by the result for its index and the elements there.
;;; > (let ((v (vector 5 6 7))) (vector-map! (lambda (k x) (* k x)) v) v)
;;; #(0 6 14)
(define (vector-map! procedure vector1 . vectors)
  (let* ((all (cons vector1 vectors)) (size (check-arguments 'vector-map! procedure 2 all)))
    (let loop ((k 0))
      (if (< k size)
          (begin
            (vector-set! vector1 k (call-at procedure k vector1 vectors all))
            (loop (+ k 1)))))))

;;; (vector-for-each procedure vector1 vector2 ...)
;;; Applies `procedure` to each index and the elements there, in order, for its effects.
;;; > (let ((seen '())) (vector-for-each (lambda (k x) (set! seen (cons (list k x) seen))) #(a b)) seen)
;;; ((1 b) (0 a))
(define (vector-for-each procedure vector1 . vectors)
  (let* ((all (cons vector1 vectors)) (size (check-arguments 'vector-for-each procedure 2 all)))
    (let loop ((k 0))
      (if (< k size)
          (begin
            (call-at procedure k vector1 vectors all)
            (loop (+ k 1)))))))

;;; (vector-count predicate vector1 vector2 ...)
;;; For how many indices `predicate` is true of the index and the elements there.
;;; > (vector-count (lambda (k x) (= k x)) #(0 2 2))
;;; 2
(define (vector-count predicate vector1 . vectors)
  (let* ((all (cons vector1 vectors)) (size (check-arguments 'vector-count predicate 2 all)))
    (let loop ((k 0) (n 0))
      (if (= k size)
          n
          (loop (+ k 1) (if (call-at predicate k vector1 vectors all) (+ n 1) n))))))
