;;; Matrix multiplication with vectors of vectors of floats.
;;; expect: 4320083
(define size 300)

(define (make-matrix element)
  (let ((matrix (make-vector size #f)))
    (let row-loop ((i 0))
      (if (= i size)
          matrix
          (let ((row (make-vector size 0.0)))
            (let loop ((j 0))
              (if (< j size)
                  (begin
                    (vector-set! row j (element i j))
                    (loop (+ j 1)))))
            (vector-set! matrix i row)
            (row-loop (+ i 1)))))))

(define (element matrix i j)
  (vector-ref (vector-ref matrix i) j))

(define (multiply a b)
  (make-matrix
   (lambda (i j)
     (let ((row (vector-ref a i)))
       (let loop ((k 0) (total 0.0))
         (if (= k size)
             total
             (loop (+ k 1) (+ total (* (vector-ref row k) (element b k j))))))))))

(define (trace matrix)
  (let loop ((i 0) (total 0.0))
    (if (= i size) total (loop (+ i 1) (+ total (element matrix i i))))))

(define (run rounds a b result)
  (if (= rounds 0)
      (trace result)
      (run (- rounds 1) a b (multiply a b))))

(define result
  (run 1
       (make-matrix (lambda (i j) (inexact (modulo (+ i (* 3 j)) 17))))
       (make-matrix (lambda (i j) (inexact (modulo (+ (* 5 i) j) 13))))
       #f))

(display (exact result))
(newline)
