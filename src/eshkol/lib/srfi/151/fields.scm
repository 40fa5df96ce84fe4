;; Operations on the field of the bits from start to before end.

(define (check-field who argument start end)
  (%check-index who argument start)
  (%check-index who (+ argument 1) end)
  (if (> start end) (%raise-error who "the field ends before it starts" (list start end))))

;; `size` ones.
(define (ones size)
  (- (arithmetic-shift 1 size) 1))

(define (field-mask start end)
  (arithmetic-shift (ones (- end start)) start))

(define (field i start end)
  (bitwise-and (arithmetic-shift i (- start)) (ones (- end start))))

(define (bit-field i start end)
  (check-field 'bit-field 2 start end)
  (field i start end))

(define (bit-field-any? i start end)
  (check-field 'bit-field-any? 2 start end)
  (not (= 0 (field i start end))))

(define (bit-field-every? i start end)
  (check-field 'bit-field-every? 2 start end)
  (= (ones (- end start)) (field i start end)))

(define (bit-field-clear i start end)
  (check-field 'bit-field-clear 2 start end)
  (bitwise-andc2 i (field-mask start end)))

(define (bit-field-set i start end)
  (check-field 'bit-field-set 2 start end)
  (bitwise-ior i (field-mask start end)))

(define (bit-field-replace destination source start end)
  (check-field 'bit-field-replace 3 start end)
  (replace-field destination source start end))

(define (replace-field destination source start end)
  (bitwise-if (field-mask start end) (arithmetic-shift source start) destination))

(define (bit-field-replace-same destination source start end)
  (check-field 'bit-field-replace-same 3 start end)
  (bitwise-if (field-mask start end) source destination))

;; What leaves the field at its upper end comes in at its lower end.
(define (bit-field-rotate i count start end)
  (check-field 'bit-field-rotate 3 start end)
  (if (= start end)
      i
      (let* ((size (- end start))
             (count (modulo count size))
             (old (field i start end)))
        (replace-field i
                       (bitwise-ior (arithmetic-shift old count) (arithmetic-shift old (- count size)))
                       start end))))

(define (bit-field-reverse i start end)
  (check-field 'bit-field-reverse 2 start end)
  (let loop ((left (- end start)) (old (field i start end)) (new 0))
    (if (= left 0)
        (replace-field i new start end)
        (loop (- left 1)
              (arithmetic-shift old -1)
              (+ (* 2 new) (if (odd? old) 1 0))))))
