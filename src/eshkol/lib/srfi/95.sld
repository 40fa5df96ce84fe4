;; SRFI 95: sorting and merging of lists and vectors, with keys.
(define-library (srfi 95)
  (export sorted? merge merge! sort sort!)
  (import (rename (eshkol internals) (sorted? standard:sorted?) (merge standard:merge)))
  (begin
    ;;; (sorted? sequence less? [key])
    ;;; Whether no element of the list or vector is `less?` than the one before it; `key` gives what is compared.
    ;;; > (list (sorted? '(1 2 2) <) (sorted? #("a" "bb" "c") < string-length))
    ;;; (#t #f)
    (define sorted?
      (case-lambda
        ((sequence less?) (standard:sorted? sequence less?))
        ((sequence less? key) (standard:sorted? sequence (comparing 'sorted? less? key)))))

    ;; The order of the keys.
    (define (comparing who less? key)
      (%check-procedure who 3 key)
      (lambda (a b) (less? (key a) (key b))))

    ;;; (merge list1 list2 less? [key])
    ;;; Two sorted lists as one; of equals, those of `list1` come first.
    ;;; > (merge '(1 4) '(2 3) <)
    ;;; (1 2 3 4)
    ;;; > (merge '((1 . a) (2 . a)) '((1 . b)) < car)
    ;;; ((1 . a) (1 . b) (2 . a))
    (define merge
      (case-lambda
        ((list1 list2 less?) (standard:merge list1 list2 less?))
        ((list1 list2 less? key) (standard:merge list1 list2 (comparing 'merge less? key)))))

    ;;; (merge! list1 list2 less? [key])
    ;;; Like merge; the pairs of both lists are used for the result.
    ;;; > (merge! (list 1 4) (list 2 3) <)
    ;;; (1 2 3 4)
    (define merge!
      (case-lambda
        ((list1 list2 less?) (merge-pairs! list1 list2 less?))
        ((list1 list2 less? key) (merge-pairs! list1 list2 (comparing 'merge! less? key)))))

    (define (merge-pairs! list1 list2 less?)
      (%check-procedure 'merge! 3 less?)
      (let ((before (list #f)))
        (let loop ((last before) (a list1) (b list2))
          (cond ((not (pair? a)) (%check-list-end 'merge! 1 a) (set-cdr! last b))
                ((not (pair? b)) (%check-list-end 'merge! 2 b) (set-cdr! last a))
                ((less? (car b) (car a)) (set-cdr! last b) (loop b a (cdr b)))
                (else (set-cdr! last a) (loop a (cdr a) b))))
        (cdr before)))

    ;;; (sort sequence less? [key])
    ;;; A sorted copy of a list or vector. Equal elements keep their order.
    ;;; > (sort '(3 1 2) <)
    ;;; (1 2 3)
    ;;; > (sort #("ccc" "a" "bb" "d") < string-length)
    ;;; #("a" "d" "bb" "ccc")
    (define sort
      (case-lambda
        ((sequence less?) (sorted-copy 'sort sequence less?))
        ((sequence less? key) (sorted-copy 'sort sequence (comparing 'sort less? key)))))

    (define (sorted-copy who sequence less?)
      (%check-procedure who 2 less?)
      (%sort who sequence 1 less?))

    ;;; (sort! sequence less? [key])
    ;;; Sorts a vector in place, or a list with its own pairs; the result is the sorted sequence.
    ;;; > (let ((v (vector 3 1 2))) (sort! v <) v)
    ;;; #(1 2 3)
    (define sort!
      (case-lambda
        ((sequence less?) (sort-in-place! sequence less?))
        ((sequence less? key) (sort-in-place! sequence (comparing 'sort! less? key)))))

    (define (sort-in-place! sequence less?)
      (%check-procedure 'sort! 2 less?)
      (cond ((vector? sequence) (%sort-range! sequence 0 (vector-length sequence) less?) sequence)
            (else (refill! sequence (sorted-copy 'sort! sequence less?)))))

    (define (refill! list elements)
      (let loop ((pair list) (elements elements))
        (if (pair? pair)
            (begin
              (set-car! pair (car elements))
              (loop (cdr pair) (cdr elements)))
            list)))))
