;;; memq, memv and member in lists of symbols, numbers and strings.
;;; expect: 4000000 4000000 2000000
(define symbols '(a b c d e f g h))
(define numbers '(1000 2000 3000 4000 5000 6000 7000 8000))
(define strings (map (lambda (i) (string-append "key-" (number->string i))) '(1 2 3 4 5 6 7 8)))

(define (count-hits count present?)
  (let loop ((i 0) (hits 0))
    (if (= i count) hits (loop (+ i 1) (if (present? i) (+ hits 1) hits)))))

(define keys '#(a d h x))
(define more-keys '#(1000 4000 8000 9000))
(define texts (vector (string-append "key-" "8") (string-append "other-" "6") (string-append "key-" "4") (string-append "key-" "x")))

(display (- (count-hits 8000000 (lambda (i) (memq (vector-ref keys (remainder i 4)) symbols))) 2000000))
(display " ")
(display (- (count-hits 8000000 (lambda (i) (memv (vector-ref more-keys (remainder i 4)) numbers))) 2000000))
(display " ")
(display (count-hits 4000000 (lambda (i) (member (vector-ref texts (remainder i 4)) strings))))
(newline)
