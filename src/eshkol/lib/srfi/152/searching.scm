;; Where in strings certain characters or other strings stand.

;;; (string-index string wanted? [start [end]])
;;; The index of the first character that satisfies `wanted?`, or #f.
;;; > (string-index "ab1c2" char-numeric?)
;;; 2
(define-ranged (string-index string wanted?) string 1 start end
  (let loop ((k start))
    (and (< k end)
         (if (wanted? (string-ref string k)) k (loop (+ k 1))))))

;;; (string-index-right string wanted? [start [end]])
;;; The index of the last character that satisfies `wanted?`, or #f.
;;; > (string-index-right "ab1c2" char-numeric?)
;;; 4
(define-ranged (string-index-right string wanted?) string 1 start end
  (let loop ((k (- end 1)))
    (and (>= k start)
         (if (wanted? (string-ref string k)) k (loop (- k 1))))))

;;; (string-skip string unwanted? [start [end]])
;;; The index of the first character that does not satisfy `unwanted?`, or #f.
;;; > (string-skip "  a b" char-whitespace?)
;;; 2
(define-ranged (string-skip string unwanted?) string 1 start end
  (string-index string (lambda (c) (not (unwanted? c))) start end))

;;; (string-skip-right string unwanted? [start [end]])
;;; The index of the last character that does not satisfy `unwanted?`, or #f.
;;; > (string-skip-right "a b  " char-whitespace?)
;;; 2
(define-ranged (string-skip-right string unwanted?) string 1 start end
  (string-index-right string (lambda (c) (not (unwanted? c))) start end))

;;; (string-contains string1 string2 [start1 [end1 [start2 [end2]]]])
;;; The index of the first place in string1 where string2 stands, or #f.
;;; > (string-contains "eek -- what a geek." "ee" 12 18)
;;; 15
(define (string-contains string1 string2 . limits)
  (with-two-ranges 'string-contains string1 string2 limits
                   (lambda (start1 end1 start2 end2)
                     (let ((place (string-search-forward (substring string2 start2 end2) string1 start1)))
                       (and place (<= (+ place (- end2 start2)) end1) place)))))

;;; (string-contains-right string1 string2 [start1 [end1 [start2 [end2]]]])
;;; The index of the last place in string1 where string2 stands, or #f.
;;; > (string-contains-right "banana" "an")
;;; 3
(define (string-contains-right string1 string2 . limits)
  (with-two-ranges 'string-contains-right string1 string2 limits
                   (lambda (start1 end1 start2 end2)
                     (let* ((after (string-search-backward (substring string2 start2 end2) string1 end1))
                            (place (and after (- after (- end2 start2)))))
                       (and place (>= place start1) place)))))
