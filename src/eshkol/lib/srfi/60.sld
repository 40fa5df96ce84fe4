;; SRFI 60: exact integers as strings of bits, by the names of two traditions.
(define-library (srfi 60)
  (export logand bitwise-and logior bitwise-ior logxor bitwise-xor lognot bitwise-not
          bitwise-if (rename bitwise-if bitwise-merge) logtest any-bits-set?
          logcount bit-count integer-length log2-binary-factors first-set-bit
          logbit? bit-set? copy-bit bit-field copy-bit-field ash arithmetic-shift
          rotate-bit-field reverse-bit-field
          integer->list list->integer booleans->integer)
  (import (scheme base)
          (scheme case-lambda)
          (only (srfi 151) bitwise-if any-bit-set? first-set-bit bit-set? copy-bit bit-field bit-field-replace
                bit-field-rotate bit-field-reverse)
          (only (eshkol internals)
                %check-index arithmetic-shift bit-count bitwise-and bitwise-ior bitwise-not bitwise-xor
                integer-length))
  (begin
    (define logand bitwise-and)
    (define logior bitwise-ior)
    (define logxor bitwise-xor)
    (define lognot bitwise-not)
    (define logtest any-bit-set?)
    (define any-bits-set? any-bit-set?)
    (define logcount bit-count)
    (define log2-binary-factors first-set-bit)
    (define logbit? bit-set?)
    (define ash arithmetic-shift)

    ;;; (copy-bit-field to from start end)
    ;;; `to` with the bits from `start` to before `end` replaced by the lowest of `from`.
    ;;; > (copy-bit-field 6 1 0 1)
    ;;; 7
    (define (copy-bit-field to from start end)
      (bit-field-replace to from start end))

    ;;; (rotate-bit-field n count start end)
    ;;; `n` with these bits moved up; what leaves the field comes in at its lower end.
    ;;; > (rotate-bit-field 4 3 0 4)
    ;;; 2
    (define (rotate-bit-field n count start end)
      (bit-field-rotate n count start end))

    ;;; (reverse-bit-field n start end)
    ;;; `n` with these bits in reverse order.
    ;;; > (reverse-bit-field 6 1 4)
    ;;; 12
    (define (reverse-bit-field n start end)
      (bit-field-reverse n start end))

    ;;; (integer->list n [size])
    ;;; The lowest bits as booleans, the highest of them first.
    ;;; > (integer->list 6)
    ;;; (#t #t #f)
    (define integer->list
      (case-lambda
        ((n) (integer->list n (integer-length n)))
        ((n size)
         (%check-index 'integer->list 2 size)
         (let loop ((k 0) (rest n) (bits '()))
           (if (= k size)
               bits
               (loop (+ k 1) (arithmetic-shift rest -1) (cons (odd? rest) bits)))))))

    ;;; (list->integer booleans)
    ;;; The integer with these bits, the highest first.
    ;;; > (list->integer '(#t #t #f))
    ;;; 6
    (define (list->integer bits)
      (let loop ((rest bits) (n 0))
        (if (null? rest)
            n
            (loop (cdr rest) (+ (* 2 n) (if (car rest) 1 0))))))

    ;;; (booleans->integer boolean ...)
    ;;; The integer with these bits, the highest first.
    ;;; > (booleans->integer #t #f #t)
    ;;; 5
    (define (booleans->integer . bits)
      (list->integer bits))))
