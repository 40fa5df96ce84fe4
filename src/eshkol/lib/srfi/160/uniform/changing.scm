;; Changing uvectors, comparing them, converting them to and from lists and vectors, showing them.

(define (uvector-empty? v)
  (= 0 (uvector-length v)))

(define (same-elements? a b)
  (let ((size (uvector-length a)))
    (and (= size (uvector-length b))
         (let loop ((k 0))
           (or (= k size)
               (and (= (uvector-ref a k) (uvector-ref b k))
                    (loop (+ k 1))))))))

(define (uvector= . vs)
  (or (null? vs)
      (let loop ((v (car vs)) (rest (cdr vs)))
        (or (null? rest)
            (and (same-elements? v (car rest))
                 (loop (car rest) (cdr rest)))))))

(define (uvector-swap! v i j)
  (let ((element (uvector-ref v i)))
    (uvector-set! v i (uvector-ref v j))
    (uvector-set! v j element)))

(define uvector-fill!
  (case-lambda
    ((v fill) (uvector-fill! v fill 0 (uvector-length v)))
    ((v fill start) (uvector-fill! v fill start (uvector-length v)))
    ((v fill start end)
     (check-range "" "-fill!" 3 start end (uvector-length v))
     (let loop ((k start))
       (if (< k end)
           (begin
             (uvector-set! v k fill)
             (loop (+ k 1))))))))

(define-ranged (uvector-reverse! v) ("" "-reverse!") start end
  (let loop ((i start) (j (- end 1)))
    (if (< i j)
        (begin
          (uvector-swap! v i j)
          (loop (+ i 1) (- j 1))))))

(define uvector-copy!
  (case-lambda
    ((to at from) (uvector-copy! to at from 0 (uvector-length from)))
    ((to at from start) (uvector-copy! to at from start (uvector-length from)))
    ((to at from start end)
     (check-room "-copy!" to at from start end)
     (if (and (eq? to from) (< start at))
         (let loop ((k (- end 1)) (place (+ at (- end start 1))))
           (if (>= k start)
               (begin
                 (uvector-set! to place (uvector-ref from k))
                 (loop (- k 1) (- place 1)))))
         (move! to at from start end)))))

;; Is there room for from[start, end) in `to` at `at`?
(define (check-room after to at from start end)
  (check-range "" after 4 start end (uvector-length from))
  (%check-index (named "" after) 2 at)
  (if (> (+ at (- end start)) (uvector-length to))
      (%raise-index (named "" after) 2 (+ at (- end start)) (uvector-length to))))

(define uvector-reverse-copy!
  (case-lambda
    ((to at from) (uvector-reverse-copy! to at from 0 (uvector-length from)))
    ((to at from start) (uvector-reverse-copy! to at from start (uvector-length from)))
    ((to at from start end)
     (check-room "-reverse-copy!" to at from start end)
     (move! to at (uvector-reverse-copy from start end) 0 (- end start)))))

(define-ranged (reverse-uvector->list v) ("reverse-" "->list") start end
  (let loop ((k start) (elements '()))
    (if (< k end)
        (loop (+ k 1) (cons (uvector-ref v k) elements))
        elements)))

(define (reverse-list->uvector elements)
  (list->uvector (reverse elements)))

(define-ranged (uvector->vector v) ("" "->vector") start end
  (let ((new (make-vector (- end start))))
    (let loop ((k start))
      (if (< k end)
          (begin
            (vector-set! new (- k start) (uvector-ref v k))
            (loop (+ k 1)))
          new))))

(define vector->uvector
  (case-lambda
    ((v) (list->uvector (vector->list v)))
    ((v start) (list->uvector (vector->list v start)))
    ((v start end) (list->uvector (vector->list v start end)))))

;; Gives the elements one by one, then end-of-file objects.
(define (make-uvector-generator v)
  (let ((k 0) (size (uvector-length v)))
    (lambda ()
      (if (< k size)
          (let ((element (uvector-ref v k)))
            (set! k (+ k 1))
            element)
          (eof-object)))))

(define (element<? a b)
  (if (and (real? a) (real? b))
      (< a b)
      (or (< (real-part a) (real-part b))
          (and (= (real-part a) (real-part b))
               (< (imag-part a) (imag-part b))))))

(define uvector-comparator
  (make-vector-comparator (make-comparator element? = element<? number-hash) uvector? uvector-length uvector-ref))

(define write-uvector
  (case-lambda
    ((v) (write-uvector v (current-output-port)))
    ((v port)
     (write-string (string-append "#" element-name) port)
     (write (uvector->list v) port))))
