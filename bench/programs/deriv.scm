;;; Symbolic derivatives of a polynomial: allocation of small expression trees.
;;; expect: (+ (* (* 3 x x) (+ (/ 0 3) (/ 1 x) (/ 1 x))) (* (* a x x) (+ (/ 0 a) (/ 1 x) (/ 1 x))) (* (* b x) (+ (/ 0 b) (/ 1 x))) 0)
(define (deriv expression)
  (if (pair? expression)
      (case (car expression)
        ((+) (cons '+ (map deriv (cdr expression))))
        ((-) (cons '- (map deriv (cdr expression))))
        ((*) (list '* expression
                   (cons '+ (map (lambda (factor) (list '/ (deriv factor) factor)) (cdr expression)))))
        (else (error "no derivative of this operator:" (car expression))))
      (if (eq? expression 'x) 1 0)))

(define (repeat count expression last)
  (if (= count 0)
      last
      (repeat (- count 1) expression (deriv expression))))

(write (repeat 2000000 '(+ (* 3 x x) (* a x x) (* b x) 5) #f))
(newline)
