;;; Understands commands: words of a sentence become a verb, an object and a second object, or a complaint.
(define-library (workshop adventure commands)
  (export parse-command command-verb command-object command-second
          complaint? complaint-text make-complaint)
  (import (scheme base) (scheme char) (workshop lists) (only (workshop adventure world) thing-words thing-title reachable))
  (begin

    ;; `verb` is a symbol; the objects are things, directions (symbols), or #f.
    (define-record-type command
      (make-command verb object second)
      command?
      (verb command-verb)
      (object command-object)
      (second command-second))

    ;; Raised for everything that is not understood or does not work; the player sees the text.
    (define-record-type complaint
      (make-complaint text)
      complaint?
      (text complaint-text))

    (define (complain . parts)
      (raise (make-complaint (apply string-append parts))))

    (define directions
      '(("north" . north) ("n" . north) ("south" . south) ("s" . south) ("east" . east) ("e" . east)
        ("west" . west) ("w" . west) ("up" . up) ("u" . up) ("down" . down) ("d" . down)
        ("in" . in) ("out" . out)))

    ;; Words that name verbs, and what these take: nothing, one thing, two things joined by a word, a direction.
    (define verbs
      '((("look" "l") look nothing)
        (("inventory" "i") inventory nothing)
        (("wait" "z") wait nothing)
        (("score") score nothing)
        (("quit") quit nothing)
        (("go" "walk" "run") go direction)
        (("take" "get" "grab") take thing)
        (("drop") drop thing)
        (("examine" "x" "inspect") examine thing)
        (("open") open thing)
        (("close" "shut") close thing)
        (("read") read thing)
        (("eat" "taste") eat thing)
        (("light" "kindle") light thing)
        (("unlock") unlock two-things "with")
        (("put" "insert") put two-things "in")
        (("give" "offer") give two-things "to")))

    (define (noise? word)
      (member word '("the" "a" "an" "please" "my" "then")))

    ;; The words of a text, in lower case, without punctuation and noise.
    (define (words text)
      (let loop ((characters (string->list (string-downcase text))) (word '()) (found '()))
        (define (found-with-word)
          (if (null? word)
              found
              (cons (list->string (reverse word)) found)))
        (cond ((null? characters)
               (filter (lambda (word) (not (noise? word))) (reverse (found-with-word))))
              ((or (char-alphabetic? (car characters)) (char-numeric? (car characters)))
               (loop (cdr characters) (cons (car characters) word) found))
              (else (loop (cdr characters) '() (found-with-word))))))

    ;; The command that a text means in a world.
    (define (parse-command world text)
      (let ((words (words text)))
        (cond ((null? words) (complain "Pardon?"))
              ((and (null? (cdr words)) (assoc-value (car words) directions))
               => (lambda (direction) (make-command 'go direction #f)))
              ((find (lambda (entry) (member (car words) (car entry))) verbs)
               => (lambda (entry) (parse-objects world entry words)))
              (else (complain "You don't know how to \"" (car words) "\".")))))

    (define (parse-objects world entry words)
      (let ((verb (cadr entry))
            (rest (cdr words)))
        (case (list-ref entry 2)
          ((nothing)
           (unless (null? rest)
             (complain "Just \"" (car words) "\" will do."))
           (make-command verb #f #f))
          ((direction)
           (make-command verb
                         (or (and (pair? rest) (assoc-value (car rest) directions))
                             (complain "Which way?"))
                         #f))
          ((thing) (make-command verb (find-object world (car words) rest) #f))
          (else
           (let-values (((before after) (split-at-word (list-ref entry 3) rest)))
             (when (null? after)
               (complain (capital (car words)) " it " (list-ref entry 3) " what?"))
             (make-command verb
                           (find-object world (car words) before)
                           (find-object world (car words) after)))))))

    ;; Two values: the words before and after the first `separator`.
    (define (split-at-word separator words)
      (let loop ((before '()) (words words))
        (cond ((null? words) (values (reverse before) '()))
              ((string=? separator (car words)) (values (reverse before) (cdr words)))
              (else (loop (cons (car words) before) (cdr words))))))

    (define (capital word)
      (string-append (string (char-upcase (string-ref word 0)))
                     (string-copy word 1)))

    ;; The one thing in reach that all the words name.
    (define (find-object world verb words)
      (if (null? words)
          (complain (capital verb) " what?")
          (let ((candidates (filter (lambda (thing)
                                      (every? (lambda (word) (member word (thing-words thing))) words))
                                    (reachable world))))
            (cond ((null? candidates) (complain "You see no " (join-texts words " ") " here."))
                  ((null? (cdr candidates)) (car candidates))
                  (else
                   (complain "Which one: the "
                             (join-texts (map thing-title candidates)
                                         ", the ")
                             "?"))))))))
