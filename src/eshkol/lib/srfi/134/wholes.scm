;; Making deques, and what is done with all their elements, through lists.

;;; (ideque-tabulate size make)
;;; An ideque of (make k) for each index k from 0 to `size` - 1.
;;; > (ideque->list (ideque-tabulate 3 -))
;;; (0 -1 -2)
(define (ideque-tabulate size make)
  (%check-index 'ideque-tabulate 1 size)
  (%check-procedure 'ideque-tabulate 2 make)
  (ideque-of (list-tabulate size make)))

;;; (ideque-unfold stop? mapper successor seed)
;;; An ideque of (mapper seed) for `seed`, (successor seed) and so on until `stop?` is true.
;;; > (ideque->list (ideque-unfold (lambda (n) (> n 3)) (lambda (n) (* n n)) (lambda (n) (+ n 1)) 1))
;;; (1 4 9)
(define (ideque-unfold stop? mapper successor seed)
  (ideque-of (unfold stop? mapper successor seed)))

;;; (ideque-unfold-right stop? mapper successor seed)
;;; The same in the opposite order: the first element made is the last.
;;; > (ideque->list (ideque-unfold-right (lambda (n) (> n 3)) (lambda (n) (* n n)) (lambda (n) (+ n 1)) 1))
;;; (9 4 1)
(define (ideque-unfold-right stop? mapper successor seed)
  (ideque-of (unfold-right stop? mapper successor seed)))

;;; (generator->ideque generator)
;;; An ideque of what `generator` gives before an end-of-file object.
;;; > (let ((n 0)) (ideque->list (generator->ideque (lambda () (set! n (+ n 1)) (if (> n 3) (eof-object) n)))))
;;; (1 2 3)
(define (generator->ideque generator)
  (%check-procedure 'generator->ideque 1 generator)
  (let loop ((x (generator)) (found '()))
    (if (eof-object? x)
        (ideque-of (reverse found))
        (loop (generator) (cons x found)))))

;;; (ideque->generator ideque)
;;; A procedure that gives the elements one after the other and then end-of-file objects.
;;; > (let* ((next (ideque->generator (ideque 1 2))) (a (next)) (b (next))) (list a b (eof-object? (next))))
;;; (1 2 #t)
(define (ideque->generator ideque)
  (check-ideque 'ideque->generator 1 ideque)
  (lambda ()
    (if (= (size ideque) 0)
        (eof-object)
        (let ((x (ideque-front ideque)))
          (set! ideque (ideque-remove-front ideque))
          x))))

;;; (ideque= same? ideque ...)
;;; Whether all ideques have the same length, and elements that are `same?`.
;;; > (list (ideque= eq? (ideque 'a 'b) (ideque 'a 'b)) (ideque= = (ideque 1) (ideque 1 2)) (ideque= eq?))
;;; (#t #f #t)
(define (ideque= same? . ideques)
  (%check-procedure 'ideque= 1 same?)
  (check-ideques 'ideque= 2 ideques)
  (apply list= same? (map elements ideques)))

;; The procedure first, then ideques: (define-through-lists name (parameter ...) result-of-the-call) checks and passes
;; lists; `call` is what is applied to the parameters and the lists.
(define-syntax define-through-lists
  (syntax-rules ()
    ((_ name (parameter ...) call finish)
     (define (name procedure parameter ... ideque1 . ideques)
       (%check-procedure 'name 1 procedure)
       (check-ideques 'name 2 (cons ideque1 ideques))
       (finish (apply call procedure parameter ... (elements ideque1) (map elements ideques)))))))

;;; (ideque-any predicate ideque1 ideque2 ...)
;;; The first true result of applying `predicate` to the elements, or #f.
;;; > (ideque-any (lambda (x) (and (even? x) (* 10 x))) (ideque 1 2 3))
;;; 20
(define-through-lists ideque-any () any values)

;;; (ideque-every predicate ideque1 ideque2 ...)
;;; #f if `predicate` is false for some elements; otherwise its last result, or #t of none.
;;; > (ideque-every odd? (ideque 1 3))
;;; #t
(define-through-lists ideque-every () every values)

;;; (ideque-count predicate ideque1 ideque2 ...)
;;; For how many elements `predicate` is true.
;;; > (ideque-count odd? (ideque 1 2 3))
;;; 2
(define-through-lists ideque-count () count values)

;;; (ideque-map procedure ideque1 ideque2 ...)
;;; An ideque of the results of applying `procedure` to the elements.
;;; > (ideque->list (ideque-map + (ideque 1 2 3) (ideque 10 20)))
;;; (11 22)
(define-through-lists ideque-map () map ideque-of)

;;; (ideque-filter-map procedure ideque1 ideque2 ...)
;;; The same without results that are #f.
;;; > (ideque->list (ideque-filter-map (lambda (x) (and (odd? x) (* x x))) (ideque 1 2 3)))
;;; (1 9)
(define-through-lists ideque-filter-map () filter-map ideque-of)

;;; (ideque-append-map procedure ideque1 ideque2 ...)
;;; An ideque of the elements of all results, which are ideques.
;;; > (ideque->list (ideque-append-map (lambda (x) (ideque x x)) (ideque 1 2)))
;;; (1 1 2 2)
(define-through-lists ideque-append-map () map (lambda (results) (appended 'ideque-append-map results)))

;;; (ideque-for-each procedure ideque1 ideque2 ...)
;;; Applies `procedure` to the elements, in order, for its effects.
;;; > (let ((seen '())) (ideque-for-each (lambda (x) (set! seen (cons x seen))) (ideque 1 2 3)) seen)
;;; (3 2 1)
(define-through-lists ideque-for-each () for-each values)

;;; (ideque-for-each-right procedure ideque1 ideque2 ...)
;;; The same from the last elements to the first; several ideques must have the same length.
;;; > (let ((seen '())) (ideque-for-each-right (lambda (x) (set! seen (cons x seen))) (ideque 1 2 3)) seen)
;;; (1 2 3)
(define (ideque-for-each-right procedure ideque1 . ideques)
  (%check-procedure 'ideque-for-each-right 1 procedure)
  (check-ideques 'ideque-for-each-right 2 (cons ideque1 ideques))
  (apply for-each procedure (reversed-elements ideque1) (map reversed-elements ideques)))

;;; (ideque-fold combine initial ideque1 ideque2 ...)
;;; Combines from the left: (combine element ... accumulated), starting with `initial`.
;;; > (ideque-fold cons '() (ideque 1 2 3))
;;; (3 2 1)
(define-through-lists ideque-fold (initial) fold values)

;;; (ideque-fold-right combine initial ideque1 ideque2 ...)
;;; Combines from the right: (combine element ... accumulated), starting with `initial`.
;;; > (ideque-fold-right cons '() (ideque 1 2 3))
;;; (1 2 3)
(define-through-lists ideque-fold-right (initial) fold-right values)

;;; (ideque-append ideque ...)
;;; An ideque of the elements of all ideques in order.
;;; > (ideque->list (ideque-append (ideque 1 2) (ideque) (ideque 3)))
;;; (1 2 3)
(define (ideque-append . ideques)
  (appended 'ideque-append ideques))

(define (appended who ideques)
  (check-ideques who 1 ideques)
  (ideque-of (append-map elements ideques)))

;;; (ideque-zip ideque1 ideque2 ...)
;;; An ideque of lists: of the first elements, of the second ones and so on.
;;; > (ideque->list (ideque-zip (ideque 1 2 3) (ideque 'a 'b)))
;;; ((1 a) (2 b))
(define (ideque-zip ideque1 . ideques)
  (apply ideque-map list ideque1 ideques))

(define (check-predicate-and-ideque who predicate ideque)
  (%check-procedure who 1 predicate)
  (check-ideque who 2 ideque))

;;; (ideque-filter predicate ideque)
;;; An ideque of the elements that satisfy `predicate`.
;;; > (ideque->list (ideque-filter odd? (ideque 1 2 3)))
;;; (1 3)
(define (ideque-filter predicate ideque)
  (check-predicate-and-ideque 'ideque-filter predicate ideque)
  (ideque-of (filter predicate (elements ideque))))

;;; (ideque-remove predicate ideque)
;;; An ideque of the elements that do not satisfy `predicate`.
;;; > (ideque->list (ideque-remove odd? (ideque 1 2 3)))
;;; (2)
(define (ideque-remove predicate ideque)
  (check-predicate-and-ideque 'ideque-remove predicate ideque)
  (ideque-of (remove predicate (elements ideque))))

;; Two values, lists, as ideques.
(define-syntax both-as-ideques
  (syntax-rules ()
    ((_ expression)
     (let-values (((a b) expression)) (values (ideque-of a) (ideque-of b))))))

;;; (ideque-partition predicate ideque)
;;; Two values: ideques of the elements that satisfy `predicate` and of the others.
;;; > (call-with-values (lambda () (ideque-partition odd? (ideque 1 2 3))) (lambda (a b) (list (ideque->list a) (ideque->list b))))
;;; ((1 3) (2))
(define (ideque-partition predicate ideque)
  (check-predicate-and-ideque 'ideque-partition predicate ideque)
  (both-as-ideques (partition predicate (elements ideque))))

;;; (ideque-find predicate ideque [failure])
;;; The first element that satisfies `predicate`; otherwise the result of `failure`, or #f.
;;; > (list (ideque-find even? (ideque 1 2 4)) (ideque-find even? (ideque 1)) (ideque-find even? (ideque) (lambda () 'none)))
;;; (2 #f none)
(define (ideque-find predicate ideque . failure)
  (check-predicate-and-ideque 'ideque-find predicate ideque)
  (found predicate (elements ideque) failure))

;;; (ideque-find-right predicate ideque [failure])
;;; The last element that satisfies `predicate`; otherwise the result of `failure`, or #f.
;;; > (ideque-find-right even? (ideque 1 2 4 5))
;;; 4
(define (ideque-find-right predicate ideque . failure)
  (check-predicate-and-ideque 'ideque-find-right predicate ideque)
  (found predicate (reversed-elements ideque) failure))

(define (found predicate list failure)
  (let ((rest (find-tail predicate list)))
    (cond (rest (car rest))
          ((null? failure) #f)
          (else ((car failure))))))

;;; (ideque-take-while predicate ideque)
;;; An ideque of the longest beginning whose elements satisfy `predicate`.
;;; > (ideque->list (ideque-take-while odd? (ideque 1 3 4 5)))
;;; (1 3)
(define (ideque-take-while predicate ideque)
  (check-predicate-and-ideque 'ideque-take-while predicate ideque)
  (ideque-of (take-while predicate (elements ideque))))

;;; (ideque-take-while-right predicate ideque)
;;; An ideque of the longest end whose elements satisfy `predicate`.
;;; > (ideque->list (ideque-take-while-right odd? (ideque 1 4 3 5)))
;;; (3 5)
(define (ideque-take-while-right predicate ideque)
  (check-predicate-and-ideque 'ideque-take-while-right predicate ideque)
  (ideque-of (reverse (take-while predicate (reversed-elements ideque)))))

;;; (ideque-drop-while predicate ideque)
;;; An ideque without the longest beginning whose elements satisfy `predicate`.
;;; > (ideque->list (ideque-drop-while odd? (ideque 1 3 4 5)))
;;; (4 5)
(define (ideque-drop-while predicate ideque)
  (check-predicate-and-ideque 'ideque-drop-while predicate ideque)
  (ideque-of (drop-while predicate (elements ideque))))

;;; (ideque-drop-while-right predicate ideque)
;;; An ideque without the longest end whose elements satisfy `predicate`.
;;; > (ideque->list (ideque-drop-while-right odd? (ideque 1 4 3 5)))
;;; (1 4)
(define (ideque-drop-while-right predicate ideque)
  (check-predicate-and-ideque 'ideque-drop-while-right predicate ideque)
  (ideque-of (reverse (drop-while predicate (reversed-elements ideque)))))

;;; (ideque-span predicate ideque)
;;; Two values: ideques of the longest beginning whose elements satisfy `predicate`, and of the rest.
;;; > (call-with-values (lambda () (ideque-span odd? (ideque 1 3 4 5))) (lambda (a b) (list (ideque->list a) (ideque->list b))))
;;; ((1 3) (4 5))
(define (ideque-span predicate ideque)
  (check-predicate-and-ideque 'ideque-span predicate ideque)
  (both-as-ideques (span predicate (elements ideque))))

;;; (ideque-break predicate ideque)
;;; Two values: ideques of the longest beginning without an element that satisfies `predicate`, and of the rest.
;;; > (call-with-values (lambda () (ideque-break even? (ideque 1 3 4 5))) (lambda (a b) (list (ideque->list a) (ideque->list b))))
;;; ((1 3) (4 5))
(define (ideque-break predicate ideque)
  (check-predicate-and-ideque 'ideque-break predicate ideque)
  (both-as-ideques (break predicate (elements ideque))))
