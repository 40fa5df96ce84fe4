;; Cursors: the indices of characters, and that after the last one.

(define (check-cursor who string cursor)
  (%check-string who 1 string)
  (%check-index who 2 cursor)
  (if (> cursor (string-length string)) (%raise-index who 2 cursor (string-length string))))

;;; (string-cursor-start string)
;;; The cursor of the first character.
;;; > (string-ref/cursor "abc" (string-cursor-start "abc"))
;;; #\a
(define (string-cursor-start string)
  (%check-string 'string-cursor-start 1 string)
  0)

;;; (string-cursor-end string)
;;; The cursor after the last character.
;;; > (string-cursor->index "abc" (string-cursor-end "abc"))
;;; 3
(define (string-cursor-end string)
  (string-length string))

;;; (string-cursor-next string cursor)
;;; The next cursor.
;;; > (string-ref/cursor "abc" (string-cursor-next "abc" (string-cursor-start "abc")))
;;; #\b
(define (string-cursor-next string cursor)
  (moved 'string-cursor-next string cursor 1))

;;; (string-cursor-prev string cursor)
;;; The cursor before this one.
;;; > (string-ref/cursor "abc" (string-cursor-prev "abc" (string-cursor-end "abc")))
;;; #\c
(define (string-cursor-prev string cursor)
  (moved 'string-cursor-prev string cursor -1))

;;; (string-cursor-forward string cursor count)
;;; The cursor `count` characters later.
;;; > (string-cursor->index "abc" (string-cursor-forward "abc" 1 2))
;;; 3
(define (string-cursor-forward string cursor count)
  (%check-index 'string-cursor-forward 3 count)
  (moved 'string-cursor-forward string cursor count))

;;; (string-cursor-back string cursor count)
;;; The cursor `count` characters before.
;;; > (string-cursor->index "abc" (string-cursor-back "abc" 3 2))
;;; 1
(define (string-cursor-back string cursor count)
  (%check-index 'string-cursor-back 3 count)
  (moved 'string-cursor-back string cursor (- count)))

(define (moved who string cursor distance)
  (check-cursor who string cursor)
  (let ((result (+ cursor distance)))
    (if (<= 0 result (string-length string))
        result
        (%raise-error who "this leaves the string, from cursor" (list cursor)))))

;; Comparisons take the string, too.
(define-syntax define-comparison
  (syntax-rules ()
    ((_ compare relation)
     (define (compare string cursor1 cursor2)
       (check-cursor 'compare string cursor1)
       (check-cursor 'compare string cursor2)
       (relation cursor1 cursor2)))))

(define-comparison string-cursor=? =)
(define-comparison string-cursor<? <)
(define-comparison string-cursor>? >)
(define-comparison string-cursor<=? <=)
(define-comparison string-cursor>=? >=)

;;; (string-cursor-diff string cursor1 cursor2)
;;; How many characters cursor2 is after cursor1.
;;; > (string-cursor-diff "abc" 1 3)
;;; 2
(define (string-cursor-diff string cursor1 cursor2)
  (check-cursor 'string-cursor-diff string cursor1)
  (check-cursor 'string-cursor-diff string cursor2)
  (- cursor2 cursor1))

;;; (string-cursor->index string cursor)
;;; The index of what the cursor points to.
;;; > (string-cursor->index "banana" (string-index "banana" (lambda (c) (char=? c #\n))))
;;; 2
(define (string-cursor->index string cursor)
  (check-cursor 'string-cursor->index string cursor)
  cursor)

;;; (string-index->cursor string index)
;;; The cursor of an index.
;;; > (string-ref/cursor "abc" (string-index->cursor "abc" 1))
;;; #\b
(define (string-index->cursor string index)
  (check-cursor 'string-index->cursor string index)
  index)

(define string-ref/cursor string-ref)
(define substring/cursors substring)
(define string-copy/cursors string-copy)
(define string->list/cursors string->list)
(define string->vector/cursors string->vector)
