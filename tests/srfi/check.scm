;; What the programs here share: checks that print what is wrong, and a last line that counts them.

(import (only (eshkol) condition/report-string))

(define checked 0)
(define failed 0)

(define (report-failure expression expected got)
  (set! failed (+ failed 1))
  (display "FAILED ")
  (write expression)
  (display "\n  expected ")
  (write expected)
  (display "\n  got      ")
  (write got)
  (newline))

(define (compare expression expected thunk)
  (set! checked (+ checked 1))
  (let ((got (guard (problem (#t (list 'raised (if (error-object? problem) (condition/report-string problem) problem))))
               (thunk))))
    (if (not (equal? got expected))
        (report-failure expression expected got))))

(define (contains? text part)
  (let ((last (- (string-length text) (string-length part))))
    (let loop ((k 0))
      (and (<= k last)
           (or (string=? (substring text k (+ k (string-length part))) part)
               (loop (+ k 1)))))))

;; (check expression => value)
;; (check-values expression => value ...)
;; (check-error expression "part of the message")
(define-syntax check
  (syntax-rules (=>)
    ((_ expression => expected) (compare 'expression expected (lambda () expression)))))

(define-syntax check-values
  (syntax-rules (=>)
    ((_ expression => expected ...)
     (compare 'expression (list expected ...) (lambda () (call-with-values (lambda () expression) list))))))

(define-syntax check-error
  (syntax-rules ()
    ((_ expression part)
     (compare 'expression 'raised
              (lambda ()
                (guard (problem ((and (error-object? problem) (contains? (condition/report-string problem) part)) 'raised))
                  (list 'returned expression)))))))

(define (finish)
  (write checked)
  (display " checks, ")
  (write failed)
  (display " failed")
  (newline))
