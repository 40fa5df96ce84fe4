;;; Prints the report: sections, labelled values, tables with aligned columns.
(define-library (workshop report)
  (export section show show-text show-lines show-table show-problem text-of written align-left align-right)
  (import (scheme base) (scheme write) (workshop lists))
  (begin

    (define indentation (make-parameter 0 (lambda (columns) (if (negative? columns) 0 columns))))

    (define (text-of value)
      (let ((port (open-output-string)))
        (display value port)
        (get-output-string port)))

    (define (written value)
      (let ((port (open-output-string)))
        (write value port)
        (get-output-string port)))

    (define (show-text text)
      (write-string (make-string (indentation) #\space))
      (write-string text)
      (newline))

    (define (show-lines lines)
      (for-each show-text lines))

    ;; A title, and what the body prints below it, indented.
    (define-syntax section
      (syntax-rules ()
        ((_ title body ...)
         (call-in-section title (lambda () body ...)))))

    (define (call-in-section title body)
      (show-text title)
      (parameterize ((indentation (+ (indentation) 2)))
        (body)))

    (define (show label value)
      (show-text (string-append label ": " (written value))))

    ;; Prints the problem that the body must raise: its message and irritants, or the object itself.
    (define-syntax show-problem
      (syntax-rules ()
        ((_ label body ...)
         (show-text (string-append label ": " (problem-of (lambda () body ... #f)))))))

    (define (problem-of thunk)
      (guard (problem
              ((error-object? problem)
               (join-texts (cons (error-object-message problem)
                                 (map written (error-object-irritants problem)))
                           " "))
              (else (string-append "raised " (written problem))))
        (thunk)
        "no problem"))

    (define (padding text width)
      (make-string (max 0 (- width (string-length text))) #\space))

    (define (align-left text width)
      (string-append text (padding text width)))

    (define (align-right text width)
      (string-append (padding text width) text))

    ;; Rows are lists of values; numbers stand right, all else left.
    (define (show-table titles rows)
      (let* ((texts (map (lambda (row) (map text-of row)) rows))
             (widths (apply map
                            (lambda (title . column)
                              (apply max (string-length title) (map string-length column)))
                            titles
                            texts)))
        (define (show-row alignments cells)
          (show-text
           (trim-end (join-texts (map (lambda (align cell width) (align cell width)) alignments cells widths)
                                 "  "))))
        (define (alignment value)
          (if (number? value) align-right align-left))
        (show-row (if (null? rows) (map (lambda (title) align-left) titles) (map alignment (car rows))) titles)
        (show-text (make-string (+ (apply + widths) (* 2 (- (length widths) 1))) #\-))
        (for-each (lambda (row cells) (show-row (map alignment row) cells)) rows texts)))

    (define (trim-end text)
      (let loop ((end (string-length text)))
        (if (and (positive? end) (char=? (string-ref text (- end 1)) #\space))
            (loop (- end 1))
            (string-copy text 0 end))))))
