;; Random sources: states that are drawn from and changed.

;;; (make-random-source)
;;; A fresh source; all fresh sources give the same numbers.
;;; > (let ((draw (random-source-make-integers (make-random-source)))) (< -1 (draw 100) 100))
;;; #t

;;; (random-source? x)
;;; Whether `x` is a random source.
;;; > (list (random-source? default-random-source) (random-source? 5))
;;; (#t #f)
(define-record-type random-source
  (new-source state)
  random-source?
  (state source-state set-source-state!))

(define (make-random-source)
  (new-source (vector-copy initial-state)))

(define (state-of who source)
  (if (random-source? source) (source-state source) (%raise-type who 1 "a random source" source)))

;;; default-random-source
;;; The source that random-integer and random-real draw from.
;;; > (random-source? default-random-source)
;;; #t
(define default-random-source (make-random-source))

;;; (random-integer limit)
;;; A random integer from 0 to below `limit`, from the default source.
;;; > (random-integer 1)
;;; 0
;;; > (random-integer 0)
;;; error: random-integer: expected a positive exact integer, got 0
(define (random-integer limit)
  (check-limit 'random-integer limit)
  (draw-integer (source-state default-random-source) limit))

(define (check-limit who limit)
  (if (and (exact-integer? limit) (> limit 0)) #t (%raise-type who 1 "a positive exact integer" limit)))

;;; (random-real)
;;; A random flonum between 0 and 1, from the default source.
;;; > (< 0.0 (random-real) 1.0)
;;; #t
(define (random-real)
  (draw-real (source-state default-random-source)))

;;; (random-source-make-integers source)
;;; A procedure like random-integer that draws from `source`.
;;; > ((random-source-make-integers (make-random-source)) 1)
;;; 0
(define (random-source-make-integers source)
  (state-of 'random-source-make-integers source)
  (lambda (limit)
    (check-limit 'random-integer limit)
    (draw-integer (source-state source) limit)))

;;; (random-source-make-reals source [unit])
;;; A procedure like random-real that draws from `source`. With `unit`, a number between 0 and 1, its numbers are of the
;;; kind of `unit`, and the possible ones are no further apart than `unit`.
;;; > (let ((draw (random-source-make-reals (make-random-source) 1/2))) (draw))
;;; 1/2
(define random-source-make-reals
  (case-lambda
    ((source)
     (state-of 'random-source-make-reals source)
     (lambda () (draw-real (source-state source))))
    ((source unit)
     (state-of 'random-source-make-reals source)
     (if (not (and (real? unit) (< 0 unit 1)))
         (%raise-type 'random-source-make-reals 2 "a number between 0 and 1" unit))
     (drawing-multiples source (exact (ceiling (/ 1 unit))) (exact? unit)))))

;; Multiples of 1/count between 0 and 1; flonums so near to 1 that they are 1 do not count.
(define (drawing-multiples source count exact-ones?)
  (lambda ()
    (let loop ()
      (let ((x (/ (+ 1 (draw-integer (source-state source) (- count 1))) count)))
        (cond (exact-ones? x)
              ((< (inexact x) 1.0) (inexact x))
              (else (loop)))))))

;;; (random-source-state-ref source)
;;; The state of `source` as data that can be written and read.
;;; > (random-source-state-ref (make-random-source))
;;; (mrg32k3a 12345 12345 12345 12345 12345 12345)
(define (random-source-state-ref source)
  (cons 'mrg32k3a (vector->list (state-of 'random-source-state-ref source))))

;;; (random-source-state-set! source state)
;;; Gives `source` a state that random-source-state-ref has returned: the same numbers follow.
;;; > (let* ((s (make-random-source)) (draw (random-source-make-integers s)) (state (random-source-state-ref s)))
;;;     (let ((x (draw 1000000))) (random-source-state-set! s state) (= x (draw 1000000))))
;;; #t
(define (random-source-state-set! source state)
  (state-of 'random-source-state-set! source)
  (if (not (state? state)) (%raise-type 'random-source-state-set! 2 "a state of a random source" state))
  (set-source-state! source (list->vector (cdr state))))

(define (state? x)
  (define (residues? numbers modulus)
    (and (every (lambda (n) (and (exact-integer? n) (< -1 n modulus))) numbers)
         (any positive? numbers)))
  (and (list? x) (= (length x) 7) (eq? (car x) 'mrg32k3a)
       (residues? (list-head (cdr x) 3) modulus1)
       (residues? (list-tail x 4) modulus2)))

;;; (random-source-randomize! source)
;;; Gives `source` a state that differs from run to run.
;;; > (let ((s (make-random-source)))
;;;     (random-source-randomize! s) (equal? (random-source-state-ref s) (random-source-state-ref (make-random-source))))
;;; #f
(define (random-source-randomize! source)
  (state-of 'random-source-randomize! source)
  (let ((seed (unpredictable-integer)))
    (set-source-state! source (state-after initial-state (+ 1 (modulo seed (expt 2 190)))))))

;; From the system's source of random bytes; from the clocks where there is none.
(define (unpredictable-integer)
  (let ((time (+ (* 1000003 (current-jiffy)) (exact (floor (* 1000000 (current-second)))))))
    (guard (problem ((file-error? problem) time))
      (call-with-port (open-binary-input-file "/dev/urandom")
        (lambda (port)
          (do ((k 0 (+ k 1)) (n time (+ (* 256 n) (read-u8 port))))
              ((= k 24) n)))))))

;;; (random-source-pseudo-randomize! source i j)
;;; Gives `source` the state at the beginning of the stream with the numbers `i` and `j`, the same in every run. Streams
;;; with different `i` are 2^127 numbers apart, those with the same `i` and different `j` 2^76.
;;; > (let ((s (make-random-source)) (t (make-random-source)))
;;;     (random-source-pseudo-randomize! s 0 1) (random-source-pseudo-randomize! t 0 2)
;;;     (equal? (random-source-state-ref s) (random-source-state-ref t)))
;;; #f
(define (random-source-pseudo-randomize! source i j)
  (state-of 'random-source-pseudo-randomize! source)
  (%check-index 'random-source-pseudo-randomize! 2 i)
  (%check-index 'random-source-pseudo-randomize! 3 j)
  (set-source-state! source (state-after initial-state (+ (* i (expt 2 127)) (* j (expt 2 76))))))
