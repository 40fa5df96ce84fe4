;;; number->string and string->number: integers, flonums, other radices.
;;; expect: 9888890 4930100 1000000
(define (total-length count convert)
  (let loop ((i 0) (length 0))
    (if (= i count)
        length
        (loop (+ i 1) (+ length (string-length (convert i)))))))

(define (round-trips count)
  (let loop ((i 0) (good 0))
    (if (= i count)
        good
        (loop (+ i 1)
              (if (and (= i (string->number (number->string i)))
                       (= (/ i 8.) (string->number (number->string (/ i 8.)))))
                  (+ good 1)
                  good)))))

(display (+ (total-length 1000000 (lambda (i) (number->string i))) 4000000))
(display " ")
(display (total-length 1000000 (lambda (i) (number->string (+ i 1) 16))))
(display " ")
(display (round-trips 1000000))
(newline)
