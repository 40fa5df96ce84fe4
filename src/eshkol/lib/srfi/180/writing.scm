;; Writing: data, and events.

;; A procedure that writes strings.
(define (sink-of who argument x)
  (cond ((and (output-port? x) (textual-port? x)) (lambda (text) (write-string text x)))
        ((procedure? x) x)
        (else (%raise-type who argument "a textual output port or an accumulator" x))))

;;; (json-write x [port-or-accumulator])
;;; Writes `x` as JSON. It consists of numbers, strings, booleans, the symbol null, vectors, and association lists with symbols
;;; as keys; anything else is an error, and nothing is written then.
;;; > (let ((port (open-output-string)))
;;;     (json-write '((name . "Ada") (tags . #(1 2.5 #t null)) (more)) port) (get-output-string port))
;;; "{\"name\":\"Ada\",\"tags\":[1,2.5,true,null],\"more\":{}}"
;;; > (json-write 1/2)
;;; error: JSON: this cannot be written: 1/2
(define json-write
  (case-lambda
    ((x) (json-write x (current-output-port)))
    ((x port-or-accumulator)
     (let ((write! (sink-of 'json-write 2 port-or-accumulator)))
       (check-data x)
       (write-data x write!)))))

(define (check-data x)
  (cond ((vector? x) (vector-for-each check-data x))
        ((and (list? x) (not (null? x)))
         (for-each (lambda (field)
                     (if (not (and (pair? field) (symbol? (car field))))
                         (raise-json "this is no field of an object" field))
                     (check-data (cdr field)))
                   x))
        ((null? x))
        (else (check-atom x))))

(define (check-atom x)
  (if (not (or (string? x) (boolean? x) (json-null? x) (json-number? x)))
      (raise-json "this cannot be written" x)))

(define (json-number? x)
  (or (exact-integer? x)
      (and (real? x) (inexact? x) (finite? x))))

(define (write-data x write!)
  (cond ((vector? x)
         (write! "[")
         (let ((size (vector-length x)))
           (let loop ((k 0))
             (if (< k size)
                 (begin
                   (if (> k 0) (write! ","))
                   (write-data (vector-ref x k) write!)
                   (loop (+ k 1))))))
         (write! "]"))
        ((or (pair? x) (null? x))
         (write! "{")
         (let loop ((fields x))
           (if (pair? fields)
               (begin
                 (if (not (eq? fields x)) (write! ","))
                 (write-text (symbol->string (caar fields)) write!)
                 (write! ":")
                 (write-data (cdar fields) write!)
                 (loop (cdr fields)))))
         (write! "}"))
        (else (write-atom x write!))))

(define (write-atom x write!)
  (cond ((string? x) (write-text x write!))
        ((number? x) (write! (number->string x)))
        ((eq? x #t) (write! "true"))
        ((eq? x #f) (write! "false"))
        (else (write! "null"))))

(define (write-text text write!)
  (let ((port (open-output-string)))
    (write-char #\" port)
    (string-for-each (lambda (char) (write-escaped char port)) text)
    (write-char #\" port)
    (write! (get-output-string port))))

(define (write-escaped char port)
  (cond ((memv char '(#\" #\\)) (write-char #\\ port) (write-char char port))
        ((char>=? char #\space) (write-char char port))
        ((char=? char #\newline) (write-string "\\n" port))
        ((char=? char #\return) (write-string "\\r" port))
        ((char=? char #\tab) (write-string "\\t" port))
        (else
         (let ((digits (number->string (char->integer char) 16)))
           (write-string (if (= (string-length digits) 1) "\\u000" "\\u00") port)
           (write-string digits port)))))

;;; (json-accumulator port-or-accumulator)
;;; A procedure that takes the events which json-generator gives, one at a time, and writes their text. Events that cannot
;;; come next are errors; an end-of-file object is the last.
;;; > (let* ((port (open-output-string)) (accept (json-accumulator port)))
;;;     (for-each accept '(object-start "a" array-start 1 #t array-end "b" null object-end)) (get-output-string port))
;;; "{\"a\":[1,true],\"b\":null}"
;;; > ((json-accumulator (open-output-string)) 'array-end)
;;; error: JSON: this event cannot come here: array-end
(define (json-accumulator port-or-accumulator)
  (let ((write! (sink-of 'json-accumulator 1 port-or-accumulator))
        ;; What is open, array or object, innermost first; what may come: value, element, key, or end; the comma before it.
        (open '()) (expected 'value) (comma ""))
    (define (wrong event)
      (raise-json "this event cannot come here" event))
    (define (value-done)
      (set! comma ",")
      (set! expected (cond ((null? open) 'end) ((eq? (car open) 'array) 'element) (else 'key))))
    (define (begin-value event)
      (case expected
        ((value) #t)
        ((element) (write! comma))
        (else (wrong event))))
    (define (start! event kind text next)
      (begin-value event)
      (write! text)
      (set! open (cons kind open))
      (set! comma "")
      (set! expected next))
    (define (end! event kind text waiting)
      (if (not (and (pair? open) (eq? (car open) kind) (eq? expected waiting))) (wrong event))
      (write! text)
      (set! open (cdr open))
      (value-done))
    (define (key! event)
      (if (not (string? event)) (wrong event))
      (write! comma)
      (write-text event write!)
      (write! ":")
      (set! expected 'value))
    (lambda (event)
      (cond ((eq? event 'array-start) (start! event 'array "[" 'element))
            ((eq? event 'object-start) (start! event 'object "{" 'key))
            ((eq? event 'array-end) (end! event 'array "]" 'element))
            ((eq? event 'object-end) (end! event 'object "}" 'key))
            ((eof-object? event) (if (not (eq? expected 'end)) (raise-json "the last structure is not finished")))
            ((eq? expected 'key) (key! event))
            (else
             (begin-value event)
             (check-atom event)
             (write-atom event write!)
             (value-done))))))
