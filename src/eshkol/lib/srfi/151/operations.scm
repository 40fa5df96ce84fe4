;; Operations on all bits of integers, and on single bits.

;;; (bitwise-eqv integer ...)
;;; Ones where bits are equal.
;;; > (bitwise-eqv 37 12)
;;; -42
(define (bitwise-eqv . integers)
  (let loop ((integers integers) (result -1))
    (if (null? integers)
        result
        (loop (cdr integers) (bitwise-not (bitwise-xor result (car integers)))))))

(define (bitwise-nand i j) (bitwise-not (bitwise-and i j)))
(define (bitwise-nor i j) (bitwise-not (bitwise-ior i j)))
(define (bitwise-andc1 i j) (bitwise-and (bitwise-not i) j))
(define (bitwise-andc2 i j) (bitwise-and i (bitwise-not j)))
(define (bitwise-orc1 i j) (bitwise-ior (bitwise-not i) j))
(define (bitwise-orc2 i j) (bitwise-ior i (bitwise-not j)))

;;; (bitwise-if mask i j)
;;; The bits of i where the mask has ones, elsewhere those of j.
;;; > (bitwise-if 3 1 8)
;;; 9
(define (bitwise-if mask i j)
  (bitwise-ior (bitwise-and mask i) (bitwise-andc2 j mask)))

;;; (bit-set? index i)
;;; Is the bit at this index 1?
;;; > (map (lambda (k) (bit-set? k 6)) '(0 1 2 3))
;;; (#f #t #t #f)
(define (bit-set? index i)
  (%check-index 'bit-set? 1 index)
  (odd? (arithmetic-shift i (- index))))

;;; (copy-bit index i bit)
;;; `i` with the bit at this index made 1 or, if `bit` is #f, 0.
;;; > (list (copy-bit 2 0 #t) (copy-bit 2 15 #f))
;;; (4 11)
(define (copy-bit index i bit)
  (%check-index 'copy-bit 1 index)
  (let ((mask (arithmetic-shift 1 index)))
    (if bit (bitwise-ior i mask) (bitwise-andc2 i mask))))

;;; (bit-swap index1 index2 i)
;;; `i` with two bits exchanged.
;;; > (bit-swap 0 2 4)
;;; 1
(define (bit-swap index1 index2 i)
  (let ((bit1 (bit-set? index1 i))
        (bit2 (bit-set? index2 i)))
    (copy-bit index2 (copy-bit index1 i bit2) bit1)))

;;; (any-bit-set? test-bits i)
;;; Have the two integers a 1 at the same place?
;;; > (list (any-bit-set? 3 6) (any-bit-set? 3 12))
;;; (#t #f)
(define (any-bit-set? test-bits i)
  (not (= 0 (bitwise-and test-bits i))))

;;; (every-bit-set? test-bits i)
;;; Has `i` a 1 wherever the other has?
;;; > (list (every-bit-set? 4 6) (every-bit-set? 7 6))
;;; (#t #f)
(define (every-bit-set? test-bits i)
  (= test-bits (bitwise-and test-bits i)))

;;; (first-set-bit i)
;;; The index of the lowest 1, or -1 for 0.
;;; > (map first-set-bit '(40 -28 0))
;;; (3 2 -1)
(define (first-set-bit i)
  (- (integer-length (bitwise-xor i (- i 1))) 1))
