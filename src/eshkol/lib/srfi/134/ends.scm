;; Deques as two lists, and what is done at their ends.

;; The elements are those of `front`, and then those of `back` from its end to its beginning. Neither list is longer than
;; three times the other plus one, so that its first elements are always near.
(define-record-type <ideque>
  (new-ideque front-size front back-size back)
  ideque?
  (front-size front-size)
  (front front-list)
  (back-size back-size)
  (back back-list))

(define empty (new-ideque 0 '() 0 '()))

;; With the longer list shared out when it has become too long.
(define (balanced front-size front back-size back)
  (cond ((> front-size (+ 1 (* 3 back-size)))
         (let ((half (quotient (+ front-size back-size) 2)))
           (new-ideque half (take front half)
                       (- (+ front-size back-size) half) (append back (reverse (drop front half))))))
        ((> back-size (+ 1 (* 3 front-size)))
         (let ((half (quotient (+ front-size back-size) 2)))
           (new-ideque (- (+ front-size back-size) half) (append front (reverse (drop back half)))
                       half (take back half))))
        (else (new-ideque front-size front back-size back))))

(define (check-ideque who argument x)
  (if (not (ideque? x)) (%raise-type who argument "an ideque" x)))

(define (check-ideques who argument ideques)
  (if (pair? ideques)
      (begin
        (check-ideque who argument (car ideques))
        (check-ideques who (+ argument 1) (cdr ideques)))))

