;; Lazy sequences: (), or pairs of which the last one has (), or a generator of the further elements, as its cdr.

;;; (generator->lseq generator)
;;; The lazy sequence of what `generator` gives before an end-of-file object.
;;; > (let ((n 0)) (lseq-realize (lseq-take (generator->lseq (lambda () (set! n (+ n 1)) n)) 3)))
;;; (1 2 3)
(define (generator->lseq generator)
  (%check-procedure 'generator->lseq 1 generator)
  (let ((x (generator)))
    (if (eof-object? x)
        '()
        (cons x generator))))

;;; (lseq? x)
;;; Whether `x` is a lazy sequence: a list too, if it is a proper one.
;;; > (map lseq? (list '() '(1 2) '(1 . 2) (generator->lseq (lambda () 1)) 5))
;;; (#t #t #f #t #f)
(define (lseq? x)
  (let loop ((rest x))
    (cond ((pair? rest) (loop (cdr rest)))
          ((null? rest) #t)
          (else (and (procedure? rest) (pair? x))))))

(define (check-sequence who argument x)
  (if (not (or (pair? x) (null? x))) (%raise-type who argument "a lazy sequence" x)))

(define (check-sequences who argument sequences)
  (if (pair? sequences)
      (begin
        (check-sequence who argument (car sequences))
        (check-sequences who (+ argument 1) (cdr sequences)))))

(define (check-pair who x)
  (if (not (pair? x)) (%raise-type who 1 "a lazy sequence that is not empty" x)))

;; What follows the first element; a generator makes its next element, which becomes a part of the list.
(define (rest-of pair)
  (let ((rest (cdr pair)))
    (if (procedure? rest)
        (let ((next (generator->lseq rest)))
          (set-cdr! pair next)
          next)
        rest)))

;;; (lseq-car lseq)
;;; The first element.
;;; > (lseq-car '(1 2))
;;; 1
;;; > (lseq-car '())
;;; error: lseq-car: expected a lazy sequence that is not empty, got ()
(define (lseq-car lseq)
  (check-pair 'lseq-car lseq)
  (car lseq))

;;; (lseq-first lseq)
;;; The same as lseq-car.
;;; > (lseq-first '(1 2))
;;; 1
(define (lseq-first lseq)
  (check-pair 'lseq-first lseq)
  (car lseq))

;;; (lseq-cdr lseq)
;;; The lazy sequence after the first element.
;;; > (lseq-car (lseq-cdr (let ((n 0)) (generator->lseq (lambda () (set! n (+ n 1)) n)))))
;;; 2
(define (lseq-cdr lseq)
  (check-pair 'lseq-cdr lseq)
  (rest-of lseq))

;;; (lseq-rest lseq)
;;; The same as lseq-cdr.
;;; > (lseq-rest '(1 2))
;;; (2)
(define (lseq-rest lseq)
  (check-pair 'lseq-rest lseq)
  (rest-of lseq))

;; The part after `k` elements; too few are an error.
(define (after who lseq k)
  (check-sequence who 1 lseq)
  (%check-index who 2 k)
  (let loop ((rest lseq) (left k))
    (cond ((= left 0) rest)
          ((pair? rest) (loop (rest-of rest) (- left 1)))
          (else (%raise-error who "the lazy sequence has not so many elements" (list k))))))

;;; (lseq-ref lseq k)
;;; The element at index `k`.
;;; > (lseq-ref '(a b c) 1)
;;; b
(define (lseq-ref lseq k)
  (let ((rest (after 'lseq-ref lseq k)))
    (if (pair? rest)
        (car rest)
        (%raise-error 'lseq-ref "the lazy sequence has not so many elements" (list k)))))

;;; (lseq-drop lseq k)
;;; The lazy sequence after the first `k` elements.
;;; > (lseq-drop '(1 2 3) 2)
;;; (3)
(define (lseq-drop lseq k)
  (after 'lseq-drop lseq k))

;;; (lseq-realize lseq)
;;; `lseq` as a list all of whose elements have been made.
;;; > (let ((n 0)) (lseq-realize (generator->lseq (lambda () (set! n (+ n 1)) (if (> n 3) (eof-object) n)))))
;;; (1 2 3)
(define (lseq-realize lseq)
  (check-sequence 'lseq-realize 1 lseq)
  (let loop ((rest lseq))
    (if (pair? rest)
        (loop (rest-of rest))
        lseq)))

;;; (lseq-length lseq)
;;; The number of elements, all of which are made.
;;; > (lseq-length '(a b c))
;;; 3
(define (lseq-length lseq)
  (length (lseq-realize lseq)))

;;; (lseq->generator lseq)
;;; A generator of the elements.
;;; > (let* ((next (lseq->generator '(1 2))) (a (next)) (b (next))) (list a b (eof-object? (next))))
;;; (1 2 #t)
(define (lseq->generator lseq)
  (check-sequence 'lseq->generator 1 lseq)
  (let ((rest lseq) (begun? #f))
    ;; The element after the one given last is made only when it is asked for.
    (lambda ()
      (if (and begun? (pair? rest)) (set! rest (rest-of rest)))
      (set! begun? #t)
      (if (pair? rest) (car rest) (eof-object)))))
