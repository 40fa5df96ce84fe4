;;; What the memory benchmarks need from Chez Scheme; stands before the program, inside its local scope.
(define libc (load-shared-object "libc.so.6"))
(define clock-gettime (foreign-procedure "clock_gettime" (int uptr) int))
(define timespec (foreign-alloc 16))
(define (nanoseconds) (time-of-clock 1))
(define (processor-nanoseconds) (time-of-clock 2))
(define (time-of-clock clock)
  (clock-gettime clock timespec)
  (fx+ (fx* 1000000000 (foreign-ref 'integer-64 timespec 0)) (foreign-ref 'integer-64 timespec 8)))

(define collections 0)
(define longest-pause 0)
(define collection-time 0)

;; The usual request handler, timed.
(define (start-noting-pauses!)
  (collect (collect-maximum-generation))
  (collect-request-handler
   (lambda ()
     (let ((start (nanoseconds)))
       (collect)
       (let ((pause (fx- (nanoseconds) start)))
         (set! collections (fx+ collections 1))
         (set! collection-time (fx+ collection-time pause))
         (if (fx> pause longest-pause) (set! longest-pause pause)))))))

(define (report-memory)
  (report 'collections collections)
  (report 'longest-pause longest-pause)
  (report 'collection-time collection-time)
  (report 'peak-bytes (maximum-memory-bytes))
  (collect (collect-maximum-generation))
  (report 'live-bytes (bytes-allocated)))
