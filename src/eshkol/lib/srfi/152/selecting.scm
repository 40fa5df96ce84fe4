;; Parts of strings: by counts, by predicates, padded, trimmed; and what is asked of all characters.

(define (check-count who string count)
  (%check-string who 1 string)
  (%check-index who 2 count)
  (if (> count (string-length string)) (%raise-index who 2 count (string-length string))))

;;; (string-take string count)
;;; The first `count` characters.
;;; > (string-take "Pete Szilagyi" 6)
;;; "Pete S"
(define (string-take string count)
  (check-count 'string-take string count)
  (substring string 0 count))

;;; (string-drop string count)
;;; The string without its first `count` characters.
;;; > (string-drop "Pete Szilagyi" 6)
;;; "zilagyi"
(define (string-drop string count)
  (check-count 'string-drop string count)
  (substring string count))

;;; (string-take-right string count)
;;; The last `count` characters.
;;; > (string-take-right "Beta rules" 5)
;;; "rules"
(define (string-take-right string count)
  (check-count 'string-take-right string count)
  (substring string (- (string-length string) count)))

;;; (string-drop-right string count)
;;; The string without its last `count` characters.
;;; > (string-drop-right "Beta rules" 5)
;;; "Beta "
(define (string-drop-right string count)
  (check-count 'string-drop-right string count)
  (substring string 0 (- (string-length string) count)))

;;; (string-pad string size [char [start [end]]])
;;; `size` characters: the last ones of the string, after as many `char` (a space unless given) as are needed.
;;; > (list (string-pad "325" 5) (string-pad "8871325" 5))
;;; ("  325" "71325")
(define string-pad
  (case-lambda
    ((string size) (padded-left string size #\space))
    ((string size char) (padded-left string size char))
    ((string size char start) (padded-left (substring string start) size char))
    ((string size char start end) (padded-left (substring string start end) size char))))

(define (padded-left string size char)
  (check-padding 'string-pad string size char)
  (string-pad-left string size char))

;;; (string-pad-right string size [char [start [end]]])
;;; `size` characters: the first ones of the string, followed by as many `char` (a space unless given) as are needed.
;;; > (string-pad-right "325" 5 #\-)
;;; "325--"
(define string-pad-right
  (case-lambda
    ((string size) (padded-right string size #\space))
    ((string size char) (padded-right string size char))
    ((string size char start) (padded-right (substring string start) size char))
    ((string size char start end) (padded-right (substring string start end) size char))))

(define (padded-right string size char)
  (check-padding 'string-pad-right string size char)
  (let ((result (make-string size char)))
    (string-copy! result 0 string 0 (min size (string-length string)))
    result))

(define (check-padding who string size char)
  (%check-string who 1 string)
  (%check-index who 2 size)
  (%check-character who 3 char))

;; Trimming has the predicate as an optional argument before the range.
(define-syntax define-trimming
  (syntax-rules ()
    ((_ trim string unwanted? start end from to)
     (define trim
       (case-lambda
         ((string) (trim string char-whitespace?))
         ((string unwanted?)
          (%check-string 'trim 1 string)
          (trim string unwanted? 0 (string-length string)))
         ((string unwanted? start)
          (%check-string 'trim 1 string)
          (trim string unwanted? start (string-length string)))
         ((string unwanted? start end)
          (%check-string 'trim 1 string)
          (%check-procedure 'trim 2 unwanted?)
          (%check-range 'trim 3 start end (string-length string))
          (substring string from to)))))))

;;; (string-trim string [unwanted? [start [end]]])
;;; The string without what satisfies `unwanted?` (whitespace unless given) at its beginning.
;;; > (string-trim "xxabx" (lambda (c) (char=? c #\x)))
;;; "abx"
(define-trimming string-trim string unwanted? start end
  (end-of-prefix string unwanted? start end)
  end)

;;; (string-trim-right string [unwanted? [start [end]]])
;;; The string without what satisfies `unwanted?` (whitespace unless given) at its end.
;;; > (string-trim-right " ab  ")
;;; " ab"
(define-trimming string-trim-right string unwanted? start end
  start
  (start-of-suffix string unwanted? start end))

;;; (string-trim-both string [unwanted? [start [end]]])
;;; The string without what satisfies `unwanted?` (whitespace unless given) at both ends.
;;; > (string-trim-both "  The outlook wasn't brilliant,  \n\r")
;;; "The outlook wasn't brilliant,"
(define-trimming string-trim-both string unwanted? start end
  (end-of-prefix string unwanted? start end)
  (start-of-suffix string unwanted? (end-of-prefix string unwanted? start end) end))

;;; (string-take-while string wanted? [start [end]])
;;; The longest beginning whose characters satisfy `wanted?`.
;;; > (string-take-while "ab12c" char-alphabetic?)
;;; "ab"
(define-ranged (string-take-while string wanted?) string 1 start end
  (substring string start (end-of-prefix string wanted? start end)))

;;; (string-take-while-right string wanted? [start [end]])
;;; The longest end whose characters satisfy `wanted?`.
;;; > (string-take-while-right "ab12c" char-alphabetic?)
;;; "c"
(define-ranged (string-take-while-right string wanted?) string 1 start end
  (substring string (start-of-suffix string wanted? start end) end))

;;; (string-drop-while string unwanted? [start [end]])
;;; What remains without the longest beginning whose characters satisfy `unwanted?`.
;;; > (string-drop-while "ab12c" char-alphabetic?)
;;; "12c"
(define-ranged (string-drop-while string unwanted?) string 1 start end
  (substring string (end-of-prefix string unwanted? start end) end))

;;; (string-drop-while-right string unwanted? [start [end]])
;;; What remains without the longest end whose characters satisfy `unwanted?`.
;;; > (string-drop-while-right "ab12c" char-alphabetic?)
;;; "ab12"
(define-ranged (string-drop-while-right string unwanted?) string 1 start end
  (substring string start (start-of-suffix string unwanted? start end)))

;;; (string-span string wanted? [start [end]])
;;; Two strings: the longest beginning whose characters satisfy `wanted?`, and the rest.
;;; > (call-with-values (lambda () (string-span "ab12c" char-alphabetic?)) list)
;;; ("ab" "12c")
(define-ranged (string-span string wanted?) string 1 start end
  (let ((k (end-of-prefix string wanted? start end)))
    (values (substring string start k) (substring string k end))))

;;; (string-break string wanted? [start [end]])
;;; Two strings: what stands before the first character that satisfies `wanted?`, and the rest.
;;; > (call-with-values (lambda () (string-break "ab12c" char-numeric?)) list)
;;; ("ab" "12c")
(define-ranged (string-break string wanted?) string 1 start end
  (let ((k (end-of-prefix string (lambda (c) (not (wanted? c))) start end)))
    (values (substring string start k) (substring string k end))))

;;; (string-any predicate string [start [end]])
;;; The first true result of the predicate for the characters, or #f.
;;; > (string-any digit-value "ab7c")
;;; 7
(define-ranged (string-any predicate string) string 2 start end
  (let loop ((k start))
    (and (< k end)
         (or (predicate (string-ref string k))
             (loop (+ k 1))))))

;;; (string-every predicate string [start [end]])
;;; #f if the predicate is for some character; otherwise its last result, or #t when there are no characters.
;;; > (string-every digit-value "567")
;;; 7
(define-ranged (string-every predicate string) string 2 start end
  (let loop ((k start) (result #t))
    (if (and result (< k end))
        (loop (+ k 1) (predicate (string-ref string k)))
        result)))

;;; (string-fold combine initial string [start [end]])
;;; Combines the characters from the left: (combine character accumulated), starting with `initial`.
;;; > (string-fold cons '() "abc" 1)
;;; (#\c #\b)
(define-ranged (string-fold combine initial string) string 3 start end
  (let loop ((k start) (accumulated initial))
    (if (< k end)
        (loop (+ k 1) (combine (string-ref string k) accumulated))
        accumulated)))

;;; (string-fold-right combine initial string [start [end]])
;;; Combines the characters from the right.
;;; > (string-fold-right cons '() "abc" 1)
;;; (#\b #\c)
(define-ranged (string-fold-right combine initial string) string 3 start end
  (let loop ((k end) (accumulated initial))
    (if (> k start)
        (loop (- k 1) (combine (string-ref string (- k 1)) accumulated))
        accumulated)))

;;; (string-count string wanted? [start [end]])
;;; How many characters satisfy `wanted?`.
;;; > (string-count "a1b22" char-numeric?)
;;; 3
(define-ranged (string-count string wanted?) string 1 start end
  (let loop ((k start) (count 0))
    (if (< k end)
        (loop (+ k 1) (if (wanted? (string-ref string k)) (+ count 1) count))
        count)))

;;; (string-filter wanted? string [start [end]])
;;; The characters that satisfy `wanted?`.
;;; > (string-filter char-numeric? "a1b22")
;;; "122"
(define-ranged (string-filter wanted? string) string 2 start end
  (let ((buffer (%make-string-buffer)))
    (let loop ((k start))
      (if (< k end)
          (let ((char (string-ref string k)))
            (if (wanted? char) (%string-buffer-add! buffer char))
            (loop (+ k 1)))
          (%string-buffer-contents buffer)))))

;;; (string-remove unwanted? string [start [end]])
;;; The characters that do not satisfy `unwanted?`.
;;; > (string-remove char-numeric? "a1b22")
;;; "ab"
(define-ranged (string-remove unwanted? string) string 2 start end
  (string-filter (lambda (c) (not (unwanted? c))) string start end))
