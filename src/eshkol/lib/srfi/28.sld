;; SRFI 28: format, which builds a string from a template.
(define-library (srfi 28)
  (export format)
  (import (eshkol internals))
  (begin
    ;;; (format template object ...)
    ;;; A string like `template`, with each `~a` replaced by an object as `display` shows it, each `~s` by an object as
    ;;; `write` shows it, `~%` by a line end and `~~` by a tilde.
    ;;; > (format "~a is ~s~~" "x" "y")
    ;;; "x is \"y\"~"
    (define (format template . objects)
      (%check-string 'format 1 template)
      (let ((port (open-output-string)) (size (string-length template)))
        (let loop ((k 0) (rest objects))
          (cond ((= k size)
                 (if (pair? rest) (%raise-error 'format "more objects than the template has places for" rest))
                 (get-output-string port))
                ((char=? (string-ref template k) #\~)
                 (if (= (+ k 1) size) (%raise-error 'format "the template ends with a single ~" (list template)))
                 (loop (+ k 2) (write-directive (string-ref template (+ k 1)) rest template port)))
                (else
                 (write-char (string-ref template k) port)
                 (loop (+ k 1) rest))))))

    ;; Writes what the directive stands for; the objects that remain.
    (define (write-directive directive objects template port)
      (case directive
        ((#\a #\s)
         (if (null? objects) (%raise-error 'format "fewer objects than the template has places for" (list template)))
         ((if (char=? directive #\a) display write) (car objects) port)
         (cdr objects))
        ((#\%) (newline port) objects)
        ((#\~) (write-char #\~ port) objects)
        (else (%raise-error 'format "unknown directive after ~" (list directive template)))))))
