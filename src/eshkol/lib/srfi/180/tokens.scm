;; Strings, numbers and names of JSON.

;; The rest of a string whose first quote has been read.
(define (read-string-rest source)
  (let ((text (open-output-string)))
    (let loop ()
      (let ((char (next-char source)))
        (cond ((char=? char #\") (get-output-string text))
              ((char=? char #\\)
               (write-char (escaped-char source) text)
               (loop))
              ((char<? char #\space) (raise-json "a control character in a string" char))
              (else
               (write-char char text)
               (loop)))))))

(define (escaped-char source)
  (let ((char (next-char source)))
    (case char
      ((#\" #\\ #\/) char)
      ((#\b) #\backspace)
      ((#\f) #\x0C)
      ((#\n) #\newline)
      ((#\r) #\return)
      ((#\t) #\tab)
      ((#\u) (integer->char (code-point source)))
      (else (raise-json "an unknown escape in a string" char)))))

;; After \u: characters beyond the first 65536 are two escapes, a high and a low surrogate.
(define (code-point source)
  (let ((code (read-hex source)))
    (cond ((<= #xDC00 code #xDFFF) (raise-json "the second half of a character without the first" code))
          ((<= #xD800 code #xDBFF)
           (expect-char source #\\)
           (expect-char source #\u)
           (let ((low (read-hex source)))
             (if (<= #xDC00 low #xDFFF)
                 (+ #x10000 (* (- code #xD800) 1024) (- low #xDC00))
                 (raise-json "the first half of a character without the second" code))))
          (else code))))

(define (read-hex source)
  (let loop ((count 0) (code 0))
    (if (= count 4)
        code
        (let* ((char (next-char source)) (digit (hex-value char)))
          (if digit
              (loop (+ count 1) (+ (* 16 code) digit))
              (raise-json "no hexadecimal digit" char))))))

(define (hex-value char)
  (cond ((char<=? #\0 char #\9) (- (char->integer char) 48))
        ((char<=? #\a char #\f) (- (char->integer char) 87))
        ((char<=? #\A char #\F) (- (char->integer char) 55))
        (else #f)))

(define (expect-char source wanted)
  (let ((char (next-char source)))
    (if (not (char=? char wanted)) (raise-json "another character was expected" wanted char))))

;; A number: all characters that can belong to one are taken, and must be one together.
(define (read-number source)
  (let ((text (open-output-string)))
    (let loop ((char (peek source)))
      (if (and (char? char) (or (digit? char) (memv char '(#\- #\+ #\. #\e #\E))))
          (begin
            (write-char (next source) text)
            (loop (peek source)))))
    (check-end-of-word source)
    (let ((text (get-output-string text)))
      (if (number-text? text)
          (string->number text)
          (raise-json "malformed number" text)))))

(define (digit? char)
  (char<=? #\0 char #\9))

;; Numbers and names end where a structure goes on, at white space, or at the end.
(define (check-end-of-word source)
  (let ((char (peek source)))
    (if (not (or (eof-object? char) (white-space? char) (memv char '(#\, #\] #\} #\:))))
        (raise-json "unexpected character" char))))

;; -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][-+]?[0-9]+)?
(define (number-text? text)
  (let ((size (string-length text)))
    (define (char-at? k chars)
      (and (< k size) (memv (string-ref text k) chars)))
    (define (after-digits k)
      (if (and (< k size) (digit? (string-ref text k))) (after-digits (+ k 1)) k))
    (let* ((start (if (char-at? 0 '(#\-)) 1 0))
           (whole (if (char-at? start '(#\0)) (+ start 1) (after-digits start)))
           (fraction (if (char-at? whole '(#\.)) (after-digits (+ whole 1)) whole))
           (sign (if (char-at? fraction '(#\e #\E)) (+ fraction 1) fraction))
           (exponent (if (char-at? sign '(#\+ #\-)) (+ sign 1) sign))
           (end (if (= sign fraction) fraction (after-digits exponent))))
      (and (> whole start)
           (not (= fraction (+ whole 1)))
           (or (= sign fraction) (> end exponent))
           (= end size)))))

(define (read-name source name value)
  (string-for-each (lambda (wanted) (expect-char source wanted)) name)
  (check-end-of-word source)
  value)
