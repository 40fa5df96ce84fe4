;;; Words of a string port told apart with peek-char and read-char.
;;; expect: 2000000 8800000
(define (make-text repetitions)
  (let ((port (open-output-string)))
    (let loop ((i 0))
      (if (= i repetitions)
          (get-output-string port)
          (begin
            (write-string "alpha be gamma 12345, delta " port)
            (loop (+ i 1)))))))

(define (skip-spaces port)
  (let ((c (peek-char port)))
    (if (and (char? c) (or (char=? c #\space) (char=? c #\,)))
        (begin
          (read-char port)
          (skip-spaces port)))))

(define (word-length port)
  (let loop ((length 0))
    (let ((c (peek-char port)))
      (if (or (eof-object? c) (char=? c #\space) (char=? c #\,))
          length
          (begin
            (read-char port)
            (loop (+ length 1)))))))

(define (count-words text)
  (let ((port (open-input-string text)))
    (let loop ((words 0) (letters 0))
      (skip-spaces port)
      (if (eof-object? (peek-char port))
          (cons words letters)
          (loop (+ words 1) (+ letters (word-length port)))))))

(define text (make-text 100000))
(let loop ((i 0) (words 0) (letters 0))
  (if (< i 4)
      (let ((counts (count-words text)))
        (loop (+ i 1) (+ words (car counts)) (+ letters (cdr counts))))
      (begin
        (display words)
        (display " ")
        (display letters)
        (newline))))
