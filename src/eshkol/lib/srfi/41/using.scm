;; Procedures that go through streams.

;;; (stream->list [n] stream)
;;; The elements of `stream`, or the first `n` of them, as a list.
;;; > (stream->list 2 (stream 1 2 3))
;;; (1 2)
(define stream->list
  (case-lambda
    ((stream)
     (check-stream 'stream->list 1 stream)
     (let loop ((rest stream) (elements '()))
       (if (stream-null? rest)
           (reverse elements)
           (loop (stream-cdr rest) (cons (stream-car rest) elements)))))
    ((n stream)
     (%check-index 'stream->list 1 n)
     (check-stream 'stream->list 2 stream)
     (let loop ((n n) (rest stream) (elements '()))
       (if (or (= n 0) (stream-null? rest))
           (reverse elements)
           (loop (- n 1) (stream-cdr rest) (cons (stream-car rest) elements)))))))

;;; (stream-append stream ...)
;;; The elements of the streams, one stream after the other.
;;; > (stream->list (stream-append (stream 1 2) (stream) (stream 3)))
;;; (1 2 3)
(define (stream-append . streams)
  (check-streams 'stream-append 1 streams)
  (if (null? streams)
      stream-null
      (stream-let loop ((first (car streams)) (others (cdr streams)))
        (cond ((null? others) first)
              ((stream-null? first) (loop (car others) (cdr others)))
              (else (stream-cons (stream-car first) (loop (stream-cdr first) others)))))))

;;; (stream-concat streams)
;;; The elements of the streams in a stream of streams, one after the other.
;;; > (stream->list (stream-concat (stream (stream 1 2) (stream) (stream 3))))
;;; (1 2 3)
(define (stream-concat streams)
  (check-stream 'stream-concat 1 streams)
  (stream-let loop ((first stream-null) (others streams))
    (cond ((stream-pair? first) (stream-cons (stream-car first) (loop (stream-cdr first) others)))
          ((stream-null? others) stream-null)
          (else
           (check-stream 'stream-concat 1 (stream-car others))
           (loop (stream-car others) (stream-cdr others))))))

;;; (stream-drop n stream)
;;; The stream after the first `n` elements; the empty stream if there are fewer.
;;; > (stream->list (stream-drop 2 (stream 1 2 3)))
;;; (3)
(define (stream-drop n stream)
  (%check-index 'stream-drop 1 n)
  (check-stream 'stream-drop 2 stream)
  (stream-let loop ((n n) (rest stream))
    (if (or (= n 0) (stream-null? rest))
        rest
        (loop (- n 1) (stream-cdr rest)))))

;;; (stream-drop-while predicate stream)
;;; The stream after the longest beginning whose elements satisfy `predicate`.
;;; > (stream->list (stream-drop-while odd? (stream 1 3 4 5)))
;;; (4 5)
(define (stream-drop-while predicate stream)
  (%check-procedure 'stream-drop-while 1 predicate)
  (check-stream 'stream-drop-while 2 stream)
  (stream-let loop ((rest stream))
    (if (and (stream-pair? rest) (predicate (stream-car rest)))
        (loop (stream-cdr rest))
        rest)))

;;; (stream-filter predicate stream)
;;; The stream of the elements that satisfy `predicate`.
;;; > (stream->list (stream-filter odd? (stream 1 2 3)))
;;; (1 3)
(define (stream-filter predicate stream)
  (%check-procedure 'stream-filter 1 predicate)
  (check-stream 'stream-filter 2 stream)
  (stream-let loop ((rest stream))
    (cond ((stream-null? rest) stream-null)
          ((predicate (stream-car rest)) (stream-cons (stream-car rest) (loop (stream-cdr rest))))
          (else (loop (stream-cdr rest))))))

;;; (stream-fold combine initial stream)
;;; Combines the elements from the left: (combine accumulated element), starting with `initial`.
;;; > (stream-fold - 10 (stream 1 2 3))
;;; 4
(define (stream-fold combine initial stream)
  (%check-procedure 'stream-fold 1 combine)
  (check-stream 'stream-fold 3 stream)
  (let loop ((accumulated initial) (rest stream))
    (if (stream-null? rest)
        accumulated
        (loop (combine accumulated (stream-car rest)) (stream-cdr rest)))))

;;; (stream-for-each procedure stream1 stream2 ...)
;;; Applies `procedure` to the elements of the streams, in order, for its effects, until one ends.
;;; > (let ((sum 0)) (stream-for-each (lambda (x y) (set! sum (+ sum (* x y)))) (stream 1 2) (stream 3 4 5)) sum)
;;; 11
(define (stream-for-each procedure stream1 . streams)
  (%check-procedure 'stream-for-each 1 procedure)
  (check-streams 'stream-for-each 2 (cons stream1 streams))
  (if (null? streams)
      (let loop ((rest stream1))
        (if (stream-pair? rest)
            (begin
              (procedure (stream-car rest))
              (loop (stream-cdr rest)))))
      (let loop ((rests (cons stream1 streams)))
        (if (every stream-pair? rests)
            (begin
              (apply procedure (map stream-car rests))
              (loop (map stream-cdr rests)))))))

;;; (stream-length stream)
;;; The number of elements.
;;; > (stream-length (stream 1 2 3))
;;; 3
(define (stream-length stream)
  (check-stream 'stream-length 1 stream)
  (let loop ((size 0) (rest stream))
    (if (stream-null? rest)
        size
        (loop (+ size 1) (stream-cdr rest)))))

;;; (stream-map procedure stream1 stream2 ...)
;;; The stream of the results of applying `procedure` to the elements of the streams, until one ends.
;;; > (stream->list (stream-map + (stream 1 2 3) (stream 10 20)))
;;; (11 22)
(define (stream-map procedure stream1 . streams)
  (%check-procedure 'stream-map 1 procedure)
  (check-streams 'stream-map 2 (cons stream1 streams))
  (if (null? streams)
      (stream-let loop ((rest stream1))
        (if (stream-null? rest)
            stream-null
            (stream-cons (procedure (stream-car rest)) (loop (stream-cdr rest)))))
      (stream-let loop ((rests (cons stream1 streams)))
        (if (every stream-pair? rests)
            (stream-cons (apply procedure (map stream-car rests)) (loop (map stream-cdr rests)))
            stream-null))))

;;; (stream-ref stream n)
;;; The element at index `n`.
;;; > (stream-ref (stream 'a 'b 'c) 1)
;;; b
;;; > (stream-ref (stream 'a) 1)
;;; error: stream-ref: index out of range for a stream of so many elements: 1 1
(define (stream-ref stream n)
  (check-stream 'stream-ref 1 stream)
  (%check-index 'stream-ref 2 n)
  (let loop ((k n) (rest stream))
    (cond ((stream-null? rest)
           (%raise-error 'stream-ref "index out of range for a stream of so many elements" (list n (- n k))))
          ((= k 0) (stream-car rest))
          (else (loop (- k 1) (stream-cdr rest))))))

;;; (stream-reverse stream)
;;; The stream of the elements in reverse order.
;;; > (stream->list (stream-reverse (stream 1 2 3)))
;;; (3 2 1)
(define (stream-reverse stream)
  (check-stream 'stream-reverse 1 stream)
  (stream-let loop ((rest stream) (reversed stream-null))
    (if (stream-null? rest)
        reversed
        (loop (stream-cdr rest) (let ((first rest)) (stream-cons (stream-car first) reversed))))))

;;; (stream-scan combine initial stream)
;;; The stream of `initial` and then the results so far of combining the elements from the left.
;;; > (stream->list (stream-scan + 0 (stream 1 2 3)))
;;; (0 1 3 6)
(define (stream-scan combine initial stream)
  (%check-procedure 'stream-scan 1 combine)
  (check-stream 'stream-scan 3 stream)
  (stream-let loop ((accumulated initial) (rest stream))
    (if (stream-null? rest)
        (stream-cons accumulated stream-null)
        (stream-cons accumulated (loop (combine accumulated (stream-car rest)) (stream-cdr rest))))))

;;; (stream-take n stream)
;;; The stream of the first `n` elements, or of all if there are fewer.
;;; > (stream->list (stream-take 2 (stream-from 1)))
;;; (1 2)
(define (stream-take n stream)
  (%check-index 'stream-take 1 n)
  (check-stream 'stream-take 2 stream)
  (stream-let loop ((n n) (rest stream))
    (if (or (= n 0) (stream-null? rest))
        stream-null
        (stream-cons (stream-car rest) (loop (- n 1) (stream-cdr rest))))))

;;; (stream-take-while predicate stream)
;;; The stream of the longest beginning whose elements satisfy `predicate`.
;;; > (stream->list (stream-take-while odd? (stream 1 3 4 5)))
;;; (1 3)
(define (stream-take-while predicate stream)
  (%check-procedure 'stream-take-while 1 predicate)
  (check-stream 'stream-take-while 2 stream)
  (stream-let loop ((rest stream))
    (if (and (stream-pair? rest) (predicate (stream-car rest)))
        (stream-cons (stream-car rest) (loop (stream-cdr rest)))
        stream-null)))

;;; (stream-zip stream1 stream2 ...)
;;; The stream of lists of the first elements, the second ones and so on, until one stream ends.
;;; > (stream->list (stream-zip (stream 1 2 3) (stream 'a 'b)))
;;; ((1 a) (2 b))
(define (stream-zip stream1 . streams)
  (check-streams 'stream-zip 1 (cons stream1 streams))
  (apply stream-map list stream1 streams))
