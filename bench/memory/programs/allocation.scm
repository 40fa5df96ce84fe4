;;; What one allocation costs, by lifetime: bytevectors of one size; reports the best of three rounds.
;;; arguments: pattern size count
;; The patterns are those of c/allocation.c: 1 drop-at-once, 2 keep-all, 3 keep-1-of-100, 4 last-in-first-out,
;; 5 random-lifetime.
(define pattern (argument 1))
(define size (argument 2))
(define count (argument 3))
(define batch (max 16 (quotient 1048576 size)))
(define slots (quotient 16777216 size))
(define rounds 3)

;; The first and the last byte are written, as a program would that uses the object.
(define (make-object)
  (let ((object (make-bytevector size)))
    (bytevector-u8-set! object 0 1)
    (bytevector-u8-set! object (- size 1) 2)
    object))

(define objects
  (make-vector (cond ((= pattern 2) count) ((= pattern 5) slots) (else (+ batch 100 (quotient count 100)))) #f))

(define (fill! from to)
  (if (< from to)
      (begin (vector-set! objects from (make-object))
             (fill! (+ from 1) to))))

(define (clear! from to)
  (if (< from to)
      (begin (vector-set! objects from #f)
             (clear! (+ from 1) to))))

;; Batches of a MiB, each dropped at once.
(define (drop-at-once done)
  (if (< done count)
      (begin (fill! 0 batch)
             (clear! 0 batch)
             (drop-at-once (+ done batch)))
      done))

;; Of each hundred objects the last is kept.
(define (keep-some done kept)
  (if (< done count)
      (begin (fill! kept (+ kept 100))
             (vector-set! objects kept (vector-ref objects (+ kept 99)))
             (clear! (+ kept 1) (+ kept 100))
             (keep-some (+ done 100) (+ kept 1)))
      done))

;; One activation: eight objects that are used after those of its callee; sixteen activations deep.
(define (frame depth)
  (let* ((a (make-object)) (b (make-object)) (c (make-object)) (d (make-object))
         (e (make-object)) (f (make-object)) (g (make-object)) (h (make-object))
         (inner (if (= depth 1) 0 (frame (- depth 1)))))
    (+ inner
       (bytevector-u8-ref a 0) (bytevector-u8-ref b 0) (bytevector-u8-ref c 0) (bytevector-u8-ref d 0)
       (bytevector-u8-ref e 0) (bytevector-u8-ref f 0) (bytevector-u8-ref g 0) (bytevector-u8-ref h 0))))

(define (last-in-first-out done)
  (if (< done count)
      (last-in-first-out (+ done (frame 16)))
      done))

;; A table of 16 MiB of objects; each new one takes the place of a random one.
(define (random-lifetime done seed)
  (if (< done count)
      (begin (vector-set! objects (modulo (quotient seed 65536) slots) (make-object))
             (random-lifetime (+ done 1) (modulo (+ (* seed 1103515245) 12345) 4294967296)))
      done))

;; Each pattern makes at least `count` objects, and returns how many they were.
(define (run-pattern)
  (cond ((= pattern 1) (drop-at-once 0))
        ((= pattern 2) (fill! 0 count) count)
        ((= pattern 3) (keep-some 0 0))
        ((= pattern 4) (last-in-first-out 0))
        (else (random-lifetime 0 42))))

(define (run-rounds left best)
  (let* ((start (processor-nanoseconds))
         (done (run-pattern))
         (spent (- (processor-nanoseconds) start))
         (best (if (and best (< best spent)) best spent)))
    (clear! 0 (vector-length objects))
    (if (> left 1)
        (run-rounds (- left 1) best)
        (begin (report 'processor-nanoseconds best)
               (report 'objects done)))))

(run-rounds rounds #f)
