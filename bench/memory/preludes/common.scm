;;; What all memory benchmarks share: arguments, reports, and samples kept in a bytevector, out of the way of the collector.
(define (argument position)
  (string->number (list-ref (command-line) position)))

;; One line: a name and a number, which bench/memory reads.
(define (report name value)
  (write name)
  (write-char #\space)
  (write value)
  (newline))

(define (read-whole-file name)
  (let* ((port (open-input-file name))
         (text (read-all port '())))
    (close-input-port port)
    text))

(define (read-all port characters)
  (let ((c (read-char port)))
    (if (eof-object? c)
        (list->string (reverse characters))
        (read-all port (cons c characters)))))

;; Latencies of up to 2^40 nanoseconds, five bytes each.
(define sample-bytes 5)

(define (make-samples count)
  (make-bytevector (* sample-bytes (+ count 1))))

(define (note-sample! samples index value)
  (let loop ((place (* sample-bytes index)) (rest value) (i 0))
    (if (< i sample-bytes)
        (begin
          (bytevector-u8-set! samples place (modulo rest 256))
          (loop (+ place 1) (quotient rest 256) (+ i 1))))))

(define (sample samples index)
  (let loop ((place (+ (* sample-bytes index) (- sample-bytes 1))) (value 0) (i 0))
    (if (= i sample-bytes)
        value
        (loop (- place 1) (+ (* 256 value) (bytevector-u8-ref samples place)) (+ i 1)))))

(define (write-samples samples count)
  (write 'samples)
  (newline)
  (let loop ((i 0))
    (if (< i count)
        (begin (write (sample samples i)) (newline) (loop (+ i 1))))))
