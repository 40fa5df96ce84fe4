;;; Long lists: built, mapped over, reversed, appended, while the last three are kept.
;;; arguments: length repetitions
(define length-of-lists (argument 1))
(define repetitions (argument 2))

(define (build count)
  (let loop ((i 0) (items '()))
    (if (= i count) items (loop (+ i 1) (cons i items)))))

(define (sum items)
  (let loop ((items items) (total 0))
    (if (null? items) total (loop (cdr items) (+ total (car items))))))

(define (run left first second third total)
  (if (= left 0)
      (+ total (sum first) (sum second) (sum third))
      (let* ((built (build length-of-lists))
             (mapped (map (lambda (x) (+ x 1)) built))
             (turned (reverse mapped)))
        (run (- left 1) turned first (append second '()) (+ total (car turned))))))

(define (main)
  (start-noting-pauses!)
  (let* ((start (processor-nanoseconds))
         (check (run repetitions '() '() '() 0)))
    (report 'processor-nanoseconds (- (processor-nanoseconds) start))
    (report-memory)
    (report 'check-sum check)))

(main)
