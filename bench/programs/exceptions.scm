;;; Exceptions raised and caught: guard with clauses, raise, raise-continuable, nested handlers.
;;; expect: 200000 400000 100000
(define (checked-divide a b)
  (if (= b 0) (raise 'division) (quotient a b)))

(define (count-failures rounds)
  (let loop ((i 0) (failures 0))
    (if (= i rounds)
        failures
        (loop (+ i 1)
              (+ failures
                 (guard (failure ((eq? failure 'division) 1))
                   (checked-divide i (modulo i 2))
                   0))))))

(define (count-continued rounds)
  (let loop ((i 0) (total 0))
    (if (= i rounds)
        total
        (loop (+ i 1)
              (+ total
                 (with-exception-handler
                  (lambda (condition) (+ condition 1))
                  (lambda () (raise-continuable 0))))))))

(define (deep depth)
  (if (= depth 0) (raise (list 'bottom)) (+ 1 (deep (- depth 1)))))

(define (count-deep rounds)
  (let loop ((i 0) (total 0))
    (if (= i rounds)
        total
        (loop (+ i 1)
              (+ total
                 (guard (failure ((pair? failure) 1))
                   (guard (failure ((string? failure) 1000))
                     (deep 20))))))))

(display (count-failures 400000))
(display " ")
(display (count-continued 400000))
(display " ")
(display (count-deep 100000))
(newline)
