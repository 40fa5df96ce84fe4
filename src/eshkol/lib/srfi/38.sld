;; SRFI 38: writing and reading of data with shared parts and cycles, by labels.
(define-library (srfi 38)
  (export write-with-shared-structure write/ss read-with-shared-structure read/ss)
  (import (scheme base) (scheme case-lambda) (scheme read) (scheme write))
  (begin
    ;;; (write-with-shared-structure x [port [option]])
    ;;; Writes `x` with labels for all parts that occur several times. The option is for other systems and has no effect.
    ;;; > (let ((part (list 1)) (port (open-output-string)))
    ;;;     (write-with-shared-structure (list part part) port) (get-output-string port))
    ;;; "(#0=(1) #0#)"
    (define write-with-shared-structure
      (case-lambda
        ((x) (write-shared x))
        ((x port) (write-shared x port))
        ((x port option) (write-shared x port))))

    ;;; (write/ss x [port [option]])
    ;;; The same as write-with-shared-structure.
    ;;; > (let ((port (open-output-string))) (write/ss '(1 2) port) (get-output-string port))
    ;;; "(1 2)"
    (define write/ss write-with-shared-structure)

    ;;; (read-with-shared-structure [port])
    ;;; Reads a datum, which may contain labels.
    ;;; > (let ((x (read-with-shared-structure (open-input-string "(#0=(1) #0#)")))) (eq? (car x) (cadr x)))
    ;;; #t
    (define read-with-shared-structure
      (case-lambda
        (() (read))
        ((port) (read port))))

    ;;; (read/ss [port])
    ;;; The same as read-with-shared-structure.
    ;;; > (read/ss (open-input-string "(a b)"))
    ;;; (a b)
    (define read/ss read-with-shared-structure)))
