;; Fixnums as strings of bits in two's complement, bit 0 the lowest.

(define (check-position who argument k)
  (if (and (fixnum? k) (<= 0 k fx-width)) k (%raise-type who argument "a number of bits from 0 to 61" k)))

;;; (fxnot i)
;;; All bits inverted.
;;; > (fxnot 5)
;;; -6
(define (fxnot i) (bitwise-not (check-fixnum 'fxnot 1 i)))

(define-syntax define-combination
  (syntax-rules ()
    ((_ name combine)
     (define (name . integers)
       (for-each (lambda (i) (check-fixnum 'name 1 i)) integers)
       (apply combine integers)))))

;;; (fxand i ...)
;;; The bits that all have.
;;; > (list (fxand) (fxand 12 10))
;;; (-1 8)
(define-combination fxand bitwise-and)

;;; (fxior i ...)
;;; The bits that some have.
;;; > (list (fxior) (fxior 12 10))
;;; (0 14)
(define-combination fxior bitwise-ior)

;;; (fxxor i ...)
;;; The bits that an odd number of them have.
;;; > (list (fxxor) (fxxor 12 10))
;;; (0 6)
(define-combination fxxor bitwise-xor)

;;; (fxarithmetic-shift i count)
;;; `i` shifted to the left by `count` bits, or to the right if that is negative.
;;; > (list (fxarithmetic-shift 5 2) (fxarithmetic-shift -5 -1))
;;; (20 -3)
;;; > (fxarithmetic-shift fx-greatest 1)
;;; error: fxarithmetic-shift: the result is not a fixnum
(define (fxarithmetic-shift i count)
  (check-position 'fxarithmetic-shift 2 (abs count))
  (fixnum-result 'fxarithmetic-shift (arithmetic-shift (check-fixnum 'fxarithmetic-shift 1 i) count)))

;;; (fxarithmetic-shift-left i count)
;;; `i` shifted to the left.
;;; > (fxarithmetic-shift-left 5 2)
;;; 20
(define (fxarithmetic-shift-left i count)
  (check-position 'fxarithmetic-shift-left 2 count)
  (fixnum-result 'fxarithmetic-shift-left (arithmetic-shift (check-fixnum 'fxarithmetic-shift-left 1 i) count)))

;;; (fxarithmetic-shift-right i count)
;;; `i` shifted to the right.
;;; > (fxarithmetic-shift-right -5 1)
;;; -3
(define (fxarithmetic-shift-right i count)
  (check-position 'fxarithmetic-shift-right 2 count)
  (arithmetic-shift (check-fixnum 'fxarithmetic-shift-right 1 i) (- count)))

;;; (fxbit-count i)
;;; The number of 1 bits, or of 0 bits if `i` is negative.
;;; > (list (fxbit-count 12) (fxbit-count -1))
;;; (2 0)
(define (fxbit-count i) (bit-count (check-fixnum 'fxbit-count 1 i)))

;;; (fxlength i)
;;; The number of bits without the sign.
;;; > (list (fxlength 0) (fxlength 8) (fxlength -8))
;;; (0 4 3)
(define (fxlength i) (integer-length (check-fixnum 'fxlength 1 i)))

;;; (fxif mask i j)
;;; The bits of `i` where `mask` has 1, those of `j` where it has 0.
;;; > (fxif 3 1 8)
;;; 9
(define (fxif mask i j)
  (bitwise-if (check-fixnum 'fxif 1 mask) (check-fixnum 'fxif 2 i) (check-fixnum 'fxif 3 j)))

;;; (fxbit-set? index i)
;;; Whether the bit at `index` is 1.
;;; > (list (fxbit-set? 1 2) (fxbit-set? 0 2) (fxbit-set? 60 -1))
;;; (#t #f #t)
(define (fxbit-set? index i)
  (bit-set? (check-position 'fxbit-set? 1 index) (check-fixnum 'fxbit-set? 2 i)))

;;; (fxcopy-bit index i bit)
;;; `i` with the bit at `index` made 1 or 0, as the boolean `bit` says.
;;; > (list (fxcopy-bit 0 4 #t) (fxcopy-bit 2 4 #f))
;;; (5 0)
(define (fxcopy-bit index i bit)
  (fixnum-result 'fxcopy-bit (copy-bit (check-position 'fxcopy-bit 1 index) (check-fixnum 'fxcopy-bit 2 i) bit)))

;;; (fxfirst-set-bit i)
;;; The index of the lowest 1 bit; -1 for 0.
;;; > (list (fxfirst-set-bit 8) (fxfirst-set-bit 0))
;;; (3 -1)
(define (fxfirst-set-bit i) (first-set-bit (check-fixnum 'fxfirst-set-bit 1 i)))

;;; (fxbit-field i start end)
;;; The bits from `start` to before `end` as a number.
;;; > (fxbit-field 214 2 6)
;;; 5
(define (fxbit-field i start end)
  (check-field 'fxbit-field start end)
  (bit-field (check-fixnum 'fxbit-field 1 i) start end))

(define (check-field who start end)
  (check-position who 2 start)
  (check-position who 3 end)
  (if (> start end) (%raise-error who "the field ends before it starts" (list start end))))

;;; (fxbit-field-rotate i count start end)
;;; `i` with the bits from `start` to before `end` rotated to the left by `count`.
;;; > (fxbit-field-rotate 6 1 0 3)
;;; 5
(define (fxbit-field-rotate i count start end)
  (check-field 'fxbit-field-rotate start end)
  (fixnum-result 'fxbit-field-rotate (bit-field-rotate (check-fixnum 'fxbit-field-rotate 1 i) count start end)))

;;; (fxbit-field-reverse i start end)
;;; `i` with the bits from `start` to before `end` in reverse order.
;;; > (fxbit-field-reverse 6 0 4)
;;; 6
(define (fxbit-field-reverse i start end)
  (check-field 'fxbit-field-reverse start end)
  (fixnum-result 'fxbit-field-reverse (bit-field-reverse (check-fixnum 'fxbit-field-reverse 1 i) start end)))
