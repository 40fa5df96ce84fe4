;; Searching by predicate: from the left, the cursor of the character or the end; from the right, the cursor after it or
;; the start.

(define-syntax define-search
  (syntax-rules ()
    ((_ search find string predicate start end found otherwise)
     (define search
       (case-lambda
         ((string predicate) (search string predicate 0))
         ((string predicate start)
          (%check-string 'search 1 string)
          (search string predicate start (string-length string)))
         ((string predicate start end)
          (let ((place (find string predicate start end)))
            (if place (+ place found) otherwise))))))))

;;; (string-index string wanted? [start [end]])
;;; The cursor of the first character that satisfies `wanted?`, or the end.
;;; > (map (lambda (text) (string-index text char-numeric?)) '("ab1" "ab"))
;;; (2 2)
(define-search string-index first-index string wanted? start end 0 end)

;;; (string-index-right string wanted? [start [end]])
;;; The cursor after the last character that satisfies `wanted?`, or the start.
;;; > (map (lambda (text) (string-index-right text char-numeric?)) '("a1b" "ab"))
;;; (2 0)
(define-search string-index-right last-index string wanted? start end 1 start)

;;; (string-skip string unwanted? [start [end]])
;;; The cursor of the first character that does not satisfy `unwanted?`, or the end.
;;; > (string-skip "  a" char-whitespace?)
;;; 2
(define-search string-skip first-other-index string unwanted? start end 0 end)

;;; (string-skip-right string unwanted? [start [end]])
;;; The cursor after the last character that does not satisfy `unwanted?`, or the start.
;;; > (string-skip-right "ab  " char-whitespace?)
;;; 2
(define-search string-skip-right last-other-index string unwanted? start end 1 start)

;;; (string-for-each-index procedure string [start [end]])
;;; Calls the procedure with each cursor.
;;; > (let ((seen '())) (string-for-each-index (lambda (k) (set! seen (cons k seen))) "abc") seen)
;;; (2 1 0)
(define string-for-each-index
  (case-lambda
    ((procedure string) (string-for-each-index procedure string 0))
    ((procedure string start)
     (%check-string 'string-for-each-index 2 string)
     (string-for-each-index procedure string start (string-length string)))
    ((procedure string start end)
     (%check-string 'string-for-each-index 2 string)
     (%check-range 'string-for-each-index 3 start end (string-length string))
     (let loop ((k start))
       (if (< k end)
           (begin
             (procedure k)
             (loop (+ k 1))))))))
