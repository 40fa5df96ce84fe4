;;; Characters of a long string scanned: word counting, vowels, a checksum, case conversion.
;;; expect: 900000 1100000 517648 HELLO
(define (make-text repetitions)
  (let ((port (open-output-string)))
    (let loop ((i 0))
      (if (= i repetitions)
          (get-output-string port)
          (begin
            (write-string "The quick brown fox jumps over " port)
            (write-string "the lazy DOG. " port)
            (loop (+ i 1)))))))

(define (count-words text)
  (let ((end (string-length text)))
    (let loop ((i 0) (inside #f) (words 0))
      (if (= i end)
          words
          (if (char-alphabetic? (string-ref text i))
              (loop (+ i 1) #t (if inside words (+ words 1)))
              (loop (+ i 1) #f words))))))

(define (vowel? character)
  (case (char-downcase character)
    ((#\a #\e #\i #\o #\u) #t)
    (else #f)))

(define (count-characters satisfied? text)
  (let ((end (string-length text)))
    (let loop ((i 0) (count 0))
      (if (= i end)
          count
          (loop (+ i 1) (if (satisfied? (string-ref text i)) (+ count 1) count))))))

(define (checksum text)
  (let ((end (string-length text)))
    (let loop ((i 0) (sum 1))
      (if (= i end)
          sum
          (loop (+ i 1) (modulo (+ (* sum 31) (char->integer (string-ref text i))) 1000003))))))

(define (upcase text)
  (let* ((end (string-length text)) (result (make-string end #\space)))
    (let loop ((i 0))
      (if (= i end)
          result
          (begin
            (string-set! result i (char-upcase (string-ref text i)))
            (loop (+ i 1)))))))

(define text (make-text 100000))

(display (count-words text))
(display " ")
(display (count-characters vowel? text))
(display " ")
(display (checksum text))
(display " ")
(let loop ((i 0))
  (if (< i 4)
      (begin
        (upcase text)
        (checksum text)
        (loop (+ i 1)))))
(display (upcase "hello"))
(newline)
