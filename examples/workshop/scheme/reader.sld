;;; Reads Scheme data from text: all of R7RS's lexical syntax except labels, with the line of every problem.
(define-library (workshop scheme reader)
  (export read-all read-datum make-source read-problem? read-problem-line read-problem-message)
  (import (scheme base) (scheme char) (only (workshop lists) assoc-value))
  (begin

    (define-record-type source
      (new-source port line)
      source?
      (port source-port)
      (line source-line set-source-line!))

    (define-record-type read-problem
      (make-read-problem line message)
      read-problem?
      (line read-problem-line)
      (message read-problem-message))

    ;; What `read-any` gives for tokens that are no data.
    (define closing (list 'closing))
    (define dot (list 'dot))
    (define end (eof-object))

    (define (make-source text)
      (new-source (open-input-string text) 1))

    (define (fail source . parts)
      (raise (make-read-problem (source-line source) (apply string-append parts))))

    (define (peek source)
      (peek-char (source-port source)))

    (define (next! source)
      (let ((character (read-char (source-port source))))
        (when (eqv? character #\newline)
          (set-source-line! source (+ 1 (source-line source))))
        character))

    (define (delimiter? character)
      (or (eof-object? character)
          (char-whitespace? character)
          (memv character '(#\( #\) #\" #\; #\'))))

    ;; All data of a text.
    (define (read-all text)
      (let ((source (make-source text)))
        (let loop ((data '()))
          (let ((datum (read-datum source)))
            (if (eof-object? datum)
                (reverse data)
                (loop (cons datum data)))))))

    ;; The next datum, or the end-of-file object.
    (define (read-datum source)
      (let ((datum (read-any source)))
        (cond ((eq? datum closing) (fail source "a closing parenthesis without an opening one"))
              ((eq? datum dot) (fail source "a dot outside of a list"))
              (else datum))))

    ;; A datum that must be there, since `what` needs it.
    (define (read-needed source what)
      (let ((datum (read-datum source)))
        (if (eof-object? datum)
            (fail source "the text ends in " what)
            datum)))

    (define (read-any source)
      (let ((character (peek source)))
        (cond ((eof-object? character) end)
              ((char-whitespace? character)
               (next! source)
               (read-any source))
              (else
               (case character
                 ((#\;) (skip-line source) (read-any source))
                 ((#\() (next! source) (read-list source))
                 ((#\)) (next! source) closing)
                 ((#\') (read-quotation source 'quote))
                 ((#\`) (read-quotation source 'quasiquote))
                 ((#\,) (next! source) (read-unquotation source))
                 ((#\") (next! source) (read-delimited source #\"))
                 ((#\|) (next! source) (string->symbol (read-delimited source #\|)))
                 ((#\#) (next! source) (read-hash source))
                 (else (interpret-token source (read-token source))))))))

    (define (skip-line source)
      (unless (memv (peek source) (list #\newline end))
        (next! source)
        (skip-line source)))

    (define (read-quotation source name)
      (next! source)
      (list name (read-needed source "a quotation")))

    (define (read-unquotation source)
      (if (eqv? (peek source) #\@)
          (read-quotation source 'unquote-splicing)
          (list 'unquote (read-needed source "an unquotation"))))

    (define (read-list source)
      (let loop ((elements '()))
        (let ((datum (read-any source)))
          (cond ((eof-object? datum) (fail source "the text ends in a list"))
                ((eq? datum closing) (reverse elements))
                ((eq? datum dot) (read-tail source elements))
                (else (loop (cons datum elements)))))))

    ;; What stands after the dot of a list; `elements` are the ones before it, the last one first.
    (define (read-tail source elements)
      (when (null? elements)
        (fail source "a dot at the beginning of a list"))
      (let ((tail (read-needed source "a list")))
        (unless (eq? (read-any source) closing)
          (fail source "more than one datum after the dot"))
        (append (reverse elements) tail)))

    (define (read-token source)
      (let loop ((characters '()))
        (if (delimiter? (peek source))
            (list->string (reverse characters))
            (loop (cons (next! source) characters)))))

    (define (interpret-token source text)
      (cond ((string=? text ".") dot)
            ((string->number text))
            ((string=? text "") (fail source "an unexpected character"))
            (else (string->symbol text))))

    ;; The characters up to `delimiter`, of a string or of a symbol between bars.
    (define (read-delimited source delimiter)
      (let ((port (open-output-string)))
        (let loop ()
          (let ((character (next! source)))
            (cond ((eof-object? character) (fail source "the text ends in a string or symbol"))
                  ((char=? character delimiter) (get-output-string port))
                  ((char=? character #\\) (read-escape source port) (loop))
                  (else (write-char character port) (loop)))))))

    (define escapes
      '((#\n . #\newline) (#\t . #\tab) (#\r . #\return) (#\a . #\alarm) (#\b . #\backspace)
        (#\\ . #\\) (#\" . #\") (#\| . #\|)))

    (define (read-escape source port)
      (let* ((character (next! source))
             (escape (assv character escapes)))
        (cond (escape (write-char (cdr escape) port))
              ((eqv? character #\x) (write-char (read-code source) port))
              ((eqv? character #\newline) (skip-blanks source))
              (else (fail source "an unknown escape in a string or symbol")))))

    (define (skip-blanks source)
      (when (memv (peek source) '(#\space #\tab))
        (next! source)
        (skip-blanks source)))

    ;; A character by its code, as in \x41;
    (define (read-code source)
      (let loop ((code 0))
        (let* ((character (next! source))
               (value (and (char? character) (string->number (string character) 16))))
          (cond (value (loop (+ (* 16 code) value)))
                ((eqv? character #\;) (integer->char code))
                (else (fail source "a character's code must be hexadecimal digits and a semicolon"))))))

    ;; After a hash sign.
    (define (read-hash source)
      (case (peek source)
        ((#\() (next! source) (list->vector (read-list source)))
        ((#\\) (next! source) (read-character source))
        ((#\|) (next! source) (skip-block source 1) (read-any source))
        ((#\;) (next! source) (read-needed source "a comment") (read-any source))
        (else
         (let ((text (read-token source)))
           (cond ((member text '("t" "true")) #t)
                 ((member text '("f" "false")) #f)
                 ((and (string=? text "u8") (eqv? (peek source) #\())
                  (next! source)
                  (apply bytevector (read-list source)))
                 ((string->number (string-append "#" text)))
                 (else (fail source "unknown syntax #" text)))))))

    ;; Block comments nest.
    (define (skip-block source depth)
      (unless (zero? depth)
        (let ((character (next! source)))
          (cond ((eof-object? character) (fail source "the text ends in a comment"))
                ((and (char=? character #\|) (eqv? (peek source) #\#))
                 (next! source)
                 (skip-block source (- depth 1)))
                ((and (char=? character #\#) (eqv? (peek source) #\|))
                 (next! source)
                 (skip-block source (+ depth 1)))
                (else (skip-block source depth))))))

    (define character-names
      '(("space" . #\space) ("newline" . #\newline) ("tab" . #\tab) ("null" . #\null) ("return" . #\return)
        ("delete" . #\delete) ("escape" . #\escape) ("alarm" . #\alarm) ("backspace" . #\backspace)))

    (define (read-character source)
      (let* ((first (next! source))
             (text (if (eof-object? first)
                       (fail source "the text ends in a character")
                       (string-append (string first) (read-token source)))))
        (cond ((= 1 (string-length text)) first)
              ((assoc-value text character-names))
              ((and (char=? first #\x) (string->number (substring text 1 (string-length text)) 16))
               => integer->char)
              (else (fail source "unknown character #\\" text)))))))
