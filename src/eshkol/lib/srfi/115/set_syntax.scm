;; The syntax of character sets: an expression that stands for one becomes a set.

;; What surrounds an expression: are letters matched without regard to case, only ASCII known, submatches ignored?
(define-record-type context
  (make-context nocase? ascii? nocapture?)
  context?
  (nocase? context-nocase?)
  (ascii? context-ascii?)
  (nocapture? context-nocapture?))

(define outermost-context (make-context #f #f #f))

;; The context inside a form like (w/nocase ...), or #f for other names.
(define (inner-context name context)
  (let ((nocase? (context-nocase? context))
        (ascii? (context-ascii? context))
        (nocapture? (context-nocapture? context)))
    (case name
      ((w/nocase) (make-context #t ascii? nocapture?))
      ((w/case) (make-context #f ascii? nocapture?))
      ((w/ascii) (make-context nocase? #t nocapture?))
      ((w/unicode) (make-context nocase? #f nocapture?))
      ((w/nocapture) (make-context nocase? ascii? #t))
      (else #f))))

;; The set that an expression stands for, or #f when it stands for no set.
(define (parse-set sre context)
  (let ((nocase? (context-nocase? context))
        (ascii? (context-ascii? context)))
    (cond ((char? sre) (characters->set (list sre) nocase? ascii?))
          ((string? sre) (and (= 1 (string-length sre)) (characters->set (string->list sre) nocase? ascii?)))
          ((symbol? sre) (named-set sre nocase? ascii?))
          ((char-set? sre) (members->set (lambda (c) (char-set-contains? sre c)) nocase? ascii?))
          ((and (pair? sre) (list? sre)) (parse-set-form (car sre) (cdr sre) context))
          (else #f))))

(define (parse-set-form name arguments context)
  (let ((nocase? (context-nocase? context))
        (ascii? (context-ascii? context)))
    (if (string? name)
        (and (null? arguments) (characters->set (string->list name) nocase? ascii?))
        (case name
          ((char-set)
           (and (= 1 (length arguments))
                (string? (car arguments))
                (characters->set (string->list (car arguments)) nocase? ascii?)))
          ((/ char-range) (parse-ranges arguments nocase? ascii?))
          ((or |\||) (combine-sets set-union arguments context))
          ((and &) (combine-sets set-intersection arguments context))
          ((~ complement)
           (combine-sets (lambda (sets) (set-difference (named-set 'any #f ascii?) sets)) arguments context))
          ((- difference)
           (and (pair? arguments)
                (combine-sets (lambda (sets) (set-difference (car sets) (cdr sets))) arguments context)))
          ((w/nocase w/case w/ascii w/unicode)
           (and (= 1 (length arguments))
                (parse-set (car arguments) (inner-context name context))))
          (else #f)))))

;; (combine sets) of the arguments, or #f when one of them is no set.
(define (combine-sets combine arguments context)
  (let loop ((rest arguments) (sets '()))
    (if (null? rest)
        (combine (reverse sets))
        (let ((set (parse-set (car rest) context)))
          (and set (loop (cdr rest) (cons set sets)))))))

;; Strings and characters, of which each pair of characters is a range.
(define (parse-ranges arguments nocase? ascii?)
  (and (every (lambda (x) (or (char? x) (string? x))) arguments)
       (let ((ends (append-map (lambda (x) (if (char? x) (list x) (string->list x))) arguments)))
         (if (odd? (length ends)) (%raise-error 'regexp "the last range has no end" (list (cons '/ arguments))))
         (members->set (lambda (c) (in-ranges? c ends)) nocase? ascii?))))

(define (in-ranges? c ends)
  (and (pair? ends)
       (or (char<=? (car ends) c (cadr ends))
           (in-ranges? c (cddr ends)))))
