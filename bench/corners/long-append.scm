;;; append of lists of three million elements.
;;; expect: 6000000 6000000
(define (make-numbers count)
  (let loop ((i count) (numbers '()))
    (if (= i 0) numbers (loop (- i 1) (cons i numbers)))))

(define numbers (make-numbers 3000000))
(let loop ((i 0) (length-sum 0) (first-sum 0))
  (if (< i 6)
      (let ((joined (append numbers numbers)))
        (loop (+ i 1) (+ length-sum (quotient (length joined) 6)) (+ first-sum (quotient (car (list-tail joined 5999999)) 3))))
      (begin
        (display length-sum)
        (display " ")
        (display first-sum)
        (newline))))
