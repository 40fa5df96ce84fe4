;;; Characters written one by one, to a file and to a string port.
;;; expect: 6000000 6000000
(define (write-characters port count)
  (let loop ((i 0) (c 97))
    (if (< i count)
        (begin
          (write-char (if (= c 122) #\newline (integer->char c)) port)
          (loop (+ i 1) (if (= c 122) 97 (+ c 1)))))))

(define (count-characters name)
  (let ((port (open-input-file name)))
    (let loop ((count 0))
      (if (eof-object? (read-char port))
          (begin
            (close-port port)
            count)
          (loop (+ count 1))))))

(let ((port (open-output-file "corner.txt")))
  (write-characters port 6000000)
  (close-port port))
(display (count-characters "corner.txt"))
(display " ")
(let ((port (open-output-string)))
  (write-characters port 6000000)
  (display (string-length (get-output-string port))))
(newline)
