;;; A server with much old data: accounts that are loaded once, then requests that make temporaries and change an account.
;;; arguments: accounts requests temporaries replace-every clock
;; An account has a name, a balance and a history of 16 pairs; a vector and a hash table lead to it. A request looks its
;; account up by a freshly built name, makes a list of so many temporaries, puts a pair in front of the history and drops
;; the last one; every so many requests one account is replaced as a whole. The latency of each request is noted in a
;; bytevector. Each implementation reclaims everything once when loading has ended, as servers do before they take requests.
;; The clock 0 is the usual one, 1 is processor time, which other work on a busy machine hardly lengthens.
(define accounts (argument 1))
(define requests (argument 2))
(define temporaries (argument 3))
(define replace-every (argument 4))
(define in-processor-time? (= 1 (argument 5)))
(define history-length 16)

(define (now)
  (if in-processor-time? (processor-nanoseconds) (nanoseconds)))

(define-record-type account
  (make-account name balance history)
  account?
  (name account-name)
  (balance account-balance set-account-balance!)
  (history account-history set-account-history!))

(define by-number (make-vector accounts #f))

;; A hash table of chains, written out so that every implementation does the same work.
(define buckets
  (let loop ((size 16)) (if (< size accounts) (loop (* 2 size)) size)))
(define by-name (make-vector buckets '()))

(define (bucket-of name)
  (let ((length (string-length name)))
    (let loop ((i 0) (hash 0))
      (if (= i length)
          hash
          (loop (+ i 1) (modulo (+ (* 31 hash) (char->integer (string-ref name i))) buckets))))))

(define (look-up name)
  (let loop ((entries (vector-ref by-name (bucket-of name))))
    (cond ((null? entries) #f)
          ((string=? (car (car entries)) name) (car entries))
          (else (loop (cdr entries))))))

(define (name-of number)
  (string-append "account-" (number->string (+ 10000000 number))))

(define (fresh-history number)
  (let loop ((i 0) (entries '()))
    (if (= i history-length) entries (loop (+ i 1) (cons (+ i number) entries)))))

(define (fresh-account number)
  (make-account (name-of number) number (fresh-history number)))

(define (enter! number)
  (let ((new (fresh-account number)))
    (vector-set! by-number number new)
    (let ((bucket (bucket-of (account-name new))))
      (vector-set! by-name bucket (cons (cons (account-name new) new) (vector-ref by-name bucket))))))

(define (load-all! number)
  (if (< number accounts)
      (begin (enter! number) (load-all! (+ number 1)))))

;; The first `count` elements, in place: what comes after them becomes garbage.
(define (cut! entries count)
  (if (= count 1)
      (set-cdr! entries '())
      (cut! (cdr entries) (- count 1))))

(define (make-temporaries count seed)
  (let loop ((i 0) (items '()))
    (if (= i count) items (loop (+ i 1) (cons (+ i seed) items)))))

(define (sum items)
  (let loop ((items items) (total 0))
    (if (null? items) total (loop (cdr items) (+ total (car items))))))

(define (answer number request)
  (let* ((entry (look-up (name-of number)))
         (account (cdr entry))
         (amount (sum (make-temporaries temporaries request))))
    (set-account-history! account (cons amount (account-history account)))
    (cut! (account-history account) history-length)
    (set-account-balance! account amount)
    (if (= 0 (modulo request replace-every)) (replace! number entry))))

;; A new record in the place of the old one; its name stays the key in the table.
(define (replace! number entry)
  (let ((new (make-account (car entry) (account-balance (cdr entry)) (fresh-history number))))
    (vector-set! by-number number new)
    (set-cdr! entry new)))

(define samples (make-samples requests))

;; A linear congruential generator chooses the accounts. A request begins when the one before has ended, so that nothing
;; that memory management does is between them.
(define (serve! request seed start)
  (if (< request requests)
      (begin
        (answer (modulo (quotient seed 65536) accounts) request)
        (let ((end (now)))
          (note-sample! samples request (- end start))
          (serve! (+ request 1) (modulo (+ (* seed 1103515245) 12345) 4294967296) end)))))

(define (check-sum number total)
  (if (= number accounts)
      total
      (check-sum (+ number 1)
                 (modulo (+ total (sum (account-history (vector-ref by-number number)))) 1000000007))))

(define (main)
  (let ((start (nanoseconds)))
    (load-all! 0)
    (report 'loading-nanoseconds (- (nanoseconds) start)))
  (start-noting-pauses!)
  (let ((start (now)))
    (serve! 0 42 start)
    (report 'serving-nanoseconds (- (now) start)))
  (report-memory)
  (report 'check-sum (check-sum 0 0))
  (write-samples samples requests))

(main)
