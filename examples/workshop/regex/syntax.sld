;;; Regular expressions: their syntax trees, and the parser that makes these from text.
(define-library (workshop regex syntax)
  (export parse-pattern group-count
          empty? literal? literal-character class? class-set any? start-anchor? end-anchor?
          sequence? sequence-first sequence-second choice? choice-first choice-second
          repeat? repeat-body repeat-minimum repeat-maximum repeat-greedy?
          group? group-number group-body
          set-contains?)
  (import (scheme base) (scheme char))
  (begin

    ;; The tree.
    (define-record-type <empty> (make-empty) empty?)
    (define-record-type <any> (make-any) any?)
    (define-record-type <start> (make-start-anchor) start-anchor?)
    (define-record-type <end> (make-end-anchor) end-anchor?)
    (define-record-type <literal> (make-literal character) literal? (character literal-character))
    (define-record-type <class> (make-class set) class? (set class-set))
    (define-record-type <sequence>
      (make-sequence first second)
      sequence?
      (first sequence-first)
      (second sequence-second))
    (define-record-type <choice>
      (make-choice first second)
      choice?
      (first choice-first)
      (second choice-second))
    ;; `maximum` is #f when there is none.
    (define-record-type <repeat>
      (make-repeat body minimum maximum greedy?)
      repeat?
      (body repeat-body)
      (minimum repeat-minimum)
      (maximum repeat-maximum)
      (greedy? repeat-greedy?))
    (define-record-type <group>
      (make-group number body)
      group?
      (number group-number)
      (body group-body))

    ;; A set of characters, or of all others; members are characters, ranges (low . high) and sets.
    (define-record-type <set>
      (make-set complement? members)
      set?
      (complement? set-complement?)
      (members set-members))

    (define (set-contains? set character)
      (let loop ((members (set-members set)))
        (cond ((null? members) (set-complement? set))
              ((member-contains? (car members) character) (not (set-complement? set)))
              (else (loop (cdr members))))))

    (define (member-contains? member character)
      (cond ((char? member) (char=? member character))
            ((set? member) (set-contains? member character))
            (else (char<=? (car member) character (cdr member)))))

    (define digits '((#\0 . #\9)))
    (define word-characters '((#\a . #\z) (#\A . #\Z) (#\0 . #\9) #\_))
    (define blanks '(#\space #\tab #\newline #\return))

    (define named-sets
      (list (cons #\d (make-set #f digits)) (cons #\D (make-set #t digits))
            (cons #\w (make-set #f word-characters)) (cons #\W (make-set #t word-characters))
            (cons #\s (make-set #f blanks)) (cons #\S (make-set #t blanks))))

    (define plain-escapes
      '((#\n . #\newline) (#\t . #\tab)))

    ;; The parser: position and number of groups are what it has read so far.
    (define-record-type parser
      (make-parser text position groups)
      parser?
      (text parser-text)
      (position parser-position set-parser-position!)
      (groups parser-groups set-parser-groups!))

    (define (fail parser message)
      (error message (parser-text parser) (parser-position parser)))

    (define (peek parser)
      (let ((position (parser-position parser))
            (text (parser-text parser)))
        (if (< position (string-length text))
            (string-ref text position)
            (eof-object))))

    (define (next! parser)
      (let ((character (peek parser)))
        (set-parser-position! parser (+ 1 (parser-position parser)))
        character))

    ;; Whether the next character is the given one, which is then skipped.
    (define (skip? parser character)
      (and (eqv? (peek parser) character)
           (next! parser)
           #t))

    ;; The tree of a pattern; errors have the pattern and a position as irritants.
    (define (parse-pattern text)
      (let* ((parser (make-parser text 0 0))
             (tree (parse-choice parser)))
        (if (eof-object? (peek parser))
            tree
            (fail parser "a parenthesis closes nothing:"))))

    (define (parse-choice parser)
      (let ((first (parse-sequence parser)))
        (if (skip? parser #\|)
            (make-choice first (parse-choice parser))
            first)))

    (define (parse-sequence parser)
      (if (or (eof-object? (peek parser))
              (memv (peek parser) '(#\| #\))))
          (make-empty)
          (let ((first (parse-repeat parser (parse-atom parser))))
            (let ((rest (parse-sequence parser)))
              (if (empty? rest)
                  first
                  (make-sequence first rest))))))

    ;; The postfix operators after an atom.
    (define (parse-repeat parser body)
      (define (repeated minimum maximum)
        (parse-repeat parser (make-repeat body minimum maximum (not (skip? parser #\?)))))
      (cond ((skip? parser #\*) (repeated 0 #f))
            ((skip? parser #\+) (repeated 1 #f))
            ((skip? parser #\?) (repeated 0 1))
            ((skip? parser #\{)
             (call-with-values (lambda () (parse-bounds parser)) repeated))
            (else body)))

    ;; {3}, {3,} or {3,5}, after the brace.
    (define (parse-bounds parser)
      (let ((minimum (or (parse-number parser) (fail parser "a count is missing:"))))
        (let ((maximum (if (skip? parser #\,) (parse-number parser) minimum)))
          (unless (skip? parser #\})
            (fail parser "a brace is not closed:"))
          (when (and maximum (< maximum minimum))
            (fail parser "the largest count is below the smallest:"))
          (values minimum maximum))))

    (define (parse-number parser)
      (let loop ((number #f))
        (let ((digit (and (char? (peek parser)) (digit-value (peek parser)))))
          (if digit
              (begin
                (next! parser)
                (loop (+ digit (* 10 (or number 0)))))
              number))))

    (define (parse-atom parser)
      (let ((character (next! parser)))
        (case character
          ((#\.) (make-any))
          ((#\^) (make-start-anchor))
          ((#\$) (make-end-anchor))
          ((#\() (parse-group parser))
          ((#\[) (make-class (parse-class parser)))
          ((#\\) (parse-escape parser))
          ((#\* #\+ #\? #\{) (fail parser "nothing to repeat:"))
          (else (make-literal character)))))

    (define (parse-group parser)
      (define (closed body)
        (if (skip? parser #\))
            body
            (fail parser "a parenthesis is not closed:")))
      (if (skip? parser #\?)
          (if (skip? parser #\:)
              (closed (parse-choice parser))
              (fail parser "unknown kind of group:"))
          (let ((number (+ 1 (parser-groups parser))))
            (set-parser-groups! parser number)
            (make-group number (closed (parse-choice parser))))))

    (define (parse-escape parser)
      (let ((character (next! parser)))
        (cond ((eof-object? character) (fail parser "a backslash at the end:"))
              ((assv character named-sets) => (lambda (entry) (make-class (cdr entry))))
              ((assv character plain-escapes) => (lambda (entry) (make-literal (cdr entry))))
              ((or (char-alphabetic? character) (char-numeric? character))
               (fail parser "unknown escape:"))
              (else (make-literal character)))))

    ;; The set after an opening bracket.
    (define (parse-class parser)
      (if (skip? parser #\^)
          (make-set #t (parse-members parser))
          (make-set #f (parse-members parser))))

    (define (parse-members parser)
      (let loop ((members '()))
        (let ((character (next! parser)))
          (cond ((eof-object? character) (fail parser "a bracket is not closed:"))
                ((and (char=? character #\]) (pair? members)) (reverse members))
                ((char=? character #\\)
                 (let ((escaped (parse-escape parser)))
                   (loop (if (class? escaped)
                             (cons (class-set escaped) members)
                             (cons (literal-character escaped) members)))))
                ((range-follows? parser)
                 (next! parser)
                 (loop (cons (parse-range parser character (next! parser)) members)))
                (else (loop (cons character members)))))))

    ;; A hyphen that is not the last member of its class.
    (define (range-follows? parser)
      (let ((text (parser-text parser))
            (position (parser-position parser)))
        (and (eqv? (peek parser) #\-)
             (< (+ position 1) (string-length text))
             (not (char=? (string-ref text (+ position 1)) #\])))))

    (define (parse-range parser low high)
      (if (char<=? low high)
          (cons low high)
          (fail parser "a range goes down:")))

    (define (group-count tree)
      (cond ((group? tree) (+ 1 (group-count (group-body tree))))
            ((sequence? tree) (+ (group-count (sequence-first tree)) (group-count (sequence-second tree))))
            ((choice? tree) (+ (group-count (choice-first tree)) (group-count (choice-second tree))))
            ((repeat? tree) (group-count (repeat-body tree)))
            (else 0)))))
