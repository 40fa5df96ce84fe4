;; Generators made from generators; nothing is taken from these before the new one is called.

;;; (gcons* element ... generator)
;;; Gives the elements first.
;;; > (generator->list (gcons* 'a 'b (generator 1)))
;;; (a b 1)
(define (gcons* . elements-and-generator)
  (let ((rest elements-and-generator))
    (lambda ()
      (if (pair? (cdr rest))
          (let ((element (car rest)))
            (set! rest (cdr rest))
            element)
          ((car rest))))))

;;; (gappend generator ...)
;;; Gives the elements of one generator after the other.
;;; > (generator->list (gappend (generator 1 2) (generator 3)))
;;; (1 2 3)
(define (gappend . generators)
  (define (next)
    (if (null? generators)
        (eof-object)
        (let ((element ((car generators))))
          (cond ((eof-object? element)
                 (set! generators (cdr generators))
                 (next))
                (else element)))))
  next)

;;; (gflatten generator)
;;; Gives the elements of the lists that the generator gives.
;;; > (generator->list (gflatten (generator '(1) '() '(2 3))))
;;; (1 2 3)
(define (gflatten lists)
  (let ((rest '()))
    (define (next)
      (cond ((eof-object? rest) rest)
            ((pair? rest)
             (let ((element (car rest)))
               (set! rest (cdr rest))
               element))
            (else
             (set! rest (lists))
             (next))))
    next))

;;; (ggroup generator size [padding])
;;; Gives lists of `size` elements; the last may be shorter unless there is a padding.
;;; > (generator->list (ggroup (generator 1 2 3) 2))
;;; ((1 2) (3))
(define ggroup
  (case-lambda
    ((generator size) (make-groups generator size (lambda (missing) '())))
    ((generator size padding) (make-groups generator size (lambda (missing) (make-list missing padding))))))

(define (make-groups generator size padding)
  (if (not (and (exact-integer? size) (> size 0))) (%raise-type 'ggroup 2 "an exact positive integer" size))
  (lambda ()
    (let loop ((left size) (elements '()))
      (if (= left 0)
          (reverse elements)
          (let ((element (generator)))
            (cond ((not (eof-object? element)) (loop (- left 1) (cons element elements)))
                  ((null? elements) element)
                  (else (append-reverse elements (padding left)))))))))

;;; (gmerge less? generator1 generator2 ...)
;;; Gives the elements of sorted generators in order.
;;; > (generator->list (gmerge < (generator 1 4) (generator 2 3)))
;;; (1 2 3 4)
(define gmerge
  (case-lambda
    ((less? generator) generator)
    ((less? left right) (merge-two less? left right))
    ((less? left . more) (merge-two less? left (apply gmerge less? more)))))

;; `left-element` and `right-element` have been taken but not given yet.
(define (merge-two less? left right)
  (let ((started? #f)
        (left-element #f)
        (right-element #f))
    (define (give-left)
      (let ((element left-element))
        (set! left-element (left))
        element))
    (define (give-right)
      (let ((element right-element))
        (set! right-element (right))
        element))
    (lambda ()
      (cond ((not started?)
             (set! started? #t)
             (set! left-element (left))
             (set! right-element (right))))
      (cond ((eof-object? left-element) (if (eof-object? right-element) right-element (give-right)))
            ((eof-object? right-element) (give-left))
            ((less? right-element left-element) (give-right))
            (else (give-left))))))

;; The next elements of all generators, or #f when one of them has ended.
(define (next-of-all generators)
  (let loop ((generators generators) (elements '()))
    (if (null? generators)
        (reverse elements)
        (let ((element ((car generators))))
          (and (not (eof-object? element))
               (loop (cdr generators) (cons element elements)))))))

;;; (gmap procedure generator1 generator2 ...)
;;; Gives what the procedure returns for the elements.
;;; > (generator->list (gmap + (generator 1 2) (generator 10 20 30)))
;;; (11 22)
(define gmap
  (case-lambda
    ((procedure generator)
     (lambda ()
       (let ((element (generator)))
         (if (eof-object? element) element (procedure element)))))
    ((procedure . generators)
     (lambda ()
       (let ((elements (next-of-all generators)))
         (if elements (apply procedure elements) (eof-object)))))))

;;; (gcombine procedure seed generator1 generator2 ...)
;;; Gives the first of the two values that (procedure element ... seed) returns; the second is the next seed.
;;; > (generator->list (gcombine (lambda (x sum) (values (+ x sum) (+ x sum))) 0 (generator 1 2 3)))
;;; (1 3 6)
(define (gcombine procedure seed . generators)
  (lambda ()
    (let ((elements (next-of-all generators)))
      (if elements
          (let-values (((element next-seed) (apply procedure (append elements (list seed)))))
            (set! seed next-seed)
            element)
          (eof-object)))))

;;; (gfilter wanted? generator)
;;; Gives the elements that satisfy `wanted?`.
;;; > (generator->list (gfilter odd? (generator 1 2 3)))
;;; (1 3)
(define (gfilter wanted? generator)
  (define (next)
    (let ((element (generator)))
      (if (or (eof-object? element) (wanted? element)) element (next))))
  next)

;;; (gremove unwanted? generator)
;;; Gives the elements that do not satisfy `unwanted?`.
;;; > (generator->list (gremove odd? (generator 1 2 3)))
;;; (2)
(define (gremove unwanted? generator)
  (define (next)
    (let ((element (generator)))
      (if (or (eof-object? element) (not (unwanted? element))) element (next))))
  next)

;;; (gstate-filter procedure seed generator)
;;; Gives the elements for which the first value of (procedure element seed) is true; the second is the next seed.
;;; > (generator->list (gstate-filter (lambda (x n) (values (even? n) (+ n 1))) 0 (generator 'a 'b 'c)))
;;; (a c)
(define (gstate-filter procedure seed generator)
  (define (next)
    (let ((element (generator)))
      (if (eof-object? element)
          element
          (let-values (((wanted? next-seed) (procedure element seed)))
            (set! seed next-seed)
            (if wanted? element (next))))))
  next)

;;; (gtake generator count [padding])
;;; Gives the first elements; `count` of them if there is a padding.
;;; > (generator->list (gtake (make-range-generator 0) 2))
;;; (0 1)
(define gtake
  (case-lambda
    ((generator count) (take-some generator count (lambda () (eof-object))))
    ((generator count padding) (take-some generator count (lambda () padding)))))

(define (take-some generator count otherwise)
  (%check-index 'gtake 2 count)
  (lambda ()
    (cond ((= count 0) (eof-object))
          (else
           (set! count (- count 1))
           (let ((element (generator)))
             (if (eof-object? element) (otherwise) element))))))

;;; (gdrop generator count)
;;; Gives the elements after the first `count`.
;;; > (generator->list (gdrop (generator 1 2 3) 2))
;;; (3)
(define (gdrop generator count)
  (%check-index 'gdrop 2 count)
  (define (next)
    (cond ((= count 0) (generator))
          (else
           (set! count (- count 1))
           (if (eof-object? (generator)) (set! count 0))
           (next))))
  next)

;;; (gtake-while wanted? generator)
;;; Gives the elements before the first that does not satisfy `wanted?`.
;;; > (generator->list (gtake-while odd? (generator 1 3 4 5)))
;;; (1 3)
(define (gtake-while wanted? generator)
  (let ((ended? #f))
    (lambda ()
      (if ended?
          (eof-object)
          (let ((element (generator)))
            (cond ((and (not (eof-object? element)) (wanted? element)) element)
                  (else
                   (set! ended? #t)
                   (eof-object))))))))

;;; (gdrop-while unwanted? generator)
;;; Gives the elements from the first on that does not satisfy `unwanted?`.
;;; > (generator->list (gdrop-while odd? (generator 1 3 4 5)))
;;; (4 5)
(define (gdrop-while unwanted? generator)
  (let ((dropping? #t))
    (define (next)
      (let ((element (generator)))
        (cond ((and dropping? (not (eof-object? element)) (unwanted? element)) (next))
              (else
               (set! dropping? #f)
               element))))
    next))

;;; (gdelete item generator [same?])
;;; Gives the elements that are not equal to the item.
;;; > (generator->list (gdelete 3 (generator 1 3 2 3)))
;;; (1 2)
(define gdelete
  (case-lambda
    ((item generator) (gdelete item generator equal?))
    ((item generator same?) (gremove (lambda (element) (same? item element)) generator))))

;;; (gdelete-neighbor-dups generator [same?])
;;; Gives the elements that are not equal to the one before.
;;; > (generator->list (gdelete-neighbor-dups (generator 'a 'a 'b 'a)))
;;; (a b a)
(define gdelete-neighbor-dups
  (case-lambda
    ((generator) (gdelete-neighbor-dups generator equal?))
    ((generator same?)
     (let ((first? #t)
           (previous #f))
       (define (next)
         (let ((element (generator)))
           (cond ((eof-object? element) element)
                 ((or first? (not (same? previous element)))
                  (set! first? #f)
                  (set! previous element)
                  element)
                 (else (next)))))
       next))))

;;; (gindex generator indices)
;;; Gives the elements at increasing places that another generator gives.
;;; > (generator->list (gindex (generator 'a 'b 'c 'd) (generator 0 2)))
;;; (a c)
(define (gindex elements indices)
  (let ((place 0))
    (define (skip-to index)
      (let ((element (elements)))
        (cond ((eof-object? element) element)
              ((= place index)
               (set! place (+ place 1))
               element)
              (else
               (set! place (+ place 1))
               (skip-to index)))))
    (lambda ()
      (let ((index (indices)))
        (cond ((eof-object? index) index)
              (else
               (%check-index 'gindex 2 index)
               (if (< index place) (%raise-error 'gindex "the indices do not increase, at" (list index)))
               (skip-to index)))))))

;;; (gselect generator truths)
;;; Gives the elements for which another generator gives true values.
;;; > (generator->list (gselect (generator 'a 'b 'c) (generator #t #f #t)))
;;; (a c)
(define (gselect elements truths)
  (define (next)
    (let ((element (elements))
          (truth (truths)))
      (cond ((or (eof-object? element) (eof-object? truth)) (eof-object))
            (truth element)
            (else (next)))))
  next)
