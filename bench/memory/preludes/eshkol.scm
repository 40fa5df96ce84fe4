;;; What the memory benchmarks need from Eshkol; stands before the program, behind bench/preludes/eshkol.scm.
(define (nanoseconds) (current-jiffy))
(define (processor-nanoseconds) (exact (round (* 1e9 (runtime)))))
(define (statistic name) (cdr (assq name (memory-stats))))
(define (start-noting-pauses!) #f)

(define (report-memory)
  (for-each (lambda (name) (report name (statistic name)))
            '(bytes-used peak-bytes full-reclamations scoped-reclamations longest-full-pause longest-scoped-pause
              reclamation-time bytes-copied)))
