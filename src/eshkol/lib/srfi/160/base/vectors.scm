;; What every type of homogeneous vectors has: a record around a bytevector, with elements of some kind packed in it.

;; (define-vectors type size (ref-element set-element! kind) make vector vector? length ref set! ->list list->)
;; `type` is the name of the variable for the record type, which has one field. `size` is that of an element in bytes.
;; The two macros get the kind, the bytevector, the index and the name for errors.
(define-syntax define-vectors
  (syntax-rules ()
    ((_ type size (ref-element set-element! kind) make vector vector? length ref set ->list list->)
     (begin
       (define type (%make-record-type 'vector))

       (define (vector? x)
         (%record-is? x type))

       (define make
         (case-lambda
           ((count)
            (%check-index 'make 1 count)
            (%record type (make-bytevector (* size count) 0)))
           ((count fill)
            (let ((new (make count)))
              (let loop ((k 0))
                (if (< k count)
                    (begin
                      (set new k fill)
                      (loop (+ k 1)))
                    new))))))

       (define (length v)
         (quotient (bytevector-length (%record-ref v type 0 'length)) size))

       (define (ref v k)
         (ref-element kind (%record-ref v type 0 'ref) k 'ref))

       (define (set v k element)
         (set-element! kind (%record-ref v type 0 'set) k 'set element))

       (define (list-> elements)
         (if (not (list? elements)) (%raise-type 'list-> 1 "a list" elements))
         (let ((new (make (list-length elements))))
           (let loop ((k 0) (rest elements))
             (if (pair? rest)
                 (begin
                   (set new k (car rest))
                   (loop (+ k 1) (cdr rest)))
                 new))))

       (define (vector . elements)
         (list-> elements))

       (define ->list
         (case-lambda
           ((v) (->list v 0 (length v)))
           ((v start) (->list v start (length v)))
           ((v start end)
            (%check-range '->list 2 start end (length v))
            (let loop ((k end) (elements '()))
              (if (> k start)
                  (loop (- k 1) (cons (ref v (- k 1)) elements))
                  elements)))))))))

(define (list-length list)
  (length list))

(define-syntax real-set!
  (syntax-rules ()
    ((_ kind bytes k who element) (%packed-set! kind bytes k who element))))

;; A complex number is two flonums, one after the other.
(define-syntax complex-ref
  (syntax-rules ()
    ((_ kind bytes k who)
     (let ((place (place-of-complex kind bytes k who)))
       (make-rectangular (%packed-flonum-ref kind bytes place who)
                         (%packed-flonum-ref kind bytes (+ place 1) who))))))

(define-syntax complex-set!
  (syntax-rules ()
    ((_ kind bytes k who element)
     (let ((place (place-of-complex kind bytes k who))
           (number element))
       (if (not (number? number)) (%raise-type who 3 "a number" number))
       (%packed-set! kind bytes place who (inexact (real-part number)))
       (%packed-set! kind bytes (+ place 1) who (inexact (imag-part number)))))))

(define (place-of-complex kind bytes k who)
  (let ((size (quotient (bytevector-length bytes) (if (= kind 10) 8 16))))
    (%check-index who 2 k)
    (if (>= k size) (%raise-index who 2 k size))
    (* 2 k)))

;; Is x an exact integer between two numbers?
(define (between? x least most)
  (and (exact-integer? x) (<= least x most)))

(define (inexact-real? x)
  (and (real? x) (inexact? x)))

(define (inexact-number? x)
  (and (number? x) (inexact? x)))
