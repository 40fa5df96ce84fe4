;; How procedures with an optional range of indices are defined.

;; (define-ranged (name parameter ...) string k start end body ...)
;; Defines a procedure with these parameters, of which `string` is the k-th, followed by optional start and end
;; indices of the string. They are checked before the body.
(define-syntax define-ranged
  (syntax-rules ()
    ((_ (name parameter ...) string k start end body ...)
     (define name
       (case-lambda
         ((parameter ...)
          (%check-string 'name k string)
          (name parameter ... 0 (string-length string)))
         ((parameter ... start)
          (%check-string 'name k string)
          (name parameter ... start (string-length string)))
         ((parameter ... start end)
          (%check-string 'name k string)
          (check-range 'name (parameter ...) start end (string-length string))
          body ...))))))

(define-syntax check-range
  (syntax-rules ()
    ((_ who (p1) start end size) (%check-range who 2 start end size))
    ((_ who (p1 p2) start end size) (%check-range who 3 start end size))
    ((_ who (p1 p2 p3) start end size) (%check-range who 4 start end size))))

;; Calls `use` with the four limits of the ranges of two strings, given by a list [start1 end1 start2 end2].
(define (with-two-ranges who string1 string2 limits use)
  (%check-string who 1 string1)
  (%check-string who 2 string2)
  (let* ((size1 (string-length string1))
         (size2 (string-length string2))
         (start1 (limit limits 0 0))
         (end1 (limit limits 1 size1))
         (start2 (limit limits 2 0))
         (end2 (limit limits 3 size2)))
    (if (> (length limits) 4) (%raise-error who "more than four indices" limits))
    (%check-range who 3 start1 end1 size1)
    (%check-range who 5 start2 end2 size2)
    (use start1 end1 start2 end2)))

(define (limit limits k otherwise)
  (cond ((null? limits) otherwise)
        ((= k 0) (car limits))
        (else (limit (cdr limits) (- k 1) otherwise))))

;; How many characters from `start` on satisfy `wanted?`, as an index after them; and the same from the end.
(define (end-of-prefix string wanted? start end)
  (let loop ((k start))
    (if (and (< k end) (wanted? (string-ref string k))) (loop (+ k 1)) k)))

(define (start-of-suffix string wanted? start end)
  (let loop ((k end))
    (if (and (> k start) (wanted? (string-ref string (- k 1)))) (loop (- k 1)) k)))
