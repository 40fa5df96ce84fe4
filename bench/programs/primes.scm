;;; Prime numbers by a sieve in a vector and by filtering lists.
;;; expect: 664579 2262
(define (sieve-count limit)
  (let ((composite (make-vector (+ limit 1) #f)))
    (let loop ((i 2) (count 0))
      (cond ((> i limit) count)
            ((vector-ref composite i) (loop (+ i 1) count))
            (else
             (let strike ((multiple (* i i)))
               (if (<= multiple limit)
                   (begin
                     (vector-set! composite multiple #t)
                     (strike (+ multiple i)))))
             (loop (+ i 1) (+ count 1)))))))

(define (numbers from to)
  (let loop ((i to) (result '()))
    (if (< i from) result (loop (- i 1) (cons i result)))))

(define (keep predicate list)
  (cond ((null? list) '())
        ((predicate (car list)) (cons (car list) (keep predicate (cdr list))))
        (else (keep predicate (cdr list)))))

(define (primes list)
  (if (null? list)
      '()
      (let ((prime (car list)))
        (cons prime
              (primes (keep (lambda (n) (not (= 0 (remainder n prime)))) (cdr list)))))))

(display (sieve-count 10000000))
(display " ")
(display (length (primes (numbers 2 20000))))
(newline)
