;;; Exact arithmetic: linear equations over the rationals, digits of pi, continued fractions, streams of primes.
(define-library (workshop rationals)
  (export matrix-product identity-matrix inverse determinant solve hilbert-matrix
          continued-fraction convergents pi-digits stream-front primes integer-root)
  (import (scheme base) (scheme lazy) (only (workshop lists) iota-from sum))
  (begin

    ;; Matrices are vectors of rows, rows are vectors.
    (define (make-matrix rows columns element)
      (vector-map
       (lambda (row)
         (vector-map (lambda (column) (element row column)) (indices columns)))
       (indices rows)))

    (define (indices count)
      (list->vector (iota-from 0 count)))

    (define (matrix-ref matrix row column)
      (vector-ref (vector-ref matrix row) column))

    (define (identity-matrix size)
      (make-matrix size size (lambda (row column) (if (= row column) 1 0))))

    (define (hilbert-matrix size)
      (make-matrix size size (lambda (row column) (/ (+ row column 1)))))

    (define (matrix-product left right)
      (let ((inner (vector-length right)))
        (make-matrix (vector-length left) (vector-length (vector-ref right 0))
                     (lambda (row column)
                       (sum (map (lambda (index)
                                   (* (matrix-ref left row index) (matrix-ref right index column)))
                                 (iota-from 0 inner)))))))

    (define (copy-matrix matrix)
      (vector-map vector-copy matrix))

    ;; Adds `factor` times row `source` to row `target`.
    (define (add-row! matrix target source factor)
      (let ((row (vector-ref matrix target)))
        (do ((column 0 (+ column 1)))
            ((= column (vector-length row)))
          (vector-set! row column
                       (+ (vector-ref row column) (* factor (matrix-ref matrix source column)))))))

    (define (swap-rows! matrix a b)
      (let ((row (vector-ref matrix a)))
        (vector-set! matrix a (vector-ref matrix b))
        (vector-set! matrix b row)))

    ;; The first row from `column` on with something in this column, or #f.
    (define (pivot-row matrix column)
      (let loop ((row column))
        (cond ((= row (vector-length matrix)) #f)
              ((zero? (matrix-ref matrix row column)) (loop (+ row 1)))
              (else row))))

    ;; Gauss and Jordan's elimination in place: the left square becomes the identity. Gives its determinant.
    (define (eliminate! matrix)
      (let ((size (vector-length matrix)))
        (let next-column ((column 0) (determinant 1))
          (if (or (= column size) (zero? determinant))
              determinant
              (let ((pivot (pivot-row matrix column)))
                (if (not pivot)
                    0
                    (let ((value (matrix-ref matrix pivot column)))
                      (swap-rows! matrix pivot column)
                      (vector-set! matrix column
                                   (vector-map (lambda (element) (/ element value)) (vector-ref matrix column)))
                      (do ((row 0 (+ row 1)))
                          ((= row size))
                        (unless (= row column)
                          (add-row! matrix row column (- (matrix-ref matrix row column)))))
                      (next-column (+ column 1)
                                   (* determinant value (if (= pivot column) 1 -1))))))))))

    (define (determinant matrix)
      (eliminate! (copy-matrix matrix)))

    (define (beside left right)
      (vector-map vector-append left right))

    ;; The right part of the matrices side by side when the left has become the identity.
    (define (eliminated left right)
      (let ((both (beside left right)))
        (when (zero? (eliminate! both))
          (error "the matrix is singular:" left))
        (vector-map (lambda (row) (vector-copy row (vector-length left))) both)))

    (define (inverse matrix)
      (eliminated matrix (identity-matrix (vector-length matrix))))

    ;; The vector x with matrix * x = right.
    (define (solve matrix right)
      (vector-map (lambda (row) (vector-ref row 0))
                  (eliminated matrix (vector-map vector right))))

    (define (continued-fraction number)
      (let ((whole (floor number)))
        (if (= whole number)
            (list whole)
            (cons whole (continued-fraction (/ (- number whole)))))))

    ;; The fractions that the beginnings of a continued fraction stand for.
    (define (convergents terms)
      (let loop ((terms terms) (p 1) (q 0) (earlier-p 0) (earlier-q 1))
        (if (null? terms)
            '()
            (let ((next-p (+ (* (car terms) p) earlier-p))
                  (next-q (+ (* (car terms) q) earlier-q)))
              (cons (/ next-p next-q)
                    (loop (cdr terms) next-p next-q p q))))))

    ;; The first digits of pi by Machin's formula, with ten digits to spare, as an integer 314...
    (define (pi-digits count)
      (let ((unit (expt 10 (+ count 9))))
        (define (arctangent-of-inverse x)
          (let loop ((power (quotient unit x)) (odd 1) (sign 1) (total 0))
            (if (zero? power)
                total
                (loop (quotient power (* x x)) (+ odd 2) (- sign)
                      (+ total (* sign (quotient power odd)))))))
        (quotient (* 4 (- (* 4 (arctangent-of-inverse 5)) (arctangent-of-inverse 239)))
                  (expt 10 10))))

    ;; The largest integer whose `degree`-th power is at most `number`, by bisection.
    (define (integer-root number degree)
      (let bisect ((low 0) (high (+ number 1)))
        (if (= (+ low 1) high)
            low
            (let ((middle (quotient (+ low high) 2)))
              (if (<= (expt middle degree) number)
                  (bisect middle high)
                  (bisect low middle))))))

    ;; Streams: a pair of a value and the promise of the rest.
    (define-syntax stream
      (syntax-rules ()
        ((_ first rest) (cons first (delay rest)))))

    (define (stream-rest stream)
      (force (cdr stream)))

    (define (stream-front stream count)
      (if (zero? count)
          '()
          (cons (car stream) (stream-front (stream-rest stream) (- count 1)))))

    (define (stream-filter wanted? values)
      (if (wanted? (car values))
          (stream (car values) (stream-filter wanted? (stream-rest values)))
          (stream-filter wanted? (stream-rest values))))

    (define (integers-from number)
      (stream number (integers-from (+ number 1))))

    ;; All primes; each is found by dividing by those before it.
    (define primes
      (letrec ((prime? (lambda (number)
                         (let loop ((candidates primes))
                           (let ((prime (car candidates)))
                             (cond ((> (square prime) number) #t)
                                   ((zero? (remainder number prime)) #f)
                                   (else (loop (stream-rest candidates)))))))))
        (stream 2 (stream-filter prime? (integers-from 3)))))))
