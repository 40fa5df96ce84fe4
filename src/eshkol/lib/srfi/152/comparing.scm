;; What two strings have in common at their beginnings and ends.

(define (common-prefix string1 string2 start1 end1 start2 end2)
  (let ((most (min (- end1 start1) (- end2 start2))))
    (let loop ((k 0))
      (if (and (< k most) (char=? (string-ref string1 (+ start1 k)) (string-ref string2 (+ start2 k))))
          (loop (+ k 1))
          k))))

(define (common-suffix string1 string2 start1 end1 start2 end2)
  (let ((most (min (- end1 start1) (- end2 start2))))
    (let loop ((k 0))
      (if (and (< k most) (char=? (string-ref string1 (- end1 k 1)) (string-ref string2 (- end2 k 1))))
          (loop (+ k 1))
          k))))

;;; (string-prefix-length string1 string2 [start1 [end1 [start2 [end2]]]])
;;; How many characters the beginnings of the two strings, or of their ranges, have in common.
;;; > (string-prefix-length "banana" "bandit")
;;; 3
(define (string-prefix-length string1 string2 . limits)
  (with-two-ranges 'string-prefix-length string1 string2 limits
                   (lambda (start1 end1 start2 end2) (common-prefix string1 string2 start1 end1 start2 end2))))

;;; (string-suffix-length string1 string2 [start1 [end1 [start2 [end2]]]])
;;; How many characters the ends of the two strings, or of their ranges, have in common.
;;; > (string-suffix-length "banana" "cabana")
;;; 3
(define (string-suffix-length string1 string2 . limits)
  (with-two-ranges 'string-suffix-length string1 string2 limits
                   (lambda (start1 end1 start2 end2) (common-suffix string1 string2 start1 end1 start2 end2))))

;;; (string-prefix? string1 string2 [start1 [end1 [start2 [end2]]]])
;;; Does string2, or its range, begin with string1, or its range?
;;; > (string-prefix? "ban" "banana")
;;; #t
(define (string-prefix? string1 string2 . limits)
  (with-two-ranges 'string-prefix? string1 string2 limits
                   (lambda (start1 end1 start2 end2)
                     (= (- end1 start1) (common-prefix string1 string2 start1 end1 start2 end2)))))

;;; (string-suffix? string1 string2 [start1 [end1 [start2 [end2]]]])
;;; Does string2, or its range, end with string1, or its range?
;;; > (string-suffix? "ana" "banana")
;;; #t
(define (string-suffix? string1 string2 . limits)
  (with-two-ranges 'string-suffix? string1 string2 limits
                   (lambda (start1 end1 start2 end2)
                     (= (- end1 start1) (common-suffix string1 string2 start1 end1 start2 end2)))))
