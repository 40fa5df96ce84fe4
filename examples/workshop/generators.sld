;;; Generators, coroutines and search with backtracking, all by continuations that are entered again.
(define-library (workshop generators)
  (export make-generator generator-next generate->list generator-take tree-leaves same-fringe? interleave
          choose require-that all-solutions first-solution run-tasks)
  (import (scheme base) (workshop lists))
  (begin

    (define exhausted (list 'exhausted))

    ;; A generator: a procedure that gives the next value at each call. The producer calls what it gets with each value.
    (define (make-generator producer)
      (define return #f)
      (define (resume ignored)
        (producer
         (lambda (value)
           (call/cc
            (lambda (rest)
              (set! resume rest)
              (return value)))))
        (set! resume (lambda (ignored) (return exhausted)))
        (return exhausted))
      (lambda ()
        (call/cc
         (lambda (caller)
           (set! return caller)
           (resume #f)))))

    ;; The next value, or `default` at the end.
    (define (generator-next generator default)
      (let ((value (generator)))
        (if (eq? value exhausted) default value)))

    (define (generate->list generator)
      (let ((value (generator)))
        (if (eq? value exhausted)
            '()
            (cons value (generate->list generator)))))

    (define (generator-take generator count)
      (let loop ((count count) (taken '()))
        (if (zero? count)
            (reverse taken)
            (loop (- count 1) (cons (generator-next generator #f) taken)))))

    (define (tree-leaves tree)
      (make-generator
       (lambda (yield)
         (let walk ((tree tree))
           (cond ((null? tree) #f)
                 ((pair? tree)
                  (walk (car tree))
                  (walk (cdr tree)))
                 (else (yield tree)))))))

    ;; Whether two trees have the same leaves; stops at the first difference.
    (define (same-fringe? left right)
      (let ((left (tree-leaves left)) (right (tree-leaves right)))
        (let loop ()
          (let ((a (left)) (b (right)))
            (cond ((not (eqv? a b)) #f)
                  ((eq? a exhausted) #t)
                  (else (loop)))))))

    ;; Values of several generators in turn, until all are at their end.
    (define (interleave . generators)
      (make-generator
       (lambda (yield)
         (let loop ((generators generators))
           (unless (null? generators)
             (let ((value ((car generators))))
               (if (eq? value exhausted)
                   (loop (cdr generators))
                   (begin
                     (yield value)
                     (loop (append (cdr generators) (list (car generators))))))))))))

    ;; Backtracking: the points to go back to, the latest first.
    (define choice-points (make-parameter #f))

    (define (back-track)
      (let* ((points (choice-points))
             (next (car (car points))))
        (set-car! points (cdr (car points)))
        (next #f)))

    ;; One of the options; when what follows fails, the next one.
    (define (choose options)
      (if (null? options)
          (back-track)
          (let ((points (choice-points)))
            (if (call/cc
                 (lambda (retry)
                   (set-car! points (cons retry (car points)))
                   #t))
                (car options)
                (choose (cdr options))))))

    (define (require-that condition)
      (unless condition
        (back-track)))

    ;; What the thunk gives for all choices that do not fail.
    (define (all-solutions thunk)
      (let ((found '()))
        (parameterize ((choice-points (list '())))
          (call/cc
           (lambda (finish)
             (set-car! (choice-points) (list finish))
             (set! found (cons (thunk) found))
             (back-track))))
        (reverse found)))

    ;; What the thunk gives for the first choices that do not fail, or #f.
    (define (first-solution thunk)
      (parameterize ((choice-points (list '())))
        (call/cc
         (lambda (finish)
           (set-car! (choice-points) (list finish))
           (thunk)))))

    ;; Runs tasks in turn; each gets a procedure `pause` that lets the others go on.
    (define (run-tasks . tasks)
      (define waiting '())
      (define finish #f)
      (define (enqueue! resume)
        (set! waiting (append waiting (list resume))))
      (define (run-next)
        (if (null? waiting)
            (finish 'all-done)
            (let ((resume (car waiting)))
              (set! waiting (cdr waiting))
              (resume #f))))
      (define (pause)
        (call/cc
         (lambda (resume)
           (enqueue! resume)
           (run-next))))
      (for-each
       (lambda (task)
         (enqueue! (lambda (ignored)
                     (task pause)
                     (run-next))))
       tasks)
      (call/cc
       (lambda (return)
         (set! finish return)
         (run-next))))))
