;; Reading: events, folds, and data.

;;; (json-generator [port-or-generator])
;;; A generator of the events of one JSON text: array-start, array-end, object-start and object-end as symbols; the values
;;; and keys in between, null as a symbol. Then it gives end-of-file objects. Of a generator of characters, the one after
;;; a text that is a number or a name is taken, too.
;;; > (let ((next (json-generator (open-input-string "[1, {\"a\": null}]"))))
;;;     (let loop ((event (next)) (events '()))
;;;       (if (eof-object? event) (reverse events) (loop (next) (cons event events)))))
;;; (array-start 1 object-start "a" null object-end array-end)
(define json-generator
  (case-lambda
    (() (json-generator (current-input-port)))
    ((port-or-generator) (events-of (source-of 'json-generator port-or-generator)))))

;; `open` lists the kinds of the structures that are open, array or object, innermost first. `expected` says what may come:
;; start, value, first-element, first-key, key, after a value, or nothing: end.
(define (events-of source)
  (let ((open '()) (depth 0) (expected 'start))
    (define (finished event)
      (set! expected (if (null? open) 'end 'after))
      event)
    (define (opened kind event next)
      (next-char source)
      (set! depth (+ depth 1))
      (if (>= depth (json-nesting-depth-limit)) (raise-json "nested too deeply" depth))
      (set! open (cons kind open))
      (set! expected next)
      event)
    (define (closed event)
      (next-char source)
      (set! depth (- depth 1))
      (set! open (cdr open))
      (finished event))
    (define (value char)
      (cond ((eof-object? char) (raise-json "the text ends too early"))
            ((char=? char #\[) (opened 'array 'array-start 'first-element))
            ((char=? char #\{) (opened 'object 'object-start 'first-key))
            ((char=? char #\") (next-char source) (finished (read-string-rest source)))
            ((or (char=? char #\-) (digit? char)) (finished (read-number source)))
            ((char=? char #\t) (finished (read-name source "true" #t)))
            ((char=? char #\f) (finished (read-name source "false" #f)))
            ((char=? char #\n) (finished (read-name source "null" 'null)))
            (else (raise-json "unexpected character" char))))
    (define (key char)
      (if (not (eqv? char #\")) (raise-json "a key in quotes was expected" char))
      (next-char source)
      (let ((name (read-string-rest source)))
        (peek-after-space source)
        (expect-char source #\:)
        (set! expected 'value)
        name))
    (define (after char)
      (cond ((eqv? char #\,)
             (next-char source)
             (set! expected (if (eq? (car open) 'array) 'value 'key))
             (event))
            ((and (eqv? char #\]) (eq? (car open) 'array)) (closed 'array-end))
            ((and (eqv? char #\}) (eq? (car open) 'object)) (closed 'object-end))
            ((eof-object? char) (raise-json "the text ends too early"))
            (else (raise-json "unexpected character" char))))
    (define (event)
      (if (eq? expected 'end)
          (eof-object)
          (let ((char (peek-after-space source)))
            (case expected
              ((start)
               (cond ((eof-object? char)
                      (set! expected 'end)
                      char)
                     (else (value char))))
              ((first-element) (if (eqv? char #\]) (closed 'array-end) (value char)))
              ((first-key) (if (eqv? char #\}) (closed 'object-end) (key char)))
              ((key) (key char))
              ((value) (value char))
              (else (after char))))))
    (begin-text! source)
    event))

;;; (json-fold proc array-start array-end object-start object-end seed [port-or-generator])
;;; Goes through one JSON text. (proc value seed) is called for every value and key; at the beginning of an array
;;; (array-start seed) gives the seed for its elements, at its end (array-end seed) its value; the same for objects.
;;; > (json-fold (lambda (x sum) (if (number? x) (+ x sum) sum)) values values values values 0
;;;     (open-input-string "{\"a\": 5}"))
;;; 5
(define json-fold
  (case-lambda
    ((proc array-start array-end object-start object-end seed)
     (json-fold proc array-start array-end object-start object-end seed (current-input-port)))
    ((proc array-start array-end object-start object-end seed port-or-generator)
     (%check-procedure 'json-fold 1 proc)
     (%check-procedure 'json-fold 2 array-start)
     (%check-procedure 'json-fold 3 array-end)
     (%check-procedure 'json-fold 4 object-start)
     (%check-procedure 'json-fold 5 object-end)
     (fold-events (json-generator port-or-generator) proc array-start array-end object-start object-end seed))))

;; `outer` lists the seeds of the structures around, innermost first.
(define (fold-events next-event proc array-start array-end object-start object-end seed)
  (let loop ((seed seed) (outer '()))
    (define (add value seed outer)
      (let ((seed (proc value seed)))
        (if (null? outer) seed (loop seed outer))))
    (let ((event (next-event)))
      (cond ((eof-object? event) seed)
            ((eq? event 'array-start) (loop (array-start seed) (cons seed outer)))
            ((eq? event 'object-start) (loop (object-start seed) (cons seed outer)))
            ((eq? event 'array-end) (add (array-end seed) (car outer) (cdr outer)))
            ((eq? event 'object-end) (add (object-end seed) (car outer) (cdr outer)))
            (else (add event seed outer))))))

;;; (json-read [port-or-generator])
;;; The next JSON text as data: arrays are vectors, objects association lists with symbols as keys, null is the symbol null.
;;; The end-of-file object if there is none.
;;; > (json-read (open-input-string "{\"name\": \"Ada\", \"born\": 1815, \"tags\": [true, null, 1.5]}"))
;;; ((name . "Ada") (born . 1815) (tags . #(#t null 1.5)))
(define json-read
  (case-lambda
    (() (json-read (current-input-port)))
    ((port-or-generator) (read-text (source-of 'json-read port-or-generator)))))

(define nothing (list 'nothing))

(define (read-text source)
  (let ((result (fold-events (events-of source)
                             (lambda (value seed) (if (eq? seed nothing) value (cons value seed)))
                             (lambda (seed) '())
                             (lambda (elements) (list->vector (reverse elements)))
                             (lambda (seed) '())
                             fields->alist
                             nothing)))
    (if (eq? result nothing) (eof-object) result)))

;; From the values and keys of an object, the last value first.
(define (fields->alist fields)
  (let loop ((rest fields) (alist '()))
    (if (null? rest)
        alist
        (loop (cddr rest) (cons (cons (string->symbol (cadr rest)) (car rest)) alist)))))

;;; (json-lines-read [port-or-generator])
;;; A generator of the data of a text that has a JSON text in each line.
;;; > (let ((next (json-lines-read (open-input-string "{\"a\": 1}\n[2]\n")))) (let* ((a (next)) (b (next))) (list a b (next))))
;;; (((a . 1)) #(2) #<eof>)
(define json-lines-read
  (case-lambda
    (() (json-lines-read (current-input-port)))
    ((port-or-generator)
     (let ((source (source-of 'json-lines-read port-or-generator)))
       (lambda () (read-text source))))))

;;; (json-sequence-read [port-or-generator])
;;; A generator of the data of a sequence of JSON texts, each after the character 30 (RFC 7464).
;;; > (let ((next (json-sequence-read (open-input-string "\x1E;1\n\x1E;[2]\n")))) (let* ((a (next)) (b (next))) (list a b)))
;;; (1 #(2))
(define json-sequence-read
  (case-lambda
    (() (json-sequence-read (current-input-port)))
    ((port-or-generator)
     (let ((source (source-of 'json-sequence-read port-or-generator)))
       (lambda ()
         (set-source-limit! source +inf.0)
         (skip-separators source #f)
         (read-text source))))))

;; Several separators after one another are one. Every text but the end has one before it.
(define (skip-separators source found?)
  (let ((char (peek-after-space source)))
    (cond ((eqv? char #\x1E)
           (next source)
           (skip-separators source #t))
          ((or found? (eof-object? char)) #t)
          (else (raise-json "the separator of a sequence was expected" char)))))