(define (check-not-empty who ideque)
  (check-ideque who 1 ideque)
  (if (= (size ideque) 0) (%raise-error who "the ideque is empty" '())))

(define (size ideque)
  (+ (front-size ideque) (back-size ideque)))

(define (elements ideque)
  (if (null? (back-list ideque))
      (front-list ideque)
      (append (front-list ideque) (reverse (back-list ideque)))))

(define (reversed-elements ideque)
  (append (back-list ideque) (reverse (front-list ideque))))

(define (ideque-of list)
  (balanced (length list) list 0 '()))

;;; (ideque element ...)
;;; An ideque of these elements.
;;; > (ideque->list (ideque 1 2 3))
;;; (1 2 3)
(define (ideque . elements)
  (ideque-of elements))

;;; (list->ideque list)
;;; An ideque of the elements of `list`.
;;; > (ideque-length (list->ideque '(a b)))
;;; 2
(define (list->ideque list)
  (if (list? list) (ideque-of list) (%raise-type 'list->ideque 1 "a list" list)))

;;; (ideque->list ideque)
;;; A list of the elements.
;;; > (ideque->list (ideque-add-front (ideque 2) 1))
;;; (1 2)
(define (ideque->list ideque)
  (check-ideque 'ideque->list 1 ideque)
  (list-copy (elements ideque)))

;;; (ideque? x)
;;; Whether `x` is an ideque.
;;; > (list (ideque? (ideque)) (ideque? '()))
;;; (#t #f)

;;; (ideque-empty? ideque)
;;; Whether there are no elements.
;;; > (list (ideque-empty? (ideque)) (ideque-empty? (ideque 1)))
;;; (#t #f)
(define (ideque-empty? ideque)
  (check-ideque 'ideque-empty? 1 ideque)
  (= (size ideque) 0))

;;; (ideque-length ideque)
;;; The number of elements.
;;; > (ideque-length (ideque 1 2 3))
;;; 3
(define (ideque-length ideque)
  (check-ideque 'ideque-length 1 ideque)
  (size ideque))

;;; (ideque-front ideque)
;;; The first element.
;;; > (ideque-front (ideque 1 2 3))
;;; 1
;;; > (ideque-front (ideque))
;;; error: ideque-front: the ideque is empty
(define (ideque-front ideque)
  (check-not-empty 'ideque-front ideque)
  (car (if (null? (front-list ideque)) (back-list ideque) (front-list ideque))))

;;; (ideque-back ideque)
;;; The last element.
;;; > (ideque-back (ideque 1 2 3))
;;; 3
(define (ideque-back ideque)
  (check-not-empty 'ideque-back ideque)
  (car (if (null? (back-list ideque)) (front-list ideque) (back-list ideque))))

;;; (ideque-add-front ideque x)
;;; An ideque with `x` before the elements.
;;; > (ideque->list (ideque-add-front (ideque 1 2) 0))
;;; (0 1 2)
(define (ideque-add-front ideque x)
  (check-ideque 'ideque-add-front 1 ideque)
  (balanced (+ (front-size ideque) 1) (cons x (front-list ideque)) (back-size ideque) (back-list ideque)))

;;; (ideque-add-back ideque x)
;;; An ideque with `x` after the elements.
;;; > (ideque->list (ideque-add-back (ideque 1 2) 3))
;;; (1 2 3)
(define (ideque-add-back ideque x)
  (check-ideque 'ideque-add-back 1 ideque)
  (balanced (front-size ideque) (front-list ideque) (+ (back-size ideque) 1) (cons x (back-list ideque))))

;;; (ideque-remove-front ideque)
;;; An ideque without the first element.
;;; > (ideque->list (ideque-remove-front (ideque 1 2 3)))
;;; (2 3)
(define (ideque-remove-front ideque)
  (check-not-empty 'ideque-remove-front ideque)
  (if (null? (front-list ideque))
      empty
      (balanced (- (front-size ideque) 1) (cdr (front-list ideque)) (back-size ideque) (back-list ideque))))

;;; (ideque-remove-back ideque)
;;; An ideque without the last element.
;;; > (ideque->list (ideque-remove-back (ideque 1 2 3)))
;;; (1 2)
(define (ideque-remove-back ideque)
  (check-not-empty 'ideque-remove-back ideque)
  (if (null? (back-list ideque))
      empty
      (balanced (front-size ideque) (front-list ideque) (- (back-size ideque) 1) (cdr (back-list ideque)))))

;;; (ideque-reverse ideque)
;;; An ideque of the elements in reverse order, made in constant time.
;;; > (ideque->list (ideque-reverse (ideque 1 2 3)))
;;; (3 2 1)
(define (ideque-reverse ideque)
  (check-ideque 'ideque-reverse 1 ideque)
  (new-ideque (back-size ideque) (back-list ideque) (front-size ideque) (front-list ideque)))

;;; (ideque-ref ideque k)
;;; The element at index `k`.
;;; > (ideque-ref (ideque 'a 'b 'c) 1)
;;; b
(define (ideque-ref ideque k)
  (check-ideque 'ideque-ref 1 ideque)
  (%check-index 'ideque-ref 2 k)
  (cond ((< k (front-size ideque)) (list-ref (front-list ideque) k))
        ((< k (size ideque)) (list-ref (back-list ideque) (- (size ideque) k 1)))
        (else (%raise-index 'ideque-ref 2 k (size ideque)))))

(define (check-count who ideque n)
  (check-ideque who 1 ideque)
  (%check-index who 2 n)
  (if (> n (size ideque)) (%raise-index who 2 n (size ideque))))

;; The first `n` elements, and the others.
(define (first-part ideque n)
  (if (<= n (front-size ideque))
      (balanced n (take (front-list ideque) n) 0 '())
      (let ((from-back (- n (front-size ideque))))
        (balanced (front-size ideque) (front-list ideque)
                  from-back (drop (back-list ideque) (- (back-size ideque) from-back))))))

(define (last-part ideque n)
  (ideque-reverse (first-part (ideque-reverse ideque) n)))

;;; (ideque-take ideque n)
;;; An ideque of the first `n` elements.
;;; > (ideque->list (ideque-take (ideque 1 2 3) 2))
;;; (1 2)
(define (ideque-take ideque n)
  (check-count 'ideque-take ideque n)
  (first-part ideque n))

;;; (ideque-take-right ideque n)
;;; An ideque of the last `n` elements.
;;; > (ideque->list (ideque-take-right (ideque 1 2 3) 2))
;;; (2 3)
(define (ideque-take-right ideque n)
  (check-count 'ideque-take-right ideque n)
  (last-part ideque n))

;;; (ideque-drop ideque n)
;;; An ideque without the first `n` elements.
;;; > (ideque->list (ideque-drop (ideque 1 2 3) 2))
;;; (3)
(define (ideque-drop ideque n)
  (check-count 'ideque-drop ideque n)
  (last-part ideque (- (size ideque) n)))

;;; (ideque-drop-right ideque n)
;;; An ideque without the last `n` elements.
;;; > (ideque->list (ideque-drop-right (ideque 1 2 3) 2))
;;; (1)
(define (ideque-drop-right ideque n)
  (check-count 'ideque-drop-right ideque n)
  (first-part ideque (- (size ideque) n)))

;;; (ideque-split-at ideque n)
;;; Two values: ideques of the first `n` elements and of the others.
;;; > (call-with-values (lambda () (ideque-split-at (ideque 1 2 3) 2)) (lambda (a b) (list (ideque->list a) (ideque->list b))))
;;; ((1 2) (3))
(define (ideque-split-at ideque n)
  (check-count 'ideque-split-at ideque n)
  (values (first-part ideque n) (last-part ideque (- (size ideque) n))))
