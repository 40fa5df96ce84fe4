;; Procedures that make streams.

(define (check-stream who argument x)
  (if (stream? x) #t (%raise-type who argument "a stream" x)))

(define (check-streams who argument streams)
  (if (pair? streams)
      (begin
        (check-stream who argument (car streams))
        (check-streams who (+ argument 1) (cdr streams)))))

(define (check-number who argument x)
  (if (number? x) #t (%raise-type who argument "a number" x)))

;;; (list->stream list)
;;; The stream of the elements of `list`.
;;; > (stream-car (list->stream '(1 2 3)))
;;; 1
(define (list->stream list)
  (if (not (list? list)) (%raise-type 'list->stream 1 "a list" list))
  (stream-let loop ((rest list))
    (if (null? rest)
        stream-null
        (stream-cons (car rest) (loop (cdr rest))))))

;;; (port->stream [port])
;;; The stream of the characters that are read from `port`, which is the current input unless given.
;;; > (stream->list (port->stream (open-input-string "abc")))
;;; (#\a #\b #\c)
(define port->stream
  (case-lambda
    (() (port->stream (current-input-port)))
    ((port)
     (if (not (and (input-port? port) (textual-port? port)))
         (%raise-type 'port->stream 1 "a textual input port" port))
     (stream-let loop ()
       (let ((char (read-char port)))
         (if (eof-object? char)
             stream-null
             (stream-cons char (loop))))))))

;;; (stream-from first [step])
;;; The endless stream of `first`, `first` + `step` and so on; `step` is 1 unless given.
;;; > (stream->list 4 (stream-from 0 5))
;;; (0 5 10 15)
(define stream-from
  (case-lambda
    ((first) (stream-from first 1))
    ((first step)
     (check-number 'stream-from 1 first)
     (check-number 'stream-from 2 step)
     (stream-let loop ((n first))
       (stream-cons n (loop (+ n step)))))))

;;; (stream-range first past [step])
;;; The stream of the numbers from `first` to before `past`; `step` is 1 or -1, in the direction of `past`, unless given.
;;; > (list (stream->list (stream-range 0 4)) (stream->list (stream-range 4 0 -2)))
;;; ((0 1 2 3) (4 2))
(define stream-range
  (case-lambda
    ((first past)
     (check-number 'stream-range 1 first)
     (check-number 'stream-range 2 past)
     (stream-range first past (if (< first past) 1 -1)))
    ((first past step)
     (check-number 'stream-range 1 first)
     (check-number 'stream-range 2 past)
     (check-number 'stream-range 3 step)
     (stream-let loop ((n first))
       (if (if (< 0 step) (< n past) (> n past))
           (stream-cons n (loop (+ n step)))
           stream-null)))))

;;; (stream-constant x ...)
;;; The endless stream that repeats these values.
;;; > (stream->list 5 (stream-constant 1 2))
;;; (1 2 1 2 1)
(define (stream-constant . values)
  (if (null? values)
      stream-null
      (stream-let loop ((rest values))
        (if (null? rest)
            (loop values)
            (stream-cons (car rest) (loop (cdr rest)))))))

;;; (stream-iterate procedure first)
;;; The endless stream of `first`, (procedure first), (procedure (procedure first)) and so on.
;;; > (stream->list 4 (stream-iterate (lambda (x) (* x x)) 2))
;;; (2 4 16 256)
(define (stream-iterate procedure first)
  (%check-procedure 'stream-iterate 1 procedure)
  (stream-let loop ((x first))
    (stream-cons x (loop (procedure x)))))

;;; (stream-unfold mapper continue? successor seed)
;;; The stream of (mapper seed) for `seed`, (successor seed) and so on as long as `continue?` is true.
;;; > (stream->list (stream-unfold (lambda (x) (* x x)) (lambda (x) (< x 5)) (lambda (x) (+ x 1)) 1))
;;; (1 4 9 16)
(define (stream-unfold mapper continue? successor seed)
  (%check-procedure 'stream-unfold 1 mapper)
  (%check-procedure 'stream-unfold 2 continue?)
  (%check-procedure 'stream-unfold 3 successor)
  (stream-let loop ((seed seed))
    (if (continue? seed)
        (stream-cons (mapper seed) (loop (successor seed)))
        stream-null)))

;;; (stream-unfolds procedure seed)
;;; Several streams made together: `procedure` gets a seed and returns the next one and, for each stream, a list of its next
;;; element, #f for none this time, or () for the end.
;;; > (call-with-values
;;;     (lambda () (stream-unfolds (lambda (n) (values (+ n 1) (if (< n 6) (list n) '()) (and (odd? n) (list n)))) 0))
;;;     (lambda (all odd) (list (stream->list all) (stream->list 3 odd))))
;;; ((0 1 2 3 4 5) (1 3 5))
(define (stream-unfolds procedure seed)
  (%check-procedure 'stream-unfolds 1 procedure)
  (let* ((rows (stream-let loop ((seed seed))
                 (call-with-values (lambda () (procedure seed))
                   (lambda (next . row) (stream-cons row (loop next))))))
         (size (length (stream-car rows))))
    (apply values
           (let columns ((k 0))
             (if (= k size)
                 '()
                 (cons (column rows k) (columns (+ k 1))))))))

(define-stream (column rows k)
  (let ((entry (list-ref (stream-car rows) k)))
    (cond ((pair? entry) (stream-cons (car entry) (column (stream-cdr rows) k)))
          ((null? entry) stream-null)
          (else (column (stream-cdr rows) k)))))
