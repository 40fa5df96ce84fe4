;;; Strings built piece by piece: string-append, number->string, string ports.
;;; expect: 3388890 588889 20000
(define (number-text count)
  (let ((port (open-output-string)))
    (let loop ((i 0))
      (if (= i count)
          (get-output-string port)
          (begin
            (write-string (number->string i) port)
            (write-char #\space port)
            (loop (+ i 1)))))))

(define (join-pairs strings)
  (cond ((null? strings) '())
        ((null? (cdr strings)) strings)
        (else (cons (string-append (car strings) "," (cadr strings))
                    (join-pairs (cddr strings))))))

(define (join strings)
  (if (null? (cdr strings)) (car strings) (join (join-pairs strings))))

(define (numbers-below count)
  (let loop ((i (- count 1)) (strings '()))
    (if (< i 0) strings (loop (- i 1) (cons (number->string i) strings)))))

(define (grow text times)
  (if (= times 0) text (grow (string-append text "xy") (- times 1))))

(define (repeat times thunk)
  (if (= times 1) (thunk) (begin (thunk) (repeat (- times 1) thunk))))

(display (string-length (repeat 1 (lambda () (number-text 500000)))))
(display " ")
(display (string-length (repeat 2 (lambda () (join (numbers-below 100000))))))
(display " ")
(display (string-length (grow "" 10000)))
(newline)
