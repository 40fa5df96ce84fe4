;; The syntax of regular expressions: from data to nodes.

;; What is counted while an expression is read: submatches, their names as pairs (name . number) in reverse order, and
;; whether there are back references.
(define-record-type numbering
  (make-numbering count names back-references?)
  numbering?
  (count numbering-count set-numbering-count!)
  (names numbering-names set-numbering-names!)
  (back-references? numbering-back-references? set-numbering-back-references!))

(define (raise-malformed sre)
  (%raise-error 'regexp "this is no regular expression" (list sre)))

(define (parse sre context numbering)
  (let ((set (parse-set sre context)))
    (cond (set (set-node set))
          ((string? sre) (parse-string sre context))
          ((symbol? sre) (parse-name sre context))
          ((and (pair? sre) (list? sre)) (parse-form (car sre) (cdr sre) sre context numbering))
          (else (raise-malformed sre)))))

(define (parse-all sres context numbering)
  (sequence-node (map-in-order (lambda (sre) (parse sre context numbering)) sres)))

(define (parse-string string context)
  (if (context-nocase? context)
      (sequence-node (map (lambda (c) (set-node (characters->set (list c) #t (context-ascii? context))))
                          (string->list string)))
      (string-node string)))

;; --- Places, by name. ---

(define (line-start? text start end k)
  (or (= k start)
      (case (string-ref text (- k 1))
        ((#\newline) #t)
        ((#\return) (or (= k end) (not (char=? (string-ref text k) #\newline))))
        (else #f))))

(define (line-end? text start end k)
  (or (= k end)
      (case (string-ref text k)
        ((#\return) #t)
        ((#\newline) (or (= k start) (not (char=? (string-ref text (- k 1)) #\return))))
        (else #f))))

(define (word-at? text start end k ascii-only?)
  (and (>= k start)
       (< k end)
       (let ((c (string-ref text k)))
         (and (word-character? c) (or (not ascii-only?) (ascii? c))))))

(define (word-start? ascii-only?)
  (lambda (text start end k)
    (and (word-at? text start end k ascii-only?)
         (not (word-at? text start end (- k 1) ascii-only?)))))

(define (word-end? ascii-only?)
  (lambda (text start end k)
    (and (word-at? text start end (- k 1) ascii-only?)
         (not (word-at? text start end k ascii-only?)))))

(define (no-word-boundary? ascii-only?)
  (lambda (text start end k)
    (eq? (word-at? text start end (- k 1) ascii-only?)
         (word-at? text start end k ascii-only?))))

(define grapheme-node
  (make-node
   (lambda (next program)
     (lambda (text end position run)
       (and (< position end)
            (next text end (next-grapheme-boundary text (run-start run) end position) run))))
   #f
   #f))

(define (parse-name name context)
  (let ((ascii? (context-ascii? context)))
    (case name
      ((bos) (assertion-node (lambda (text start end k) (= k start))))
      ((eos) (assertion-node (lambda (text start end k) (= k end))))
      ((bol) (assertion-node line-start?))
      ((eol) (assertion-node line-end?))
      ((bow) (assertion-node (word-start? ascii?)))
      ((eow) (assertion-node (word-end? ascii?)))
      ((nwb) (assertion-node (no-word-boundary? ascii?)))
      ((bog eog) (if ascii? empty-node (assertion-node grapheme-boundary?)))
      ((grapheme) (if ascii? (set-node (named-set 'any #f #t)) grapheme-node))
      ((word) (parse-word '(any) context))
      (else (raise-malformed name)))))

(define (in-word node context)
  (let ((ascii? (context-ascii? context)))
    (sequence-node (list (assertion-node (word-start? ascii?)) node (assertion-node (word-end? ascii?))))))

;; A whole word of characters of these sets.
(define (parse-word sets context)
  (let ((set (parse-set `(and (or alphanumeric "_") (or ,@sets)) context)))
    (if (not set) (raise-malformed (cons 'word+ sets)))
    (in-word (repeated-node (set-node set) set 1 #f #t) context)))

;; --- Forms. ---

(define (parse-form name arguments sre context numbering)
  (define (repeated least most greedy? sres)
    (let ((set (and (pair? sres) (null? (cdr sres)) (parse-set (car sres) context))))
      (repeated-node (parse-all sres context numbering) set least most greedy?)))
  (define (count-of k)
    (let ((count (and (> (length arguments) k) (list-ref arguments k))))
      (if (and (fixnum? count) (>= count 0)) count (raise-malformed sre))))
  (define (range greedy?)
    (let ((least (count-of 0)) (most (count-of 1)))
      (if (> least most) (raise-malformed sre))
      (repeated least most greedy? (cddr arguments))))
  (case name
    ((: seq) (parse-all arguments context numbering))
    ((or |\||) (alternatives-node (map-in-order (lambda (sre) (parse sre context numbering)) arguments)))
    ((w/nocase w/case w/ascii w/unicode w/nocapture)
     (parse-all arguments (inner-context name context) numbering))
    ((* zero-or-more) (repeated 0 #f #t arguments))
    ((+ one-or-more) (repeated 1 #f #t arguments))
    ((? optional) (repeated 0 1 #t arguments))
    ((*? non-greedy-zero-or-more) (repeated 0 #f #f arguments))
    ((?? non-greedy-optional) (repeated 0 1 #f arguments))
    ((= exactly) (repeated (count-of 0) (count-of 0) #t (cdr arguments)))
    ((>= at-least) (repeated (count-of 0) #f #t (cdr arguments)))
    ((** repeated) (range #t))
    ((**? non-greedy-repeated) (range #f))
    (($ submatch) (parse-submatch #f arguments context numbering))
    ((-> submatch-named)
     (if (not (and (pair? arguments) (symbol? (car arguments)))) (raise-malformed sre))
     (parse-submatch (car arguments) (cdr arguments) context numbering))
    ((backref)
     (if (not (= 1 (length arguments))) (raise-malformed sre))
     (parse-back-reference (car arguments) sre context numbering))
    ((word) (in-word (parse-all arguments context numbering) context))
    ((word+) (parse-word arguments context))
    ((look-ahead) (look-node (parse-all arguments context numbering) 0 #t))
    ((neg-look-ahead) (look-node (parse-all arguments context numbering) 0 #f))
    ((look-behind) (parse-look-behind arguments sre context numbering #t))
    ((neg-look-behind) (parse-look-behind arguments sre context numbering #f))
    (else (raise-malformed sre))))

(define (parse-submatch name sres context numbering)
  (if (context-nocapture? context)
      (parse-all sres context numbering)
      (let ((number (+ 1 (numbering-count numbering))))
        (set-numbering-count! numbering number)
        (if name (set-numbering-names! numbering (cons (cons name number) (numbering-names numbering))))
        (submatch-node number (parse-all sres context numbering)))))

(define (parse-back-reference field sre context numbering)
  (let ((numbers (cond ((symbol? field) (numbers-of-name field (numbering-names numbering)))
                       ((and (fixnum? field) (<= 1 field (numbering-count numbering))) (list field))
                       (else '()))))
    (if (null? numbers)
        (%raise-error 'regexp "there is no such submatch before this" (list sre)))
    (set-numbering-back-references! numbering #t)
    (back-reference-node numbers (if (context-nocase? context) char-ci=? char=?))))

;; The numbers of the submatches with this name, ascending; `names` has the last one first.
(define (numbers-of-name name names)
  (reverse (filter-map (lambda (entry) (and (eq? name (car entry)) (cdr entry))) names)))

(define (parse-look-behind sres sre context numbering wanted?)
  (let* ((node (parse-all sres context numbering))
         (size (node-size node)))
    (if (not size) (%raise-error 'regexp "what is looked for behind has no fixed length" (list sre)))
    (look-node node size wanted?)))
