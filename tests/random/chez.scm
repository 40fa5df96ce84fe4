;;; What random programs of plain R7RS need and Chez Scheme has not, or has otherwise; stands before the program.

;; A definition hides what is built in from its own value, too.
(define built-in:utf8->string utf8->string)
(define built-in:string->utf8 string->utf8)
(define built-in:number->string number->string)
(define built-in:map map)
(define built-in:member member)
(define built-in:assoc assoc)

;; Errors

(define (error message . irritants)
  (raise (condition (make-message-condition message) (make-irritants-condition irritants) (make-error))))
(define (error-object? x) (condition? x))
(define (error-object-message e) (if (message-condition? e) (condition-message e) ""))
(define (error-object-irritants e) (if (irritants-condition? e) (condition-irritants e) '()))

;; Ranges: the optional start and end of many procedures.

(define (range-of who size optional receiver)
  (let* ((start (if (pair? optional) (car optional) 0))
         (end (if (and (pair? optional) (pair? (cdr optional))) (cadr optional) size)))
    (if (and (fixnum? start) (fixnum? end) (<= 0 start end size))
        (receiver start end)
        (error "bad range" who start end size))))

(define (numbers-from start end)
  (let loop ((i (- end 1)) (l '()))
    (if (< i start) l (loop (- i 1) (cons i l)))))

(define (make-part length-of ref make)
  (lambda (from . optional)
    (range-of 'part (length-of from) optional
      (lambda (start end) (make (map (lambda (i) (ref from i)) (numbers-from start end)))))))

(define (make-copier length-of ref set)
  (lambda (to at from . optional)
    (range-of 'copy (length-of from) optional
      (lambda (start end)
        (if (or (< at 0) (> (+ at (- end start)) (length-of to))) (error "bad copy" at start end))
        (let ((elements (map (lambda (i) (ref from i)) (numbers-from start end))))
          (let loop ((i at) (l elements))
            (if (pair? l) (begin (set to i (car l)) (loop (+ i 1) (cdr l))))))))))

(define (make-filler length-of set)
  (lambda (to fill . optional)
    (range-of 'fill (length-of to) optional
      (lambda (start end) (for-each (lambda (i) (set to i fill)) (numbers-from start end))))))

(define (identity x) x)
(define string->list (make-part string-length string-ref identity))
(define string-copy (make-part string-length string-ref list->string))
(define substring (lambda (s . range) (apply string-copy s range)))
(define string->vector (make-part string-length string-ref list->vector))
(define vector->list (make-part vector-length vector-ref identity))
(define vector-copy (make-part vector-length vector-ref list->vector))
(define vector->string (make-part vector-length vector-ref list->string))
(define list->bytevector (lambda (l) (apply bytevector l)))
(define bytevector-copy (make-part bytevector-length bytevector-u8-ref list->bytevector))
(define string-copy! (make-copier string-length string-ref string-set!))
(define vector-copy! (make-copier vector-length vector-ref vector-set!))
(define bytevector-copy! (make-copier bytevector-length bytevector-u8-ref bytevector-u8-set!))
(define string-fill! (make-filler string-length string-set!))
(define vector-fill! (make-filler vector-length vector-set!))
(define (utf8->string bytes . range) (built-in:utf8->string (apply bytevector-copy bytes range)))
(define (string->utf8 string . range) (built-in:string->utf8 (apply string-copy string range)))

;; Lists, and procedures of several lists, strings or vectors, which end with the shortest

(define (list-set! list k x) (set-car! (list-tail list k) x))
(define (all-pairs? lists) (or (null? lists) (and (pair? (car lists)) (all-pairs? (cdr lists)))))
(define (map f . lists)
  (let loop ((rests lists) (results '()))
    (if (all-pairs? rests)
        (let ((result (apply f (built-in:map car rests))))
          (loop (built-in:map cdr rests) (cons result results)))
        (begin
          (built-in:map (lambda (rest) (if (not (or (pair? rest) (null? rest))) (error "no list" rest))) rests)
          (reverse results)))))
(define (for-each f . lists) (apply map (lambda arguments (apply f arguments) #f) lists) (void))
(define (string-map f . strings) (list->string (apply map f (map string->list strings))))
(define (string-for-each f . strings) (apply for-each f (map string->list strings)))
(define (vector-map f . vectors) (list->vector (apply map f (map vector->list vectors))))
(define (vector-for-each f . vectors) (apply for-each f (map vector->list vectors)))
(define (vector-append . vectors) (list->vector (apply append (map vector->list vectors))))
(define (bytevector-append . all) (apply bytevector (apply append (map bytevector->u8-list all))))
(define member
  (case-lambda
    ((x list) (built-in:member x list))
    ((x list same?)
     (let loop ((rest list)) (cond ((null? rest) #f) ((same? x (car rest)) rest) (else (loop (cdr rest))))))))
(define assoc
  (case-lambda
    ((x list) (built-in:assoc x list))
    ((x list same?)
     (let loop ((rest list)) (cond ((null? rest) #f) ((same? x (caar rest)) (car rest)) (else (loop (cdr rest))))))))

;; Numbers

(define (number->string x . radix) (string-downcase (apply built-in:number->string x radix))) ; digits like FF
(define (exact-integer? x) (and (integer? x) (exact? x)))
(define (square x) (* x x))
(define truncate-quotient quotient)
(define truncate-remainder remainder)
(define floor-remainder modulo)
(define (floor-quotient n d)
  (let ((q (quotient n d))) (if (and (not (= 0 (modulo n d))) (if (< n 0) (> d 0) (< d 0))) (- q 1) q)))
(define (floor/ n d) (values (floor-quotient n d) (floor-remainder n d)))
(define (truncate/ n d) (values (quotient n d) (remainder n d)))
(define (digit-value c) (and (char-numeric? c) (- (char->integer c) (char->integer #\0))))

;; Promises and forms

(define (make-promise x) (delay x))
(define-syntax delay-force (syntax-rules () ((_ e) (delay (force e)))))
(define-syntax r7rs-case
  (syntax-rules ()
    ((_ key clause ...) (let ((value key)) (case-clauses value clause ...)))))
(define-syntax case-clauses
  (syntax-rules (else =>)
    ((_ value) (void))
    ((_ value (else => f)) (f value))
    ((_ value (else e ...)) (begin e ...))
    ((_ value ((datum ...) => f) clause ...)
     (if (memv value '(datum ...)) (f value) (case-clauses value clause ...)))
    ((_ value ((datum ...) e ...) clause ...)
     (if (memv value '(datum ...)) (begin e ...) (case-clauses value clause ...)))))
(define-syntax case (syntax-rules () ((_ key clause ...) (r7rs-case key clause ...))))

;; Records whose constructor takes all fields in their order
(define-syntax define-record-type
  (syntax-rules ()
    ((_ name (make field ...) predicate (same accessor . modifier) ...)
     (begin
       (define tag (list 'name))
       (define (make field ...) (vector tag field ...))
       (define (predicate x) (and (vector? x) (> (vector-length x) 0) (eq? tag (vector-ref x 0))))
       (define-fields predicate 1 (accessor . modifier) ...)))))
(define-syntax define-fields
  (syntax-rules ()
    ((_ predicate i) (begin))
    ((_ predicate i (accessor) more ...)
     (begin
       (define (accessor r) (if (predicate r) (vector-ref r i) (error "wrong type" r)))
       (define-fields predicate (+ i 1) more ...)))
    ((_ predicate i (accessor modifier) more ...)
     (begin
       (define-fields predicate i (accessor))
       (define (modifier r x) (if (predicate r) (vector-set! r i x) (error "wrong type" r)))
       (define-fields predicate (+ i 1) more ...)))))

;; Ports

(define (write-string text . port) (put-string (if (pair? port) (car port) (current-output-port)) text))
(define (read-line . port)
  (get-line (if (pair? port) (car port) (current-input-port))))
(define (read-string k . port)
  (get-string-n (if (pair? port) (car port) (current-input-port)) k))
