;; Errors and limits, and where characters come from: ports and generators.

(define (raise-json reason . irritants)
  (raise (%make-condition 'json (string-append "JSON: " reason) irritants)))

;;; (json-error? x)
;;; Whether `x` is an error that this library has raised because of JSON.
;;; > (guard (e ((json-error? e) 'wrong)) (json-read (open-input-string "[1,]")))
;;; wrong
(define (json-error? x)
  (and (error-object? x) (eq? (condition-kind x) 'json)))

;;; (json-error-reason error)
;;; What is wrong, as a string.
;;; > (guard (e ((json-error? e) (json-error-reason e))) (json-read (open-input-string "[1")))
;;; "JSON: the text ends too early"
(define (json-error-reason error)
  (if (json-error? error)
      (error-object-message error)
      (%raise-type 'json-error-reason 1 "an error about JSON" error)))

;;; (json-null? x)
;;; Whether `x` is the symbol null, which stands for JSON's null.
;;; > (list (json-null? (json-read (open-input-string "null"))) (json-null? '()))
;;; (#t #f)
(define (json-null? x)
  (eq? x 'null))

;;; json-nesting-depth-limit
;;; A parameter: arrays and objects nested so deeply are an error when they are read. +inf.0 at first.
;;; > (parameterize ((json-nesting-depth-limit 3)) (json-read (open-input-string "[[[]]]")))
;;; error: JSON: nested too deeply
(define json-nesting-depth-limit (make-parameter +inf.0))

;;; json-number-of-character-limit
;;; A parameter: a text of so many characters is an error when it is read. +inf.0 at first.
;;; > (parameterize ((json-number-of-character-limit 10)) (json-read (open-input-string "[1, 2, 3, 4]")))
;;; error: JSON: the text is too long
(define json-number-of-character-limit (make-parameter +inf.0))

;; `peeked` is the next character, taken from the generator already, or #f; it is not used for ports. `count` is how many
;; characters of the text have been read.
(define-record-type source
  (make-source port generator peeked count limit)
  source?
  (port source-port)
  (generator source-generator)
  (peeked source-peeked set-source-peeked!)
  (count source-count set-source-count!)
  (limit source-limit set-source-limit!))

(define (source-of who x)
  (cond ((and (input-port? x) (textual-port? x)) (make-source x #f #f 0 +inf.0))
        ((procedure? x) (make-source #f x #f 0 +inf.0))
        (else (%raise-type who 1 "a textual input port or a generator of characters" x))))

;; To be called where a text begins.
(define (begin-text! source)
  (set-source-count! source 0)
  (set-source-limit! source (json-number-of-character-limit)))

(define (peek source)
  (cond ((source-port source) => peek-char)
        ((source-peeked source))
        (else
         (let ((char ((source-generator source))))
           (set-source-peeked! source char)
           char))))

(define (next source)
  (let ((char (cond ((source-port source) => read-char) (else (peek source)))))
    (set-source-peeked! source #f)
    (if (char? char)
        (let ((count (+ (source-count source) 1)))
          (if (>= count (source-limit source)) (raise-json "the text is too long" (source-limit source)))
          (set-source-count! source count)))
    char))

;; The next character, which must not be the end.
(define (next-char source)
  (let ((char (next source)))
    (if (eof-object? char) (raise-json "the text ends too early") char)))

(define (white-space? x)
  (and (memv x '(#\space #\newline #\tab #\return)) #t))

;; The first character that is no white space, not yet taken.
(define (peek-after-space source)
  (let ((char (peek source)))
    (if (white-space? char)
        (begin
          (next source)
          (peek-after-space source))
        char)))
