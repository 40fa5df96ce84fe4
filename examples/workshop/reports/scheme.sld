;;; Reports on the Scheme interpreter: how many programs of each area of its suite give the value they should.
(define-library (workshop reports scheme)
  (export report-scheme)
  (import (scheme base)
          (workshop lists)
          (workshop report)
          (rename (workshop scheme suite) (suite areas))
          (prefix (workshop scheme reader) reader:)
          (prefix (workshop scheme interpreter) scheme:))
  (begin

    ;; Programs are data in the suite; the interpreter gets them as text.
    (define (program-text forms)
      (join-texts (map written forms) "\n"))

    ;; The value of a program, or a text about what it raised.
    (define (outcome forms)
      (guard (problem
              ((error-object? problem)
               (join-texts (cons (error-object-message problem)
                                 (map written (error-object-irritants problem)))
                           " ")))
        (scheme:run-text (scheme:make-interpreter) (program-text forms))))

    ;; Runs the programs of an area and gives a row: its name, how many programs there are, how many are right.
    (define (area-row area)
      (let* ((programs (cdr area))
             (outcomes (map (lambda (program) (outcome (cdr program))) programs))
             (wrong (filter (lambda (pair) (not (equal? (car pair) (cdr pair))))
                            (map (lambda (program outcome) (cons (car program) outcome)) programs outcomes))))
        (for-each (lambda (pair)
                    (show (string-append "expected " (written (car pair)) ", got") (cdr pair)))
                  wrong)
        (list (car area) (length programs) (- (length programs) (length wrong)))))

    (define (show-syntax-problem text)
      (guard (problem
              ((reader:read-problem? problem)
               (show-text (string-append (written text) ": line "
                                         (number->string (reader:read-problem-line problem)) ": "
                                         (reader:read-problem-message problem)))))
        (show text (reader:read-all text))))

    (define (report-scheme)
      (section "A Scheme interpreter in Scheme"
        (show-table '("area" "programs" "right") (map area-row areas))
        (show "data of many kinds"
              (reader:read-all "(a . (b #;(c d) |two words|)) #(1 #\\x41 \"\\x3bb;\\n\") #| no #| deeper |# |# #u8(255) -1/2 ; end"))
        (for-each show-syntax-problem
                  '("(1 2" "(1 . 2 3)" "\n\n)" "\"abc" "#\\nonsense" "(a\n b '" "#| |" ". x" "#hello"))
        (show-problem "no macro rule"
                      (scheme:run-text (scheme:make-interpreter)
                                       "(define-syntax one (syntax-rules () ((_ x) x))) (one 1 2)"))
        (show-problem "a body without expressions"
                      (scheme:run-text (scheme:make-interpreter) "(lambda () (define x 1))"))))))
