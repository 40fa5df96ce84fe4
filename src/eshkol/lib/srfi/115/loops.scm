;; Repetition: at least `least` and at most `most` times, as often as possible or, if not `greedy?`, as seldom.

;; `most` is #f when there is no greatest number. `set` is the set that `node` stands for, or #f.
(define (repeated-node node set least most greedy?)
  (if (and set greedy?)
      (set-loop-node set least most)
      (sequence-node
       (append (make-list least node)
               (cond ((not most) (list (loop-node node greedy?)))
                     ((= most least) '())
                     (else (list (optional-nodes node (- most least) greedy?))))))))

;; Up to `count` times.
(define (optional-nodes node count greedy?)
  (let ((some (if (= count 1) node (pair-node node (optional-nodes node (- count 1) greedy?)))))
    (alternatives-node (if greedy? (list some empty-node) (list empty-node some)))))

;; Characters of a set are counted first, then given back one by one.
(define (set-loop-node set least most)
  (make-node
   (lambda (next program)
     (let ((next (meeting next program)))
       (define (try text end position last run)
         (let ((lowest (+ position least)))
           (let give-back ((k last))
             (and (>= k lowest)
                  (or (next text end k run)
                      (give-back (- k 1)))))))
       (if (or most (program-back-references? program))
           (lambda (text end position run)
             (let ((limit (if most (min end (+ position most)) end)))
               (try text end position (end-of-set set text limit position) run)))
           (remembering-scans (new-scan! program) set try))))
   (and (eqv? least most) least)
   (and (> least 0) set)))

;; The first position from `k` on whose character is not in the set.
(define (end-of-set set text limit k)
  (if (and (< k limit) (set-contains? set (string-ref text k)))
      (end-of-set set text limit (+ k 1))
      k))

;; A position within the last scan needs no other one: it would end there, too, where everything has been tried.
(define (remembering-scans slot set try)
  (lambda (text end position run)
    (let* ((scans (run-scans run))
           (from (vector-ref scans slot)))
      (and (not (and from (<= from position (vector-ref scans (+ slot 1)))))
           (let ((last (end-of-set set text end position)))
             (vector-set! scans slot position)
             (vector-set! scans (+ slot 1) last)
             (try text end position last run))))))

;; Any number of times. An iteration that takes no character would begin where it has been before, and ends the loop.
(define (loop-node node greedy?)
  (make-node
   (lambda (next program)
     (let ((body #f))
       (define (try text end position run)
         (if greedy?
             (or (body text end position run) (next text end position run))
             (or (next text end position run) (body text end position run))))
       (let ((loop (if (program-back-references? program)
                       (looping-by-register try next program)
                       (let ((crossing (new-crossing! program)))
                         (lambda (text end position run)
                           (and (first-visit? run crossing position)
                                (try text end position run)))))))
         (set! body (compile node loop program))
         loop)))
   #f
   #f))

;; Where visits are not remembered, a register holds where the latest iteration began.
(define (looping-by-register try next program)
  (let ((register (new-register! program)))
    (lambda (text end position run)
      (let* ((registers (run-registers run))
             (previous (vector-ref registers register)))
        (if (eqv? previous position)
            (next text end position run)
            (begin
              (vector-set! registers register position)
              (or (try text end position run)
                  (begin
                    (vector-set! registers register previous)
                    #f))))))))
