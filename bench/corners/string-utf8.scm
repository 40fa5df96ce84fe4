;;; string->utf8 and utf8->string, ASCII and other characters, short and long.
;;; expect: 600000 31000000 12000000
(define (repeat-string text count)
  (let ((port (open-output-string)))
    (let loop ((i 0))
      (if (= i count)
          (get-output-string port)
          (begin
            (write-string text port)
            (loop (+ i 1)))))))

(define (there-and-back text count)
  (let loop ((i 0) (length 0))
    (if (= i count)
        length
        (loop (+ i 1) (+ length (string-length (utf8->string (string->utf8 text))))))))

(define ascii (repeat-string "only ASCII, nothing else.      " 1000))
(define greek (string (integer->char 955) #\x (integer->char 956) #\y (integer->char 8364) #\z))
(define mixed (repeat-string greek 2000))

(display (there-and-back greek 100000))
(display " ")
(display (there-and-back ascii 1000))
(display " ")
(display (there-and-back mixed 1000))
(newline)
