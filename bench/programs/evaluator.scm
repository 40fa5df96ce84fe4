;;; A small Lisp evaluator running the Fibonacci function and a list sort: symbols, association lists, dispatch.
;;; expect: 17711 (1 2 3 4 5 6 7 8 9)
(define (bind names values environment)
  (if (null? names)
      environment
      (cons (cons (car names) (car values))
            (bind (cdr names) (cdr values) environment))))

(define global-environment (list (cons 'end-of-globals #f)))

(define (define-global! name value)
  (set-cdr! global-environment (cons (cons name value) (cdr global-environment))))

(define (look-up name environment)
  (let ((entry (assq name environment)))
    (if entry
        (cdr entry)
        (let ((entry (assq name (cdr global-environment))))
          (if entry (cdr entry) (error "unbound variable:" name))))))

(define (evaluate expression environment)
  (cond ((symbol? expression) (look-up expression environment))
        ((not (pair? expression)) expression)
        (else
         (case (car expression)
           ((quote) (cadr expression))
           ((if) (if (evaluate (cadr expression) environment)
                     (evaluate (caddr expression) environment)
                     (evaluate (cadddr expression) environment)))
           ((lambda) (vector 'closure (cadr expression) (caddr expression) environment))
           ((let)
            (let ((names (map car (cadr expression)))
                  (values (map (lambda (binding) (evaluate (cadr binding) environment)) (cadr expression))))
              (evaluate (caddr expression) (bind names values environment))))
           ((define)
            (define-global! (cadr expression) (evaluate (caddr expression) environment)))
           (else
            (call (evaluate (car expression) environment)
                  (evaluate-arguments (cdr expression) environment)))))))

(define (evaluate-arguments expressions environment)
  (if (null? expressions)
      '()
      (cons (evaluate (car expressions) environment)
            (evaluate-arguments (cdr expressions) environment))))

(define (call procedure arguments)
  (if (vector? procedure)
      (evaluate (vector-ref procedure 2)
                (bind (vector-ref procedure 1) arguments (vector-ref procedure 3)))
      (apply procedure arguments)))

(define program
  '((define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
    (define insert
      (lambda (x sorted)
        (if (null? sorted)
            (cons x '())
            (if (< x (car sorted)) (cons x sorted) (cons (car sorted) (insert x (cdr sorted)))))))
    (define sort
      (lambda (numbers)
        (if (null? numbers) '() (let ((rest (sort (cdr numbers)))) (insert (car numbers) rest)))))))

(define (repeat times expression last)
  (if (= times 0) last (repeat (- times 1) expression (evaluate expression '()))))

(define-global! '< <)
(define-global! '+ +)
(define-global! '- -)
(define-global! 'car car)
(define-global! 'cdr cdr)
(define-global! 'cons cons)
(define-global! 'null? null?)
(for-each (lambda (expression) (evaluate expression '())) program)
(display (repeat 12 '(fib 22) #f))
(display " ")
(display (repeat 12000 '(sort '(5 3 8 1 9 2 7 4 6)) #f))
(newline)
