;;; What the memory benchmarks need from Gambit; stands before the program, inside its local scope.
(define nanoseconds
  (c-lambda () int64
    "extern int clock_gettime(int, void *); long t[2]; clock_gettime(1, t); ___return(t[0] * 1000000000L + t[1]);"))
;; Of the thread, which is all there is: Gambit's timer makes the process's clock a coarse one.
(define processor-nanoseconds
  (c-lambda () int64
    "extern int clock_gettime(int, void *); long t[2]; clock_gettime(3, t); ___return(t[0] * 1000000000L + t[1]);"))
(define-macro (make-bytevector size) `(make-u8vector ,size))
(define-macro (bytevector-u8-ref vector index) `(u8vector-ref ,vector ,index))
(define-macro (bytevector-u8-set! vector index value) `(u8vector-set! ,vector ,index ,value))

(define collections 0)
(define longest-pause 0)
(define collection-time 0)

;; Gambit calls this after each collection; element 14 of the statistics is the last one's real time in seconds.
(define (note-pause!)
  (let ((pause (inexact->exact (round (* 1e9 (f64vector-ref (##process-statistics) 14))))))
    (set! collections (+ collections 1))
    (set! collection-time (+ collection-time pause))
    (if (> pause longest-pause) (set! longest-pause pause))))

(define (start-noting-pauses!)
  (##gc)
  (##add-gc-interrupt-job! note-pause!))

(define (report-memory)
  (report 'collections collections)
  (report 'longest-pause longest-pause)
  (report 'collection-time collection-time)
  (##gc)
  (report 'live-bytes (inexact->exact (f64vector-ref (##process-statistics) 17))))
