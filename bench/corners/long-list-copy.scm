;;; list-copy and reverse of a list of three million elements.
;;; expect: 3000000 18000021
(define (make-numbers count)
  (let loop ((i count) (numbers '()))
    (if (= i 0) numbers (loop (- i 1) (cons i numbers)))))

(define numbers (make-numbers 3000000))
(let loop ((i 0) (sum 0) (copy numbers))
  (if (< i 6)
      (let ((fresh (reverse (list-copy copy))))
        (loop (+ i 1) (+ sum (car fresh) i) (reverse fresh)))
      (begin
        (display (length copy))
        (display " ")
        (display (+ sum 6))
        (newline))))
