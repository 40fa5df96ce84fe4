;; SRFI 143: operations on fixnums, the integers that need no memory.
(define-library (srfi 143)
  (export fx-width fx-greatest fx-least
          fixnum? fx=? fx<? fx>? fx<=? fx>=? fxzero? fxpositive? fxnegative? fxodd? fxeven? fxmax fxmin
          fx+ fx- fx* fxneg fxquotient fxremainder fxabs fxsquare fxsqrt
          fx+/carry fx-/carry fx*/carry
          fxnot fxand fxior fxxor fxarithmetic-shift fxarithmetic-shift-left fxarithmetic-shift-right
          fxbit-count fxlength fxif fxbit-set? fxcopy-bit fxfirst-set-bit fxbit-field fxbit-field-rotate
          fxbit-field-reverse)
  (import (scheme base)
          (srfi 141)
          (only (srfi 151)
                bitwise-and bitwise-ior bitwise-xor bitwise-not bitwise-if arithmetic-shift bit-count integer-length bit-set?
                copy-bit first-set-bit bit-field bit-field-rotate bit-field-reverse)
          (only (eshkol internals)
                %raise-error %raise-type fixnum? fx+ fx- fx* fxquotient fxremainder fx= fx< fx> fx<= fx>=))
  (include "143/arithmetic.scm" "143/bits.scm"))
