;; Procedures that change vectors.

;;; (vector-swap! vector i j)
;;; Exchanges the elements at the indices `i` and `j`.
;;; > (let ((v (vector 1 2 3))) (vector-swap! v 0 2) v)
;;; #(3 2 1)
(define (vector-swap! vector i j)
  (let ((x (vector-ref vector i)))
    (vector-set! vector i (vector-ref vector j))
    (vector-set! vector j x)))

;;; (vector-reverse! vector [start [end]])
;;; Reverses the order of the elements from `start` to `end`.
;;; > (let ((v (vector 1 2 3 4 5))) (vector-reverse! v 1 4) v)
;;; #(1 4 3 2 5)
(define vector-reverse!
  (case-lambda
    ((vector) (reverse-range! vector 0 (%vector-end 'vector-reverse! 1 vector)))
    ((vector start) (reverse-range! vector start (%vector-end 'vector-reverse! 1 vector)))
    ((vector start end) (reverse-range! vector start end))))

(define (reverse-range! vector start end)
  (%check-vector-range 'vector-reverse! 1 vector start end)
  (let loop ((low start) (high (- end 1)))
    (if (< low high)
        (begin
          (vector-swap! vector low high)
          (loop (+ low 1) (- high 1))))))

;;; (vector-reverse-copy! to at from [start [end]])
;;; Copies the elements of `from` from `start` to `end` in reverse order into `to`, beginning at index `at`.
;;; > (let ((v (vector 1 2 3 4 5))) (vector-reverse-copy! v 1 #(a b c d) 1 3) v)
;;; #(1 c b 4 5)
(define vector-reverse-copy!
  (case-lambda
    ((to at from) (reverse-copy-range! to at from 0 (%vector-end 'vector-reverse-copy! 3 from)))
    ((to at from start) (reverse-copy-range! to at from start (%vector-end 'vector-reverse-copy! 3 from)))
    ((to at from start end) (reverse-copy-range! to at from start end))))

;; Where the ranges may overlap, the elements are copied in order first and then reversed.
(define (reverse-copy-range! to at from start end)
  (%check-vector-range 'vector-reverse-copy! 3 from start end)
  (%check-vector 'vector-reverse-copy! 1 to)
  (%check-index 'vector-reverse-copy! 2 at)
  (%check-range 'vector-reverse-copy! 2 at (+ at (- end start)) (vector-length to))
  (vector-copy! to at from start end)
  (reverse-range! to at (+ at (- end start))))

;;; (vector-unfold! make vector start end seed ...)
;;; Puts the elements that vector-unfold would make into `vector` from `start` to `end`; `make` gets these indices.
;;; > (let ((v (vector 1 2 3 4))) (vector-unfold! (lambda (k x) (values (* k x) (+ x 1))) v 1 3 10) v)
;;; #(1 10 22 4)
(define (vector-unfold! make vector start end . seeds)
  (%check-procedure 'vector-unfold! 1 make)
  (%check-vector-range 'vector-unfold! 2 vector start end)
  (unfold-up! make vector start end start seeds))

;;; (vector-unfold-right! make vector start end seed ...)
;;; Like vector-unfold!, from the last index down.
;;; > (let ((v (vector 1 2 3 4))) (vector-unfold-right! (lambda (k x) (values (* k x) (+ x 1))) v 1 3 10) v)
;;; #(1 11 20 4)
(define (vector-unfold-right! make vector start end . seeds)
  (%check-procedure 'vector-unfold-right! 1 make)
  (%check-vector-range 'vector-unfold-right! 2 vector start end)
  (unfold-down! make vector start end seeds))
