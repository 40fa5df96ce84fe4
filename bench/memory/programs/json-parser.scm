;;; A JSON parser that is run on a document again and again; `use-tree` is defined by what follows, which calls `main`.
;;; arguments: file repetitions
;; The parser is that of c/json.c. Objects are records with a list of keys and values, arrays records with a list.
(define repetitions (argument 2))

(define-record-type json-object
  (make-json-object members)
  json-object?
  (members json-object-members))

(define-record-type json-array
  (make-json-array members)
  json-array?
  (members json-array-members))

(define text (read-whole-file (list-ref (command-line) 1)))
(define end (string-length text))
(define here 0)

(define (peek)
  (if (< here end) (string-ref text here) (error "a document that does not end")))

(define (advance!) (set! here (+ here 1)))

(define (skip-space!)
  (if (and (< here end) (let ((c (string-ref text here))) (or (char=? c #\space) (char=? c #\newline))))
      (begin (advance!) (skip-space!))))

(define (expect! c)
  (skip-space!)
  (if (char=? (peek) c) (advance!) (error "malformed document" here)))

;; The place of the closing quote, and how many characters are escaped before it.
(define (find-quote place escapes receiver)
  (let ((c (string-ref text place)))
    (cond ((char=? c #\") (receiver place escapes))
          ((char=? c #\\) (find-quote (+ place 2) (+ escapes 1) receiver))
          (else (find-quote (+ place 1) escapes receiver)))))

(define (parse-string)
  (expect! #\")
  (find-quote here 0
    (lambda (close escapes)
      (let ((result (if (= escapes 0) (substring text here close) (unescaped here close escapes))))
        (set! here (+ close 1))
        result))))

(define (unescaped from to escapes)
  (let ((result (make-string (- to from escapes))))
    (let loop ((from from) (i 0))
      (if (< from to)
          (let ((from (if (char=? (string-ref text from) #\\) (+ from 1) from)))
            (string-set! result i (string-ref text from))
            (loop (+ from 1) (+ i 1)))
          result))))

(define (parse-number)
  (if (char=? (peek) #\-)
      (begin (advance!) (- (parse-digits 0)))
      (parse-digits 0)))

(define (parse-digits number)
  (let ((digit (- (char->integer (peek)) 48)))
    (if (and (<= 0 digit) (<= digit 9))
        (begin (advance!) (parse-digits (+ (* 10 number) digit)))
        number)))

(define (parse-word word value)
  (set! here (+ here (string-length word)))
  value)

(define (parse-members closing parse-member)
  (advance!)
  (skip-space!)
  (if (char=? (peek) closing)
      (begin (advance!) '())
      (let loop ((members (list (parse-member))))
        (skip-space!)
        (if (char=? (peek) closing)
            (begin (advance!) (reverse members))
            (begin (expect! #\,)
                   (skip-space!)
                   (loop (cons (parse-member) members)))))))

(define (parse-pair)
  (let ((key (parse-string)))
    (expect! #\:)
    (cons key (parse-value))))

(define (parse-value)
  (skip-space!)
  (let ((c (peek)))
    (cond ((char=? c #\{) (make-json-object (parse-members #\} parse-pair)))
          ((char=? c #\[) (make-json-array (parse-members #\] parse-value)))
          ((char=? c #\") (parse-string))
          ((char=? c #\t) (parse-word "true" #t))
          ((char=? c #\f) (parse-word "false" #f))
          ((char=? c #\n) (parse-word "null" 'null))
          (else (parse-number)))))

;; Of every number its value, of every string and key its length, of everything else one.
(define (sum-of value)
  (cond ((number? value) value)
        ((string? value) (string-length value))
        ((json-object? value) (sum-of-pairs (json-object-members value) 1))
        ((json-array? value) (sum-of-values (json-array-members value) 1))
        (else 1)))

(define (sum-of-pairs pairs total)
  (if (null? pairs)
      total
      (sum-of-pairs (cdr pairs) (+ total (string-length (car (car pairs))) (sum-of (cdr (car pairs)))))))

(define (sum-of-values values total)
  (if (null? values) total (sum-of-values (cdr values) (+ total (sum-of (car values))))))

(define (parse-and-drop left total)
  (if (= left 0)
      total
      (begin
        (set! here 0)
        (parse-and-drop (- left 1) (+ total (use-tree (parse-value)))))))

(define (main)
  (start-noting-pauses!)
  (let* ((start (processor-nanoseconds))
         (check (parse-and-drop repetitions 0)))
    (report 'processor-nanoseconds (- (processor-nanoseconds) start))
    (report-memory)
    (report 'check-sum check)))
