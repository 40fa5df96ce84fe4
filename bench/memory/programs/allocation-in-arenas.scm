;;; What one allocation in explicit arenas costs, by lifetime; the counterpart of c/allocation.c with regions.
;;; arguments: pattern size count
;; 1 drop-at-once, 2 keep-all, 3 keep-1-of-100 (the survivor is copied out), 4 last-in-first-out (an arena an activation).
(define pattern (argument 1))
(define size (argument 2))
(define count (argument 3))
(define batch (max 16 (quotient 1048576 size)))
(define rounds 3)

;; An arena of a batch is made as large as a batch will be.
(define batch-bytes (if (= pattern 3) (* 100 (+ size 16)) 1048576))

;; The first and the last byte are written, as a program would that uses the object.
(define (make-object arena)
  (let ((object (arena-alloc arena size)))
    (bytevector-u8-set! object 0 1)
    (bytevector-u8-set! object (- size 1) 2)
    object))

;; The last of so many objects.
(define (fill! arena count)
  (if (= count 1)
      (make-object arena)
      (begin (make-object arena)
             (fill! arena (- count 1)))))

(define (drop-at-once arena done)
  (if (< done count)
      (begin (fill! arena batch)
             (reset-arena arena)
             (drop-at-once arena (+ done batch)))
      done))

(define (keep-some arena kept done)
  (if (< done count)
      (begin (copy-to-arena (fill! arena 100) kept)
             (reset-arena arena)
             (keep-some arena kept (+ done 100)))
      done))

(define (frame depth around)
  (let ((arena (make-arena (* 8 (+ size 8)) around)))
    (fill! arena 8)
    (if (> depth 1) (frame (- depth 1) arena))
    (destroy-arena arena)))

(define (last-in-first-out around done)
  (if (< done count)
      (begin (frame 16 around)
             (last-in-first-out around (+ done 128)))
      done))

;; Each pattern makes at least `count` objects, and returns how many they were.
(define (run-pattern arena kept)
  (cond ((= pattern 1) (drop-at-once arena 0))
        ((= pattern 2) (fill! kept count) count)
        ((= pattern 3) (keep-some arena kept 0))
        (else (last-in-first-out arena 0))))

(define (run-rounds left best)
  (let* ((arena (make-arena batch-bytes))
         (kept (make-arena 1048576))
         (start (processor-nanoseconds))
         (done (run-pattern arena kept))
         (spent (- (processor-nanoseconds) start))
         (best (if (and best (< best spent)) best spent)))
    (destroy-arena arena)
    (destroy-arena kept)
    (if (> left 1)
        (run-rounds (- left 1) best)
        (begin (report 'processor-nanoseconds best)
               (report 'objects done)))))

(run-rounds rounds #f)
