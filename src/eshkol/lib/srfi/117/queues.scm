;; List queues: a list together with its last pair.

;; `first` is the list and `last` its last pair; both are () in an empty queue.
(define-record-type <list-queue>
  (new-queue first last)
  list-queue?
  (first first-pair set-first-pair!)
  (last final-pair set-final-pair!))

(define (check-queue who argument x)
  (if (not (list-queue? x)) (%raise-type who argument "a list queue" x)))

(define (check-not-empty who queue)
  (check-queue who 1 queue)
  (if (null? (first-pair queue)) (%raise-error who "the list queue is empty" '())))

(define (check-list who argument x)
  (if (not (list? x)) (%raise-type who argument "a list" x)))

;;; (make-list-queue list [last])
;;; A queue of the elements of `list`, whose pairs it uses; `last` is the last pair, if that is known.
;;; > (list-queue-back (make-list-queue (list 1 2 3)))
;;; 3
(define make-list-queue
  (case-lambda
    ((list)
     (check-list 'make-list-queue 1 list)
     (queue-of list))
    ((list last) (new-queue list last))))

(define (queue-of list)
  (new-queue list (if (pair? list) (last-pair list) '())))

;;; (list-queue element ...)
;;; A queue of these elements.
;;; > (list-queue-list (list-queue 1 2 3))
;;; (1 2 3)
(define (list-queue . elements)
  (queue-of elements))

;;; (list-queue-copy queue)
;;; A fresh queue of the same elements.
;;; > (let* ((q (list-queue 1)) (r (list-queue-copy q))) (list-queue-add-back! r 2) (list-queue-list q))
;;; (1)
(define (list-queue-copy queue)
  (check-queue 'list-queue-copy 1 queue)
  (queue-of (list-copy (first-pair queue))))

;;; (list-queue-unfold stop? mapper successor seed [queue])
;;; Puts (mapper seed) for `seed`, (successor seed) and so on until `stop?` is true, before the elements of `queue`, which
;;; is a fresh queue unless given, and returns it.
;;; > (list-queue-list (list-queue-unfold (lambda (x) (> x 3)) (lambda (x) (* x 2)) (lambda (x) (+ x 1)) 0 (list-queue 8)))
;;; (0 2 4 6 8)
(define list-queue-unfold
  (case-lambda
    ((stop? mapper successor seed) (list-queue-unfold stop? mapper successor seed (list-queue)))
    ((stop? mapper successor seed queue)
     (check-queue 'list-queue-unfold 5 queue)
     (let ((results (reverse (unfolded 'list-queue-unfold stop? mapper successor seed))))
       (become! queue (list-queue-append! (queue-of results) queue))))))

;; Makes the elements of `other` those of `queue`.
(define (become! queue other)
  (set-first-pair! queue (first-pair other))
  (set-final-pair! queue (final-pair other))
  queue)

;; The mapped seeds, the last one first.
(define (unfolded who stop? mapper successor seed)
  (%check-procedure who 1 stop?)
  (%check-procedure who 2 mapper)
  (%check-procedure who 3 successor)
  (let loop ((seed seed) (results '()))
    (if (stop? seed)
        results
        (loop (successor seed) (cons (mapper seed) results)))))

;;; (list-queue-unfold-right stop? mapper successor seed [queue])
;;; The same in the opposite order, after the elements of `queue`.
;;; > (list-queue-list
;;;     (list-queue-unfold-right (lambda (x) (> x 3)) (lambda (x) (* x 2)) (lambda (x) (+ x 1)) 0 (list-queue 8)))
;;; (8 6 4 2 0)
(define list-queue-unfold-right
  (case-lambda
    ((stop? mapper successor seed) (list-queue-unfold-right stop? mapper successor seed (list-queue)))
    ((stop? mapper successor seed queue)
     (check-queue 'list-queue-unfold-right 5 queue)
     (let ((results (unfolded 'list-queue-unfold-right stop? mapper successor seed)))
       (become! queue (list-queue-append! queue (queue-of results)))))))

;;; (list-queue? x)
;;; Whether `x` is a list queue.
;;; > (list (list-queue? (list-queue)) (list-queue? '()))
;;; (#t #f)

;;; (list-queue-empty? queue)
;;; Whether `queue` has no elements.
;;; > (list-queue-empty? (list-queue))
;;; #t
(define (list-queue-empty? queue)
  (check-queue 'list-queue-empty? 1 queue)
  (null? (first-pair queue)))

;;; (list-queue-front queue)
;;; The first element.
;;; > (list-queue-front (list-queue 1 2))
;;; 1
;;; > (list-queue-front (list-queue))
;;; error: list-queue-front: the list queue is empty
(define (list-queue-front queue)
  (check-not-empty 'list-queue-front queue)
  (car (first-pair queue)))

;;; (list-queue-back queue)
;;; The last element.
;;; > (list-queue-back (list-queue 1 2))
;;; 2
(define (list-queue-back queue)
  (check-not-empty 'list-queue-back queue)
  (car (final-pair queue)))

;;; (list-queue-list queue)
;;; The list of the elements, of whose pairs the queue is made.
;;; > (list-queue-list (list-queue 1 2))
;;; (1 2)
(define (list-queue-list queue)
  (check-queue 'list-queue-list 1 queue)
  (first-pair queue))

;;; (list-queue-first-last queue)
;;; Two values: the first and the last pair of the list of the elements; two empty lists if there are none.
;;; > (call-with-values (lambda () (list-queue-first-last (list-queue 1 2))) list)
;;; ((1 2) (2))
(define (list-queue-first-last queue)
  (check-queue 'list-queue-first-last 1 queue)
  (values (first-pair queue) (final-pair queue)))

;;; (list-queue-add-front! queue x)
;;; Puts `x` before the first element.
;;; > (let ((q (list-queue 2))) (list-queue-add-front! q 1) (list-queue-list q))
;;; (1 2)
(define (list-queue-add-front! queue x)
  (check-queue 'list-queue-add-front! 1 queue)
  (let ((pair (cons x (first-pair queue))))
    (if (null? (first-pair queue)) (set-final-pair! queue pair))
    (set-first-pair! queue pair)))

;;; (list-queue-add-back! queue x)
;;; Puts `x` after the last element.
;;; > (let ((q (list-queue))) (list-queue-add-back! q 1) (list-queue-add-back! q 2) (list-queue-list q))
;;; (1 2)
(define (list-queue-add-back! queue x)
  (check-queue 'list-queue-add-back! 1 queue)
  (let ((pair (list x)))
    (if (null? (first-pair queue))
        (set-first-pair! queue pair)
        (set-cdr! (final-pair queue) pair))
    (set-final-pair! queue pair)))

;;; (list-queue-remove-front! queue)
;;; Takes out the first element and returns it.
;;; > (let* ((q (list-queue 1 2)) (x (list-queue-remove-front! q))) (list x (list-queue-list q)))
;;; (1 (2))
(define (list-queue-remove-front! queue)
  (check-not-empty 'list-queue-remove-front! queue)
  (let ((pair (first-pair queue)))
    (set-first-pair! queue (cdr pair))
    (if (null? (cdr pair)) (set-final-pair! queue '()))
    (car pair)))

;;; (list-queue-remove-back! queue)
;;; Takes out the last element and returns it; the time is in proportion to the length.
;;; > (let* ((q (list-queue 1 2 3)) (x (list-queue-remove-back! q))) (list x (list-queue-list q) (list-queue-back q)))
;;; (3 (1 2) 2)
(define (list-queue-remove-back! queue)
  (check-not-empty 'list-queue-remove-back! queue)
  (let ((last (final-pair queue)))
    (if (eq? last (first-pair queue))
        (empty! queue)
        (let loop ((pair (first-pair queue)))
          (if (eq? (cdr pair) last)
              (begin
                (set-cdr! pair '())
                (set-final-pair! queue pair))
              (loop (cdr pair)))))
    (car last)))

(define (empty! queue)
  (set-first-pair! queue '())
  (set-final-pair! queue '()))

;;; (list-queue-remove-all! queue)
;;; Takes out all elements and returns the list of them.
;;; > (let* ((q (list-queue 1 2)) (all (list-queue-remove-all! q))) (list all (list-queue-empty? q)))
;;; ((1 2) #t)
(define (list-queue-remove-all! queue)
  (check-queue 'list-queue-remove-all! 1 queue)
  (let ((elements (first-pair queue)))
    (empty! queue)
    elements))

;;; (list-queue-set-list! queue list [last])
;;; Makes the elements of `list`, whose pairs are used, those of `queue`; `last` is the last pair, if that is known.
;;; > (let ((q (list-queue 1))) (list-queue-set-list! q (list 'a 'b)) (list-queue-back q))
;;; b
(define list-queue-set-list!
  (case-lambda
    ((queue list)
     (check-list 'list-queue-set-list! 2 list)
     (list-queue-set-list! queue list (if (pair? list) (last-pair list) '())))
    ((queue list last)
     (check-queue 'list-queue-set-list! 1 queue)
     (set-first-pair! queue list)
     (set-final-pair! queue last))))

;;; (list-queue-append queue ...)
;;; A fresh queue of the elements of all queues in order.
;;; > (list-queue-list (list-queue-append (list-queue 1 2) (list-queue) (list-queue 3)))
;;; (1 2 3)
(define (list-queue-append . queues)
  (concatenation 'list-queue-append queues))

(define (concatenation who queues)
  (let ((result (list-queue)))
    (for-each (lambda (queue)
                (check-queue who 1 queue)
                (for-each (lambda (x) (list-queue-add-back! result x)) (first-pair queue)))
              queues)
    result))

;;; (list-queue-append! queue ...)
;;; A queue of the elements of all queues, whose pairs are used; the queues must not be used any more.
;;; > (list-queue-list (list-queue-append! (list-queue 1 2) (list-queue 3)))
;;; (1 2 3)
(define (list-queue-append! . queues)
  (let ((result (list-queue)))
    (for-each (lambda (queue)
                (check-queue 'list-queue-append! 1 queue)
                (cond ((null? (first-pair queue)))
                      ((null? (first-pair result))
                       (set-first-pair! result (first-pair queue))
                       (set-final-pair! result (final-pair queue)))
                      (else
                       (set-cdr! (final-pair result) (first-pair queue))
                       (set-final-pair! result (final-pair queue)))))
              queues)
    result))

;;; (list-queue-concatenate queues)
;;; A fresh queue of the elements of all queues in a list.
;;; > (list-queue-list (list-queue-concatenate (list (list-queue 1 2) (list-queue 3))))
;;; (1 2 3)
(define (list-queue-concatenate queues)
  (check-list 'list-queue-concatenate 1 queues)
  (concatenation 'list-queue-concatenate queues))

;;; (list-queue-map procedure queue)
;;; A fresh queue of the results of applying `procedure` to the elements.
;;; > (list-queue-list (list-queue-map - (list-queue 1 2)))
;;; (-1 -2)
(define (list-queue-map procedure queue)
  (%check-procedure 'list-queue-map 1 procedure)
  (check-queue 'list-queue-map 2 queue)
  (queue-of (map procedure (first-pair queue))))

;;; (list-queue-map! procedure queue)
;;; Replaces each element by the result of applying `procedure` to it.
;;; > (let ((q (list-queue 1 2))) (list-queue-map! - q) (list-queue-list q))
;;; (-1 -2)
(define (list-queue-map! procedure queue)
  (%check-procedure 'list-queue-map! 1 procedure)
  (check-queue 'list-queue-map! 2 queue)
  (let loop ((pair (first-pair queue)))
    (if (pair? pair)
        (begin
          (set-car! pair (procedure (car pair)))
          (loop (cdr pair))))))

;;; (list-queue-for-each procedure queue)
;;; Applies `procedure` to each element, in order, for its effects.
;;; > (let ((sum 0)) (list-queue-for-each (lambda (x) (set! sum (+ sum x))) (list-queue 1 2)) sum)
;;; 3
(define (list-queue-for-each procedure queue)
  (%check-procedure 'list-queue-for-each 1 procedure)
  (check-queue 'list-queue-for-each 2 queue)
  (for-each procedure (first-pair queue)))
