;;; Lists of random and of sorted numbers, and of strings, sorted.
;;; expect: #t #t #t
(define (make-random-numbers count)
  (let loop ((i 0) (x 12345) (numbers '()))
    (if (= i count)
        numbers
        (loop (+ i 1) (modulo (+ (* x 1103515) 12345) 2147483) (cons x numbers)))))

(define (ordered? before? list)
  (or (null? list)
      (let loop ((x (car list)) (rest (cdr list)))
        (or (null? rest)
            (and (not (before? (car rest) x))
                 (loop (car rest) (cdr rest)))))))

(define numbers (make-random-numbers 500000))
(define sorted (sort-list numbers <))
(define strings (map number->string (make-random-numbers 100000)))

(display (ordered? < sorted))
(display " ")
(display (ordered? > (sort-list (sort-list sorted (lambda (a b) (> a b))) >)))
(display " ")
(display (ordered? string<? (sort-list strings string<?)))
(newline)
