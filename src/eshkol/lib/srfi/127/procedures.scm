;; Procedures that apply procedures to the elements, or combine lazy sequences. Results are lazy where they are sequences.

;;; (lseq=? same? lseq1 lseq2)
;;; Whether both have the same length, and elements that are `same?`.
;;; > (list (lseq=? = '(1 2) '(1 2)) (lseq=? = '(1) '(1 2)))
;;; (#t #f)
(define (lseq=? same? lseq1 lseq2)
  (%check-procedure 'lseq=? 1 same?)
  (check-sequence 'lseq=? 2 lseq1)
  (check-sequence 'lseq=? 3 lseq2)
  (let loop ((a lseq1) (b lseq2))
    (cond ((null? a) (null? b))
          ((null? b) #f)
          (else (and (same? (car a) (car b)) (loop (rest-of a) (rest-of b)))))))

;;; (lseq-take lseq k)
;;; The lazy sequence of the first `k` elements.
;;; > (lseq-realize (lseq-take '(1 2 3) 2))
;;; (1 2)
(define (lseq-take lseq k)
  (check-sequence 'lseq-take 1 lseq)
  (%check-index 'lseq-take 2 k)
  (let ((next (lseq->generator lseq)) (left k))
    (generator->lseq
     (lambda ()
       (if (= left 0)
           (eof-object)
           (let ((x (next)))
             (if (eof-object? x) (%raise-error 'lseq-take "the lazy sequence has not so many elements" (list k)))
             (set! left (- left 1))
             x))))))

;;; (lseq-append lseq ...)
;;; The lazy sequence of the elements of all, one sequence after the other.
;;; > (lseq-realize (lseq-append '(1 2) '() '(3)))
;;; (1 2 3)
(define (lseq-append . sequences)
  (check-sequences 'lseq-append 1 sequences)
  (let ((generators (map lseq->generator sequences)))
    (generator->lseq
     (lambda ()
       (let loop ()
         (if (null? generators)
             (eof-object)
             (let ((x ((car generators))))
               (if (eof-object? x)
                   (begin
                     (set! generators (cdr generators))
                     (loop))
                   x))))))))

;; A generator of the results of `procedure` for the elements, until one sequence ends.
(define (mapped procedure sequences)
  (let ((generators (map lseq->generator sequences)))
    (lambda ()
      (let ((row (map (lambda (next) (next)) generators)))
        (if (any eof-object? row)
            (eof-object)
            (apply procedure row))))))

;;; (lseq-zip lseq1 lseq2 ...)
;;; The lazy sequence of lists: of the first elements, of the second ones and so on.
;;; > (lseq-realize (lseq-zip '(1 2 3) '(a b)))
;;; ((1 a) (2 b))
(define (lseq-zip lseq1 . sequences)
  (check-sequences 'lseq-zip 1 (cons lseq1 sequences))
  (generator->lseq (mapped list (cons lseq1 sequences))))

;;; (lseq-map procedure lseq1 lseq2 ...)
;;; The lazy sequence of the results of applying `procedure` to the elements.
;;; > (lseq-realize (lseq-map + '(1 2 3) '(10 20)))
;;; (11 22)
(define (lseq-map procedure lseq1 . sequences)
  (%check-procedure 'lseq-map 1 procedure)
  (check-sequences 'lseq-map 2 (cons lseq1 sequences))
  (generator->lseq (mapped procedure (cons lseq1 sequences))))

;; Calls (step element ...) for the elements of all sequences until one ends or `step` returns something true, which is the
;; result then.
(define (walk step sequences)
  (if (null? (cdr sequences))
      (let loop ((rest (car sequences)))
        (and (pair? rest)
             (or (step (car rest)) (loop (rest-of rest)))))
      (let loop ((rests sequences))
        (and (every pair? rests)
             (or (apply step (map car rests)) (loop (map rest-of rests)))))))

;;; (lseq-for-each procedure lseq1 lseq2 ...)
;;; Applies `procedure` to the elements, in order, for its effects.
;;; > (let ((sum 0)) (lseq-for-each (lambda (x) (set! sum (+ sum x))) '(1 2 3)) sum)
;;; 6
(define (lseq-for-each procedure lseq1 . sequences)
  (%check-procedure 'lseq-for-each 1 procedure)
  (check-sequences 'lseq-for-each 2 (cons lseq1 sequences))
  (walk (lambda elements (apply procedure elements) #f) (cons lseq1 sequences)))

(define (chosen who wanted? predicate lseq)
  (%check-procedure who 1 predicate)
  (check-sequence who 2 lseq)
  (let ((next (lseq->generator lseq)))
    (generator->lseq
     (lambda ()
       (let loop ((x (next)))
         (if (or (eof-object? x) (eq? wanted? (and (predicate x) #t)))
             x
             (loop (next))))))))

;;; (lseq-filter predicate lseq)
;;; The lazy sequence of the elements that satisfy `predicate`.
;;; > (lseq-realize (lseq-filter odd? '(1 2 3)))
;;; (1 3)
(define (lseq-filter predicate lseq)
  (chosen 'lseq-filter #t predicate lseq))

;;; (lseq-remove predicate lseq)
;;; The lazy sequence of the elements that do not satisfy `predicate`.
;;; > (lseq-realize (lseq-remove odd? '(1 2 3)))
;;; (2)
(define (lseq-remove predicate lseq)
  (chosen 'lseq-remove #f predicate lseq))

;; The part that begins with the first element that satisfies `predicate`, or #f.
(define (tail-with who predicate lseq)
  (%check-procedure who 1 predicate)
  (check-sequence who 2 lseq)
  (let loop ((rest lseq))
    (and (pair? rest)
         (if (predicate (car rest)) rest (loop (rest-of rest))))))

;;; (lseq-find predicate lseq)
;;; The first element that satisfies `predicate`, or #f.
;;; > (list (lseq-find even? '(1 2 3)) (lseq-find even? '(1)))
;;; (2 #f)
(define (lseq-find predicate lseq)
  (let ((found (tail-with 'lseq-find predicate lseq)))
    (and found (car found))))

;;; (lseq-find-tail predicate lseq)
;;; The part that begins with the first element that satisfies `predicate`, or #f.
;;; > (lseq-find-tail even? '(1 2 3))
;;; (2 3)
(define (lseq-find-tail predicate lseq)
  (tail-with 'lseq-find-tail predicate lseq))

;;; (lseq-take-while predicate lseq)
;;; The lazy sequence of the longest beginning whose elements satisfy `predicate`.
;;; > (lseq-realize (lseq-take-while odd? '(1 3 4 5)))
;;; (1 3)
(define (lseq-take-while predicate lseq)
  (%check-procedure 'lseq-take-while 1 predicate)
  (check-sequence 'lseq-take-while 2 lseq)
  (let ((next (lseq->generator lseq)))
    (generator->lseq
     (lambda ()
       (let ((x (next)))
         (if (or (eof-object? x) (predicate x)) x (eof-object)))))))

;;; (lseq-drop-while predicate lseq)
;;; The part after the longest beginning whose elements satisfy `predicate`.
;;; > (lseq-drop-while odd? '(1 3 4 5))
;;; (4 5)
(define (lseq-drop-while predicate lseq)
  (%check-procedure 'lseq-drop-while 1 predicate)
  (or (tail-with 'lseq-drop-while (lambda (x) (not (predicate x))) lseq) '()))

;;; (lseq-any predicate lseq1 lseq2 ...)
;;; The first true result of applying `predicate` to the elements, or #f.
;;; > (lseq-any (lambda (x) (and (even? x) (* 10 x))) '(1 2 3))
;;; 20
(define (lseq-any predicate lseq1 . sequences)
  (%check-procedure 'lseq-any 1 predicate)
  (check-sequences 'lseq-any 2 (cons lseq1 sequences))
  (walk predicate (cons lseq1 sequences)))

;;; (lseq-every predicate lseq1 lseq2 ...)
;;; #f if `predicate` is false for some elements; otherwise its last result, or #t of none.
;;; > (list (lseq-every odd? '(1 3)) (lseq-every odd? '(1 2)) (lseq-every odd? '()))
;;; (#t #f #t)
(define (lseq-every predicate lseq1 . sequences)
  (%check-procedure 'lseq-every 1 predicate)
  (check-sequences 'lseq-every 2 (cons lseq1 sequences))
  (let ((result #t))
    (walk (lambda elements (set! result (apply predicate elements)) (not result)) (cons lseq1 sequences))
    result))

;;; (lseq-index predicate lseq1 lseq2 ...)
;;; The index of the first elements that satisfy `predicate`, or #f.
;;; > (lseq-index even? '(1 3 4))
;;; 2
(define (lseq-index predicate lseq1 . sequences)
  (%check-procedure 'lseq-index 1 predicate)
  (check-sequences 'lseq-index 2 (cons lseq1 sequences))
  (let ((index -1))
    (walk (lambda elements (set! index (+ index 1)) (and (apply predicate elements) index)) (cons lseq1 sequences))))

;;; (lseq-member x lseq [same?])
;;; The part that begins with the first element equal to `x`, or #f; `same?` is equal? unless given.
;;; > (list (lseq-member "b" '("a" "b" "c")) (lseq-member 2.0 '(1 2) =))
;;; (("b" "c") (2))
(define lseq-member
  (case-lambda
    ((x lseq) (tail-with 'lseq-member (lambda (element) (equal? x element)) lseq))
    ((x lseq same?)
     (%check-procedure 'lseq-member 3 same?)
     (tail-with 'lseq-member (lambda (element) (same? x element)) lseq))))

;;; (lseq-memq x lseq)
;;; The part that begins with the first element that is eq? to `x`, or #f.
;;; > (lseq-memq 'b '(a b c))
;;; (b c)
(define (lseq-memq x lseq)
  (tail-with 'lseq-memq (lambda (element) (eq? x element)) lseq))

;;; (lseq-memv x lseq)
;;; The part that begins with the first element that is eqv? to `x`, or #f.
;;; > (lseq-memv 2.5 '(1 2.5 3))
;;; (2.5 3)
(define (lseq-memv x lseq)
  (tail-with 'lseq-memv (lambda (element) (eqv? x element)) lseq))
