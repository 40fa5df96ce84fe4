;;; Data written with write to a string port: lists, symbols, numbers, strings, characters, vectors.
;;; expect: 10088890
(define (write-all port count)
  (let loop ((i 0))
    (if (< i count)
        (begin
          (write (list 'record i '(name "some \"quoted\" name" #\x #\space) 1.5 '#(a b c) '(nested (list (of symbols))) #t)
                 port)
          (loop (+ i 1))))))

(let ((port (open-output-string)))
  (write-all port 100000)
  (display (string-length (get-output-string port)))
  (newline))
