;;; string-append of short and of long strings, substring, string-copy, string=?.
;;; expect: 26000000 6000000 2000000
(define (short-strings count)
  (let loop ((i 0) (length 0))
    (if (= i count)
        length
        (loop (+ i 1) (+ length (string-length (string-append "key-" "0123" "-end")))))))

(define long (make-string 30000 #\x))
(define (long-strings count)
  (let loop ((i 0) (length 0))
    (if (= i count)
        length
        (loop (+ i 1) (+ length (string-length (string-append long long)))))))

(define (parts count)
  (let loop ((i 0) (equal 0))
    (if (= i count)
        equal
        (loop (+ i 1) (if (string=? (substring "a longer string" 2 8) (string-copy "longer")) (+ equal 1) equal)))))

(display (+ (short-strings 2000000) 2000000))
(display " ")
(display (long-strings 100))
(display " ")
(long-strings 3000)
(display (parts 2000000))
(newline)
