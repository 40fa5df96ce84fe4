;; Regular expressions as objects, matching and searching, and what is asked of a match.

;; `registers` is the number of words that a run needs, `submatches` that of submatches, `names` an association list.
(define-record-type regular-expression
  (make-regexp sre matcher first crossings scans registers submatches names)
  regexp?
  (sre regexp->sre)
  (matcher regexp-matcher)
  (first regexp-first)
  (crossings regexp-crossings)
  (scans regexp-scans)
  (registers regexp-registers)
  (submatches regexp-submatches)
  (names regexp-names))

;;; (regexp sre)
;;; The regular expression that `sre` describes; a regular expression is returned as it is.
;;; > (regexp-extract (regexp '(: bow (+ numeric))) "12 a3 45")
;;; ("12" "45")
;;; > (regexp '(? (+ . 5)))
;;; error: regexp: this is no regular expression: (+ . 5)
(define (regexp sre)
  (if (regexp? sre)
      sre
      (let* ((numbering (make-numbering 0 '() #f))
             (node (parse sre outermost-context numbering))
             (count (numbering-count numbering))
             (program (make-program 0 0 (* 2 (+ 1 count)) (numbering-back-references? numbering)))
             (matcher (compile node finish program)))
        (make-regexp sre matcher (node-first node) (program-crossings program) (program-scans program)
                     (program-registers program) count (reverse (numbering-names numbering))))))

;; The last matcher: the end of a match, which may have to be that of the text.
(define (finish text end position run)
  (and (or (not (run-whole? run)) (= position end))
       (begin
         (set-run-final! run position)
         #t)))

;;; (rx sre ...)
;;; The regular expression for a sequence; parts can be inserted by `,` and `,@`.
;;; > (let ((wanted "an")) (regexp-matches? (rx "b" (+ ,wanted) "a") "banana"))
;;; #t
(define-syntax rx
  (syntax-rules ()
    ((_ sre ...) (regexp `(: sre ...)))))

;;; (valid-sre? object)
;;; Whether `regexp` takes the object.
;;; > (map valid-sre? '("a" (* "a") (* . "a") 5))
;;; (#t #t #f #f)
(define (valid-sre? object)
  (guard (problem ((error-object? problem) #f))
    (regexp object)
    #t))

;;; (char-set->sre char-set)
;;; An expression for a character set of SRFI 14 that does not contain it: a form of ranges.
;;; > (char-set->sre 5)
;;; error: char-set->sre: expected a character set, got 5
(define (char-set->sre char-set)
  (if (not (char-set? char-set)) (%raise-type 'char-set->sre 1 "a character set" char-set))
  (let loop ((codes (sort (map char->integer (char-set->list char-set)) <)) (ends '()))
    (cond ((null? codes) (cons '/ (map integer->char (reverse ends))))
          ((and (pair? ends) (= (car codes) (+ 1 (car ends)))) (loop (cdr codes) (cons (car codes) (cdr ends))))
          (else (loop (cdr codes) (cons* (car codes) (car codes) ends))))))

;; --- Matching. ---

(define-record-type regexp-match
  (make-match text registers submatches names)
  regexp-match?
  (text match-text)
  (registers match-registers)
  (submatches regexp-match-count)
  (names match-names))

;; `start` is where the text begins, `from` the first position that is matched from.
(define (new-run regexp start from whole?)
  (make-run start whole? (make-vector (regexp-registers regexp) #f) (bytevector) (make-vector (regexp-scans regexp) #f)
            from (regexp-crossings regexp) #f))

(define (match-of regexp text run from)
  (let ((registers (run-registers run)))
    (vector-set! registers 0 from)
    (vector-set! registers 1 (run-final run))
    (make-match text registers (regexp-submatches regexp) (regexp-names regexp))))

;; A match of text[start, end) as a whole, or #f.
(define (match-whole regexp text start end)
  (let ((run (new-run regexp start start #t)))
    (and ((regexp-matcher regexp) text end start run)
         (match-of regexp text run start))))

;; The first match that begins at `from` or after; `start` is where the text begins.
(define (match-first regexp text start from end)
  (let ((run (new-run regexp start from #f))
        (matcher (regexp-matcher regexp))
        (first (regexp-first regexp)))
    (let loop ((k from))
      (cond ((> k end) #f)
            ((and first (or (= k end) (not (set-contains? first (string-ref text k))))) (loop (+ k 1)))
            ((matcher text end k run) (match-of regexp text run k))
            (else (loop (+ k 1)))))))

;; Calls `use` with the regular expression, the text and the range, after checks.
(define (with-range who re text range use)
  (let ((regexp (regexp re)))
    (%check-string who 2 text)
    (let* ((size (string-length text))
           (start (if (pair? range) (car range) 0))
           (end (if (and (pair? range) (pair? (cdr range))) (cadr range) size)))
      (%check-range who 3 start end size)
      (use regexp start end))))

;;; (regexp-matches re string [start [end]])
;;; The match of the whole string, or of that part of it, or #f.
;;; > (regexp-match->list (regexp-matches '(: ($ (+ alpha)) "=" ($ (* any))) "key=value"))
;;; ("key=value" "key" "value")
(define (regexp-matches re text . range)
  (with-range 'regexp-matches re text range
              (lambda (regexp start end) (match-whole regexp text start end))))

;;; (regexp-matches? re string [start [end]])
;;; Whether the whole string, or that part of it, matches.
;;; > (regexp-matches? '(+ (/ "az")) "abc1")
;;; #f
(define (regexp-matches? re text . range)
  (with-range 'regexp-matches? re text range
              (lambda (regexp start end) (if (match-whole regexp text start end) #t #f))))

;;; (regexp-search re string [start [end]])
;;; The first match in the string, or #f.
;;; > (regexp-match-submatch (regexp-search '(: "n" any) "banana") 0)
;;; "na"
(define (regexp-search re text . range)
  (with-range 'regexp-search re text range
              (lambda (regexp start end) (match-first regexp text start start end))))

;; --- What is asked of a match. ---

;; The number of a field: of several submatches with the same name, the first that has matched.
(define (field-number who match field)
  (cond ((and (fixnum? field) (<= 0 field (regexp-match-count match))) field)
        ((assq field (match-names match))
         => (lambda (entry)
              (let ((matched (find (lambda (entry) (and (eq? field (car entry)) (submatch-end match (cdr entry))))
                                   (match-names match))))
                (cdr (or matched entry)))))
        (else (%raise-error who "there is no such submatch" (list field)))))

(define (submatch-start match number)
  (and (submatch-end match number) (vector-ref (match-registers match) (* 2 number))))

(define (submatch-end match number)
  (vector-ref (match-registers match) (+ 1 (* 2 number))))

(define (submatch-text match number)
  (let ((end (submatch-end match number)))
    (and end (substring (match-text match) (submatch-start match number) end))))

;;; (regexp-match-submatch match field)
;;; What the submatch with this number or name has matched, or #f; number 0 is the whole match.
;;; > (regexp-match-submatch (regexp-search '(: "k=" (-> value (+ num))) "a k=12") 'value)
;;; "12"
(define (regexp-match-submatch match field)
  (submatch-text match (field-number 'regexp-match-submatch match field)))

(define (regexp-match-submatch-start match field)
  (submatch-start match (field-number 'regexp-match-submatch-start match field)))

(define (regexp-match-submatch-end match field)
  (submatch-end match (field-number 'regexp-match-submatch-end match field)))

(define (regexp-match->list match)
  (map (lambda (number) (submatch-text match number)) (iota (+ 1 (regexp-match-count match)))))
