;;; What the memory benchmarks need from Eshkol; stands before the program, behind bench/preludes/eshkol.scm.
(define (nanoseconds) (current-jiffy))
(define (processor-nanoseconds) (exact (round (* 1e9 (runtime)))))
(define (statistic name) (cdr (assq name (memory-stats))))

;; What was counted before.
(define noted '())
(define counters '(full-reclamations scoped-reclamations reclamation-time bytes-copied))
(define (start-noting-pauses!)
  (reclaim-memory)
  (reset-longest-pauses)
  (set! noted (map (lambda (name) (cons name (statistic name))) counters)))

(define (report-memory)
  (for-each (lambda (name) (report name (- (statistic name) (cdr (assq name noted))))) counters)
  (for-each (lambda (name) (report name (statistic name)))
            '(longest-full-pause longest-scoped-pause bytes-used peak-bytes)))
