;; Operations on all bits of integers, and on single bits.

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

;; The bits of i where the mask has ones, elsewhere those of j.
(define (bitwise-if mask i j)
  (bitwise-ior (bitwise-and mask i) (bitwise-andc2 j mask)))

(define (bit-set? index i)
  (%check-index 'bit-set? 1 index)
  (odd? (arithmetic-shift i (- index))))

(define (copy-bit index i bit)
  (%check-index 'copy-bit 1 index)
  (let ((mask (arithmetic-shift 1 index)))
    (if bit (bitwise-ior i mask) (bitwise-andc2 i mask))))

(define (bit-swap index1 index2 i)
  (let ((bit1 (bit-set? index1 i))
        (bit2 (bit-set? index2 i)))
    (copy-bit index2 (copy-bit index1 i bit2) bit1)))

(define (any-bit-set? test-bits i)
  (not (= 0 (bitwise-and test-bits i))))

(define (every-bit-set? test-bits i)
  (= test-bits (bitwise-and test-bits i)))

;; The index of the lowest 1, or -1 for 0.
(define (first-set-bit i)
  (- (integer-length (bitwise-xor i (- i 1))) 1))
