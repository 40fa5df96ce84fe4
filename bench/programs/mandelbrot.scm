;;; Points of the Mandelbrot set on a grid: floating-point loops.
;;; expect: 39163
(define (escapes-after real imaginary limit)
  (let loop ((x 0.0) (y 0.0) (steps 0))
    (let ((x-squared (* x x)) (y-squared (* y y)))
      (if (or (= steps limit) (> (+ x-squared y-squared) 4.0))
          steps
          (loop (+ (- x-squared y-squared) real)
                (+ (* 2.0 (* x y)) imaginary)
                (+ steps 1))))))

(define (count-inside size limit)
  (let row-loop ((row 0) (inside 0))
    (if (= row size)
        inside
        (let ((imaginary (- (* 2.5 (/ (inexact row) (inexact size))) 1.25)))
          (let column-loop ((column 0) (inside inside))
            (if (= column size)
                (row-loop (+ row 1) inside)
                (let ((real (- (* 2.5 (/ (inexact column) (inexact size))) 2.0)))
                  (column-loop (+ column 1)
                               (if (= (escapes-after real imaginary limit) limit) (+ inside 1) inside)))))))))

(display (count-inside 400 200))
(newline)
