;;; map over lists of three million elements: one list, two lists.
;;; expect: 3000000 18000006000000
(define (make-numbers count)
  (let loop ((i count) (numbers '()))
    (if (= i 0) numbers (loop (- i 1) (cons i numbers)))))

(define (sum numbers)
  (let loop ((rest numbers) (total 0))
    (if (null? rest) total (loop (cdr rest) (+ total (car rest))))))

(define numbers (make-numbers 3000000))
(define doubled (map (lambda (n) (* 2 n)) numbers))
(let loop ((i 0))
  (if (< i 3)
      (begin
        (map + numbers doubled)
        (map (lambda (n) (+ n i)) numbers)
        (loop (+ i 1)))))
(display (length doubled))
(display " ")
(display (sum (map + (map + numbers doubled) numbers)))
(newline)
