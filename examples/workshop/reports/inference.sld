;;; Reports on type inference: the types of well-typed expressions, the reasons against others.
(define-library (workshop reports inference)
  (export report-inference)
  (import (scheme base) (workshop report) (workshop inference))
  (begin

    (define expressions
      '((identity . (fn (x) x))
        (compose . (fn (f g x) (f (g x))))
        (twice . (fn (f x) (f (f x))))
        (choose . (fn (p x y) (if (p x) x y)))
        (polymorphic-let . (let id (fn (x) x) (pair (id 1) (id #t))))
        (factorial . (letrec fact (fn (n) (if (zero? n) 1 (* n (fact (- n 1))))) fact))
        (map . (letrec map (fn (f xs) (if (null? xs) nil (cons (f (car xs)) (map f (cdr xs))))) map))
        (fold . (letrec fold (fn (f z xs) (if (null? xs) z (f (car xs) (fold f z (cdr xs))))) fold))
        (swap . (fn (p) (pair (second p) (first p))))
        (s . (fn (f g x) (f x (g x))))
        (large . (let d (fn (x) (pair x x)) (let e (fn (x) (d (d x))) (fn (y) (e y)))))
        (partial . (cons 1))))

    (define ill-typed
      '((self-application . (fn (x) (x x)))
        (no-number . (+ 1 #t))
        (mixed-branches . (fn (x) (if x 1 nil)))
        (monomorphic-parameter . ((fn (id) (pair (id 1) (id #t))) (fn (x) x)))
        (no-function . (1 2))
        (unknown . (fn (x) y))
        (mixed-list . (cons 1 (cons #f nil)))))

    (define (report-inference)
      (section "Type inference"
        (for-each
         (lambda (entry)
           (show-text (string-append (symbol->string (car entry)) " : " (type->text (infer-type (cdr entry))))))
         expressions)
        (section "ill-typed"
          (for-each
           (lambda (entry)
             (show-problem (symbol->string (car entry)) (infer-type (cdr entry))))
           ill-typed))))))
