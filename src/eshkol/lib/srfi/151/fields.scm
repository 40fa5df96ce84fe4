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

;;; (bit-field i start end)
;;; The bits from `start` to before `end`.
;;; > (bit-field 6 1 3)
;;; 3
(define (bit-field i start end)
  (check-field 'bit-field 2 start end)
  (field i start end))

;;; (bit-field-any? i start end)
;;; Is one of these bits 1?
;;; > (bit-field-any? 6 3 5)
;;; #f
(define (bit-field-any? i start end)
  (check-field 'bit-field-any? 2 start end)
  (not (= 0 (field i start end))))

;;; (bit-field-every? i start end)
;;; Are these bits all 1?
;;; > (bit-field-every? 6 1 3)
;;; #t
(define (bit-field-every? i start end)
  (check-field 'bit-field-every? 2 start end)
  (= (ones (- end start)) (field i start end)))

;;; (bit-field-clear i start end)
;;; `i` with these bits made 0.
;;; > (bit-field-clear 42 1 4)
;;; 32
(define (bit-field-clear i start end)
  (check-field 'bit-field-clear 2 start end)
  (bitwise-andc2 i (field-mask start end)))

;;; (bit-field-set i start end)
;;; `i` with these bits made 1.
;;; > (bit-field-set 42 1 4)
;;; 46
(define (bit-field-set i start end)
  (check-field 'bit-field-set 2 start end)
  (bitwise-ior i (field-mask start end)))

;;; (bit-field-replace destination source start end)
;;; `destination` with these bits replaced by the lowest of `source`.
;;; > (bit-field-replace 6 1 0 1)
;;; 7
(define (bit-field-replace destination source start end)
  (check-field 'bit-field-replace 3 start end)
  (replace-field destination source start end))

(define (replace-field destination source start end)
  (bitwise-if (field-mask start end) (arithmetic-shift source start) destination))

;;; (bit-field-replace-same destination source start end)
;;; `destination` with these bits replaced by those of `source` at the same places.
;;; > (bit-field-replace-same 15 0 1 3)
;;; 9
(define (bit-field-replace-same destination source start end)
  (check-field 'bit-field-replace-same 3 start end)
  (bitwise-if (field-mask start end) source destination))

;;; (bit-field-rotate i count start end)
;;; `i` with these bits moved up; what leaves the field comes in at its lower end.
;;; > (bit-field-rotate 6 1 2 4)
;;; 10
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

;;; (bit-field-reverse i start end)
;;; `i` with these bits in reverse order.
;;; > (bit-field-reverse 6 1 4)
;;; 12
(define (bit-field-reverse i start end)
  (check-field 'bit-field-reverse 2 start end)
  (let loop ((left (- end start)) (old (field i start end)) (new 0))
    (if (= left 0)
        (replace-field i new start end)
        (loop (- left 1)
              (arithmetic-shift old -1)
              (+ (* 2 new) (if (odd? old) 1 0))))))
