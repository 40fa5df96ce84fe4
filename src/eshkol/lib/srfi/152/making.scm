;; Strings made from seeds, from lists, from other strings.

(define (check-piece who x)
  (if (not (or (char? x) (string? x))) (%raise-type who 2 "a character or a string" x)))

(define (add-piece! who buffer piece)
  (check-piece who piece)
  (%string-buffer-add! buffer piece))

;;; (string-unfold stop? mapper successor seed [base [make-final]])
;;; The string of what `mapper` makes, characters or strings, of the seeds up to the first that is to stop at; after
;;; `base`, and before what `make-final` makes of the last seed.
;;; > (string-unfold null? car cdr '(#\a #\b #\c) "<" (lambda (seed) #\>))
;;; "<abc>"
(define string-unfold
  (case-lambda
    ((stop? mapper successor seed) (string-unfold stop? mapper successor seed ""))
    ((stop? mapper successor seed base) (string-unfold stop? mapper successor seed base (lambda (seed) "")))
    ((stop? mapper successor seed base make-final)
     (let ((buffer (%make-string-buffer)))
       (add-piece! 'string-unfold buffer base)
       (let loop ((seed seed))
         (if (stop? seed)
             (add-piece! 'string-unfold buffer (make-final seed))
             (begin
               (add-piece! 'string-unfold buffer (mapper seed))
               (loop (successor seed)))))
       (%string-buffer-contents buffer)))))

;;; (string-unfold-right stop? mapper successor seed [base [make-final]])
;;; The same from the right to the left.
;;; > (string-unfold-right null? (lambda (x) (string #\[ (car x) #\])) cdr '(#\a #\b))
;;; "[b][a]"
(define string-unfold-right
  (case-lambda
    ((stop? mapper successor seed) (string-unfold-right stop? mapper successor seed ""))
    ((stop? mapper successor seed base) (string-unfold-right stop? mapper successor seed base (lambda (seed) "")))
    ((stop? mapper successor seed base make-final)
     (let loop ((seed seed) (pieces (list base)))
       (if (stop? seed)
           (let ((pieces (cons (make-final seed) pieces)))
             (for-each (lambda (piece) (check-piece 'string-unfold-right piece)) pieces)
             (%string-of-parts pieces))
           (loop (successor seed) (cons (mapper seed) pieces)))))))

;;; (reverse-list->string characters)
;;; The characters of a list, the last one first, as a string.
;;; > (reverse-list->string '(#\a #\b))
;;; "ba"
(define (reverse-list->string characters)
  (list->string (reverse characters)))

;;; (string-concatenate-reverse strings [final [end]])
;;; The strings of a list, the last one first, and then the first `end` characters of `final`.
;;; > (string-concatenate-reverse '(" must be" "Hello, I") " going.XXXX" 7)
;;; "Hello, I must be going."
(define string-concatenate-reverse
  (case-lambda
    ((strings) (string-concatenate (reverse strings)))
    ((strings final) (string-concatenate (reverse (cons final strings))))
    ((strings final end) (string-concatenate (reverse (cons (substring final 0 end) strings))))))

;;; (string-join strings [delimiter [grammar]])
;;; The strings with delimiters (a space unless given) between them; after each with the grammar `suffix`, before each
;;; with `prefix`. The grammar `strict-infix` is `infix`, but takes no empty list.
;;; > (string-join '("foo" "bar") ":" 'suffix)
;;; "foo:bar:"
(define string-join
  (case-lambda
    ((strings) (string-join strings " " 'infix))
    ((strings delimiter) (string-join strings delimiter 'infix))
    ((strings delimiter grammar)
     (%check-string 'string-join 2 delimiter)
     (check-grammar 'string-join grammar)
     (if (null? strings)
         (if (eq? grammar 'strict-infix) (%raise-error 'string-join "there is nothing to join" '()) "")
         (string-concatenate
          (case grammar
            ((suffix) (append-map (lambda (string) (list string delimiter)) strings))
            ((prefix) (append-map (lambda (string) (list delimiter string)) strings))
            (else (cdr (append-map (lambda (string) (list delimiter string)) strings)))))))))

(define (check-grammar who grammar)
  (if (not (memq grammar '(infix strict-infix suffix prefix)))
      (%raise-type who 3 "infix, strict-infix, suffix or prefix" grammar)))

;;; (string-replicate string from to [start [end]])
;;; The characters from index `from` to before `to` of the string, or of its range, repeated without end in both
;;; directions.
;;; > (string-replicate "abcdef" -2 4)
;;; "efabcd"
(define-ranged (string-replicate string from to) string 1 start end
  (if (not (exact-integer? from)) (%raise-type 'string-replicate 2 "an exact integer" from))
  (if (not (exact-integer? to)) (%raise-type 'string-replicate 3 "an exact integer" to))
  (if (> from to) (%raise-error 'string-replicate "the range ends before it starts" (list from to)))
  (if (and (= start end) (< from to)) (%raise-error 'string-replicate "there is nothing to repeat" '()))
  (let ((result (make-string (- to from)))
        (period (- end start)))
    (let loop ((k from))
      (cond ((= k to) result)
            (else
             (string-set! result (- k from) (string-ref string (+ start (modulo k period))))
             (loop (+ k 1)))))))

;;; (string-replace string1 string2 start1 end1 [start2 [end2]])
;;; string1 with the range from start1 to end1 replaced by the range of string2.
;;; > (string-replace "It's easy." "lots of fun" 5 9)
;;; "It's lots of fun."
(define (string-replace string1 string2 start1 end1 . limits)
  (with-two-ranges 'string-replace string1 string2 (cons* start1 end1 limits)
                   (lambda (start1 end1 start2 end2)
                     (string-append (substring string1 0 start1)
                                    (substring string2 start2 end2)
                                    (substring string1 end1)))))
