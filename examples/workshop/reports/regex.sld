;;; Reports on regular expressions: matches with their groups, and both engines' verdicts side by side.
(define-library (workshop reports regex)
  (export report-regex)
  (import (scheme base)
          (scheme char)
          (workshop lists)
          (workshop report)
          (workshop regex automaton)
          (except (workshop regex backtracking) find-all)
          (rename (only (workshop regex backtracking) find-all) (find-all all-matches)))
  (begin

    ;; Pattern and text for searches.
    (define searches
      '(("(a+)(b*)" "xxaaabbc")
        ("(\\w+)@(\\w+)\\.(com|org)" "mail to ada@example.org now")
        ("^(\\d{4})-(\\d\\d)-(\\d\\d)$" "2024-02-29")
        ("(a|ab)(c|bcd)(d*)" "abcd")
        ("<(.+?)>" "<b>bold</b>")
        ("<(.+)>" "<b>bold</b>")
        ("(?:x(\\d)|y(\\d))+" "x1y2x3")
        ("((a*)+)b" "aaab")
        ("[^aeiou\\s]{3,}" "the strength of words")
        ("^$" "")
        ("a{2,3}?" "aaaa")
        ("[]x-]+" "a-]x]b")
        ("λ(.)" "αλγ")
        ("nothing" "to see")))

    (define (show-search pattern text)
      (let ((match (search (compile-pattern pattern) text 0)))
        (show-text (string-append (align-left pattern 32)
                                  (if match
                                      (string-append (written (match-text match)) " " (written (match-groups match)))
                                      "no match")))))

    ;; Patterns and whole texts, for both engines.
    (define verdicts
      '(("(a|b)*abb" "abb" "aabb" "babb" "ab" "abba")
        ("(0|(1(01*0)*1))+" "0" "11" "110" "1001" "1111" "101" "111")
        ("[a-f]+\\d?" "deadbeef" "cafe4" "cafe42" "")
        ("(ab?){2,4}" "a" "aa" "abab" "abaabab" "aaaaa")
        ("(x+x+)+y" "xxxxxxxxxxy" "xxxxxxxxxx")))

    (define (matches-whole? pattern text)
      (and (match-at (compile-pattern (string-append "^(?:" pattern ")$")) text 0) #t))

    (define (show-verdicts pattern . texts)
      (let* ((automaton (compile-automaton pattern))
             (by-automaton (map (lambda (text) (accepts? automaton text)) texts))
             (by-backtracking (map (lambda (text) (matches-whole? pattern text)) texts)))
        (show-text (string-append (align-left pattern 20)
                                  (written by-automaton)
                                  (if (equal? by-automaton by-backtracking) ", both, " ", not both, ")
                                  (number->string (automaton-state-count automaton))
                                  " states"))))

    (define wrong-patterns
      '("(a" "a)" "*a" "[a" "a{3,1}" "a{x}" "[z-a]" "\\q" "(?=a)" "a\\"))

    (define (capitalised match)
      (let ((text (match-text match)))
        (string-append (string (char-upcase (string-ref text 0)))
                       (substring text 1 (string-length text)))))

    (define (report-regex)
      (section "Regular expressions"
        (section "searches"
          (for-each (lambda (search) (apply show-search search)) searches))
        (section "whole texts, by automaton and by backtracking"
          (for-each (lambda (verdict) (apply show-verdicts verdict)) verdicts))
        (let ((automaton (compile-automaton "(x+x+)+y")))
          (show "two thousand letters that backtracking could not decide in a lifetime"
                (accepts? automaton (make-string 2000 #\x))))
        (section "uses"
          (show "all numbers" (all-matches (compile-pattern "-?\\d+(\\.\\d+)?") "3 apples, -2.5 degrees, 10.x"))
          (show "capitals" (replace-all (compile-pattern "[a-z]+") "the quick brown fox" capitalised))
          (show "dates turned round"
                (replace-all (compile-pattern "(\\d+)/(\\d+)/(\\d+)") "due 24/12/2023, paid 6/1/2024"
                             (lambda (match) (join-texts (reverse (match-groups match)) "-"))))
          (show "fields" (split-text (compile-pattern "\\s*[,;]\\s*") "one , two;three,,four")))
        (section "what is no pattern"
          (for-each (lambda (pattern) (show-problem pattern (compile-pattern pattern))) wrong-patterns))
        (show-problem "anchors" (compile-automaton "^a$"))))))
