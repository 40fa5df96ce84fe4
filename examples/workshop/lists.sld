;;; Procedures on lists that several parts of the workshop need: folding, selecting, sorting, joining texts.
(define-library (workshop lists)
  (export fold-left fold-right filter partition find index-of iota-from take drop last flatten
          remove-duplicates any? every? sort-by insert-sorted group-by sum maximum-by
          join-texts assoc-value)
  (import (scheme base) (scheme case-lambda))
  (begin

    ;; (combine accumulated element), from the first element on.
    (define (fold-left combine initial elements)
      (if (null? elements)
          initial
          (fold-left combine (combine initial (car elements)) (cdr elements))))

    ;; (combine element accumulated), from the last element on.
    (define (fold-right combine initial elements)
      (if (null? elements)
          initial
          (combine (car elements) (fold-right combine initial (cdr elements)))))

    (define (filter wanted? elements)
      (fold-right (lambda (element kept) (if (wanted? element) (cons element kept) kept)) '() elements))

    ;; Two values: the elements that satisfy the predicate, and the others.
    (define (partition wanted? elements)
      (if (null? elements)
          (values '() '())
          (let-values (((wanted others) (partition wanted? (cdr elements))))
            (if (wanted? (car elements))
                (values (cons (car elements) wanted) others)
                (values wanted (cons (car elements) others))))))

    (define (find wanted? elements)
      (cond ((null? elements) #f)
            ((wanted? (car elements)) (car elements))
            (else (find wanted? (cdr elements)))))

    (define (index-of element elements)
      (let loop ((rest elements) (index 0))
        (cond ((null? rest) #f)
              ((equal? element (car rest)) index)
              (else (loop (cdr rest) (+ index 1))))))

    ;; The integers from `start` to before `end`.
    (define (iota-from start end)
      (do ((number (- end 1) (- number 1))
           (numbers '() (cons number numbers)))
          ((< number start) numbers)))

    (define (take elements count)
      (if (or (zero? count) (null? elements))
          '()
          (cons (car elements) (take (cdr elements) (- count 1)))))

    (define (drop elements count)
      (if (or (zero? count) (null? elements))
          elements
          (drop (cdr elements) (- count 1))))

    (define (last elements)
      (if (null? (cdr elements))
          (car elements)
          (last (cdr elements))))

    ;; The atoms of a tree, from left to right.
    (define (flatten tree)
      (let walk ((tree tree) (after '()))
        (cond ((null? tree) after)
              ((pair? tree) (walk (car tree) (walk (cdr tree) after)))
              (else (cons tree after)))))

    (define (remove-duplicates elements)
      (let loop ((rest elements) (seen '()))
        (cond ((null? rest) (reverse seen))
              ((member (car rest) seen) (loop (cdr rest) seen))
              (else (loop (cdr rest) (cons (car rest) seen))))))

    (define (any? satisfied? elements)
      (and (pair? elements)
           (or (satisfied? (car elements))
               (any? satisfied? (cdr elements)))))

    (define (every? satisfied? elements)
      (or (null? elements)
          (and (satisfied? (car elements))
               (every? satisfied? (cdr elements)))))

    ;; A stable merge sort.
    (define (sort-by less? elements)
      (define (merge left right)
        (cond ((null? left) right)
              ((null? right) left)
              ((less? (car right) (car left)) (cons (car right) (merge left (cdr right))))
              (else (cons (car left) (merge (cdr left) right)))))
      (define (sort elements count)
        (if (< count 2)
            (take elements count)
            (let ((half (quotient count 2)))
              (merge (sort elements half)
                     (sort (list-tail elements half) (- count half))))))
      (sort elements (length elements)))

    (define (insert-sorted less? element elements)
      (if (or (null? elements) (less? element (car elements)))
          (cons element elements)
          (cons (car elements) (insert-sorted less? element (cdr elements)))))

    ;; ((key element ...) ...), keys in the order of their first element.
    (define (group-by key-of elements)
      (let loop ((rest elements) (groups '()))
        (if (null? rest)
            (map (lambda (group) (cons (car group) (reverse (cdr group)))) (reverse groups))
            (let* ((key (key-of (car rest)))
                   (group (assoc key groups)))
              (cond (group
                     (set-cdr! group (cons (car rest) (cdr group)))
                     (loop (cdr rest) groups))
                    (else (loop (cdr rest) (cons (list key (car rest)) groups))))))))

    (define (sum numbers)
      (apply + numbers))

    (define (maximum-by measure elements)
      (fold-left (lambda (best element) (if (> (measure element) (measure best)) element best))
                 (car elements)
                 (cdr elements)))

    (define (join-texts texts separator)
      (if (null? texts)
          ""
          (fold-left (lambda (joined text) (string-append joined separator text))
                     (car texts)
                     (cdr texts))))

    (define assoc-value
      (case-lambda
        ((key entries) (assoc-value key entries #f))
        ((key entries default)
         (let ((entry (assoc key entries)))
           (if entry (cdr entry) default)))))))
