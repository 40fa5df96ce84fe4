;;; Small arenas: one is made, 100 bytes are allocated in it, it is destroyed; reports the best of three rounds.
;;; arguments: count
(define count (argument 1))

(define (use-one)
  (let* ((arena (make-arena 1024)) (object (arena-alloc arena 100)))
    (bytevector-u8-set! object 0 1)
    (bytevector-u8-set! object 99 2)
    (destroy-arena arena)))

(define (use-many left)
  (if (> left 0)
      (begin (use-one)
             (use-many (- left 1)))))

(define (run-rounds left best)
  (if (= left 0)
      best
      (let ((start (processor-nanoseconds)))
        (use-many count)
        (let ((spent (- (processor-nanoseconds) start)))
          (run-rounds (- left 1) (if (and best (< best spent)) best spent))))))

(report 'processor-nanoseconds (run-rounds 3 #f))
