;;; assq, assv and assoc in association lists of symbols, numbers and strings.
;;; expect: 4000000 4000000 20000000
(define symbols '((a . 1) (b . 2) (c . 3) (d . 4) (e . 5) (f . 6) (g . 7) (h . 8)))
(define numbers (map (lambda (i) (cons (* i 1000) i)) '(1 2 3 4 5 6 7 8)))
(define strings (map (lambda (i) (cons (string-append "key-" (number->string i)) i)) '(1 2 3 4 5 6 7 8)))

(define (repeat count look-up)
  (let loop ((i 0) (sum 0))
    (if (= i count) sum (loop (+ i 1) (+ sum (look-up i))))))

(define keys '#(a b c d))
(define more-keys '#(1000 2000 3000 4000))
(define texts (vector (string-append "key-" "8") (string-append "key-" "6") (string-append "key-" "4") (string-append "key-" "2")))

(display (- (repeat 4000000 (lambda (i) (cdr (assq (vector-ref keys (remainder i 4)) symbols)))) 6000000))
(display " ")
(display (- (repeat 4000000 (lambda (i) (cdr (assv (vector-ref more-keys (remainder i 4)) numbers)))) 6000000))
(display " ")
(display (repeat 4000000 (lambda (i) (cdr (assoc (vector-ref texts (remainder i 4)) strings)))))
(newline)
