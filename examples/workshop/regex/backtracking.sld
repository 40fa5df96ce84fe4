;;; Matching by backtracking, with captures: a tree becomes a matcher, a procedure that tries and calls what follows.
(define-library (workshop regex backtracking)
  (export compile-pattern match-at search match-text match-groups replace-all split-text find-all)
  (import (scheme base) (workshop regex syntax))
  (begin

    (define-record-type pattern
      (make-pattern matcher groups)
      pattern?
      (matcher pattern-matcher)
      (groups pattern-groups))

    ;; `bounds` is a vector: start and end of the whole match, then of each group, #f for groups that took no part.
    (define-record-type match
      (make-match text bounds)
      match?
      (text match-subject)
      (bounds match-bounds))

    (define (match-start match) (vector-ref (match-bounds match) 0))
    (define (match-end match) (vector-ref (match-bounds match) 1))

    (define (match-part match number)
      (let ((start (vector-ref (match-bounds match) (* 2 number)))
            (end (vector-ref (match-bounds match) (+ 1 (* 2 number)))))
        (and start end (substring (match-subject match) start end))))

    (define (match-text match)
      (match-part match 0))

    ;; The texts of the groups, #f for those that took no part.
    (define (match-groups match)
      (let loop ((number (- (quotient (vector-length (match-bounds match)) 2) 1)) (parts '()))
        (if (zero? number)
            parts
            (loop (- number 1) (cons (match-part match number) parts)))))

    ;; A matcher is (text position bounds succeed) -> what `succeed` gives, or #f. `succeed` takes a position.
    (define (compile-pattern text)
      (let ((tree (parse-pattern text)))
        (make-pattern (matcher tree) (group-count tree))))

    (define (matcher tree)
      (cond ((empty? tree) (lambda (text position bounds succeed) (succeed position)))
            ((any? tree) (character-matcher (lambda (character) (not (char=? character #\newline)))))
            ((literal? tree)
             (let ((wanted (literal-character tree)))
               (character-matcher (lambda (character) (char=? character wanted)))))
            ((class? tree)
             (let ((set (class-set tree)))
               (character-matcher (lambda (character) (set-contains? set character)))))
            ((start-anchor? tree)
             (lambda (text position bounds succeed)
               (and (zero? position) (succeed position))))
            ((end-anchor? tree)
             (lambda (text position bounds succeed)
               (and (= position (string-length text)) (succeed position))))
            ((sequence? tree) (sequence-matcher (matcher (sequence-first tree)) (matcher (sequence-second tree))))
            ((choice? tree) (choice-matcher (matcher (choice-first tree)) (matcher (choice-second tree))))
            ((group? tree) (group-matcher (group-number tree) (matcher (group-body tree))))
            (else
             (repeat-matcher (matcher (repeat-body tree))
                             (repeat-minimum tree)
                             (repeat-maximum tree)
                             (repeat-greedy? tree)))))

    (define (character-matcher wanted?)
      (lambda (text position bounds succeed)
        (and (< position (string-length text))
             (wanted? (string-ref text position))
             (succeed (+ position 1)))))

    (define (sequence-matcher first second)
      (lambda (text position bounds succeed)
        (first text position bounds
               (lambda (position) (second text position bounds succeed)))))

    (define (choice-matcher first second)
      (lambda (text position bounds succeed)
        (or (first text position bounds succeed)
            (second text position bounds succeed))))

    ;; A group that fails later gives its old bounds back.
    (define (group-matcher number body)
      (let ((start-index (* 2 number))
            (end-index (+ 1 (* 2 number))))
        (lambda (text start bounds succeed)
          (let ((old-start (vector-ref bounds start-index))
                (old-end (vector-ref bounds end-index)))
            (or (body text start bounds
                      (lambda (end)
                        (let ((inner-start (vector-ref bounds start-index))
                              (inner-end (vector-ref bounds end-index)))
                          (vector-set! bounds start-index start)
                          (vector-set! bounds end-index end)
                          (or (succeed end)
                              (begin
                                (vector-set! bounds start-index inner-start)
                                (vector-set! bounds end-index inner-end)
                                #f)))))
                (begin
                  (vector-set! bounds start-index old-start)
                  (vector-set! bounds end-index old-end)
                  #f))))))

    ;; A repetition that matched nothing is not tried again, so that all matching ends.
    (define (repeat-matcher body minimum maximum greedy?)
      (lambda (text position bounds succeed)
        (let try ((position position) (count 0))
          (define (once-more)
            (and (or (not maximum) (< count maximum))
                 (body text position bounds
                       (lambda (next)
                         (and (or (< count minimum) (> next position))
                              (try next (+ count 1)))))))
          (cond ((< count minimum) (once-more))
                (greedy? (or (once-more) (succeed position)))
                (else (or (succeed position) (once-more)))))))

    ;; A match that begins at `start`, or #f.
    (define (match-at pattern text start)
      (let ((bounds (make-vector (* 2 (+ 1 (pattern-groups pattern))) #f)))
        ((pattern-matcher pattern) text start bounds
         (lambda (end)
           (vector-set! bounds 0 start)
           (vector-set! bounds 1 end)
           (make-match text (vector-copy bounds))))))

    ;; The first match at or after `start`, or #f.
    (define (search pattern text start)
      (and (<= start (string-length text))
           (or (match-at pattern text start)
               (search pattern text (+ start 1)))))

    ;; All matches that do not overlap, combined from left to right.
    (define (fold-matches combine initial pattern text)
      (let loop ((start 0) (accumulated initial))
        (let ((match (search pattern text start)))
          (if match
              (loop (max (match-end match) (+ 1 (match-start match)))
                    (combine match accumulated))
              accumulated))))

    (define (find-all pattern text)
      (reverse (fold-matches (lambda (match texts) (cons (match-text match) texts)) '() pattern text)))

    ;; The text with every match replaced by what `replacement` gives for it.
    (define (replace-all pattern text replacement)
      (let* ((port (open-output-string))
             (end (fold-matches (lambda (match from)
                                  (write-string text port from (match-start match))
                                  (write-string (replacement match) port)
                                  (match-end match))
                                0 pattern text)))
        (write-string text port end)
        (get-output-string port)))

    ;; The texts between the matches.
    (define (split-text pattern text)
      (let* ((pieces-and-end
              (fold-matches (lambda (match state)
                              (cons (match-end match)
                                    (cons (substring text (car state) (match-start match)) (cdr state))))
                            (list 0) pattern text)))
        (reverse (cons (substring text (car pieces-and-end) (string-length text))
                       (cdr pieces-and-end)))))))
