;;; Every character of a text file read with read-char.
;;; expect: 4400000 395100000
(define (write-text name lines)
  (let ((port (open-output-file name)))
    (let loop ((i 0))
      (if (< i lines)
          (begin
            (write-string "the quick brown fox jumps over a lazy dog, " port)
            (newline port)
            (loop (+ i 1)))))
    (close-port port)))

(define (read-characters name)
  (let ((port (open-input-file name)))
    (let loop ((count 0) (sum 0))
      (let ((c (read-char port)))
        (if (eof-object? c)
            (begin
              (close-port port)
              (cons count sum))
            (loop (+ count 1) (+ sum (char->integer c))))))))

(write-text "corner.txt" 100000)
(let ((result (read-characters "corner.txt")))
  (let loop ((i 0))
    (if (< i 5) (begin (read-characters "corner.txt") (loop (+ i 1)))))
  (display (car result))
  (display " ")
  (display (cdr result))
  (newline))
