;;; The lines of a file, read with read-line.
;;; expect: 900000 20700000
(define (write-text name lines)
  (let ((port (open-output-file name)))
    (let loop ((i 0))
      (if (< i lines)
          (begin
            (write-string "a line of a file" port)
            (newline port)
            (write-string "another line, which is longer than the first one" port)
            (newline port)
            (write-string "short" port)
            (newline port)
            (loop (+ i 1)))))
    (close-port port)))

(define (read-lines-of name)
  (let ((port (open-input-file name)))
    (let loop ((lines 0) (characters 0))
      (let ((line (read-line port)))
        (if (eof-object? line)
            (begin
              (close-port port)
              (cons lines characters))
            (loop (+ lines 1) (+ characters (string-length line))))))))

(write-text "corner.txt" 100000)
(let loop ((i 0) (lines 0) (characters 0))
  (if (< i 3)
      (let ((counts (read-lines-of "corner.txt")))
        (loop (+ i 1) (+ lines (car counts)) (+ characters (cdr counts))))
      (begin
        (display lines)
        (display " ")
        (display characters)
        (newline))))
