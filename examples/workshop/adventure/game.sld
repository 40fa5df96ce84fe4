;;; The story of a lighthouse: its rooms and things, and the rules of what happens.
(define-library (workshop adventure game)
  (export make-game play-command game-over? final-text)
  (import (scheme base)
          (workshop lists)
          (workshop adventure world)
          (workshop adventure commands))
  (begin

    (define (make-game)
      (let ((world (make-world 'beach)))
        (add-room! world 'beach "A beach of grey pebbles. The lighthouse stands to the north, a boat house to the west.")
        (add-room! world 'boat-house "Ropes, nets, and the smell of tar.")
        (add-room! world 'hall "The round hall of the lighthouse. A stair winds up into the dark.")
        (add-room! world 'lamp-room "Glass all around, and the great lamp in the middle. The sea lies below.")
        (add-exit! world 'beach 'west 'boat-house)
        (add-exit! world 'beach 'north 'hall 'door)
        (add-exit! world 'hall 'up 'lamp-room)
        (add-thing! world 'door '("door" "oak") "Solid oak, with a brass lock." 'beach 'fixed 'locked 'door)
        (add-thing! world 'gull '("gull" "bird" "seagull") "It looks at you as if you owed it a fish." 'beach 'fixed)
        (add-thing! world 'chest '("chest" "sea") "An old sea chest." 'boat-house 'fixed 'container)
        (add-thing! world 'matchbox '("matchbox" "matches" "match" "box") "Three matches, dry." 'chest)
        (add-thing! world 'iron-key '("key" "iron") "A small key of iron." 'boat-house)
        (add-thing! world 'brass-key '("key" "brass") "A large key of brass." 'gull)
        (add-thing! world 'herring '("herring" "fish") "A red one." 'chest 'edible)
        (add-thing! world 'letter '("letter" "paper") "A letter in a hand you know." 'hall
                    'readable)
        (add-thing! world 'lamp '("lamp" "great") "Its wick is trimmed, its oil is full." 'lamp-room 'fixed)
        world))

    (define game-over? world-over?)

    (define (final-text world)
      (string-append "You scored " (number->string (world-score world)) " of 10 points in "
                     (number->string (world-turn world)) " turns."))

    ;; What the rules say is collected, sentence by sentence.
    (define reply (make-parameter #f))

    (define (say . parts)
      ((reply) (apply string-append parts)))

    (define (refuse . parts)
      (raise (make-complaint (apply string-append parts))))

    (define (the thing)
      (string-append "the " (thing-title thing)))

    ;; The sentences that answer a command. A complaint takes no turn.
    (define (play-command world text)
      (let ((sentences '()))
        (parameterize ((reply (lambda (sentence) (set! sentences (cons sentence sentences)))))
          (guard (problem
                  ((complaint? problem) (say (complaint-text problem))))
            (let ((command (parse-command world text)))
              (perform world command)
              (next-turn! world)
              (let ((daemon (daemons world)))
                (when daemon (daemon world)))))
          (reverse sentences))))

    ;; Rules are tried in order: the first whose conditions hold is carried out.
    (define-syntax define-rules
      (syntax-rules (when)
        ((_ (name world object second) ((verb ...) (when condition ...) action ...) ...)
         (define (name world the-verb object second)
           (cond ((and (memq the-verb '(verb ...)) condition ...) action ...)
                 ...
                 (else (refuse "That does not work.")))))))

    (define (perform world command)
      (obey world (command-verb command) (command-object command) (command-second command)))

    (define (is? thing name)
      (eq? (thing-name thing) name))

    (define-rules (obey world object second)
      ((look) (when) (describe-room world))
      ((inventory) (when) (say "You carry " (list-things (things-in world 'player)) "."))
      ((wait) (when) (say "Time passes."))
      ((score) (when) (say (final-text world)))
      ((quit) (when) (say "The sea will wait.") (end-world! world))
      ((go) (when) (go world object))
      ((examine) (when (thing-has? object 'open)) (say (thing-text object) " It is open.")
                 (show-contents world object))
      ((examine) (when) (say (thing-text object)))
      ((take) (when (carried? object)) (refuse "You have " (the object) " already."))
      ((take) (when (thing-has? object 'fixed)) (refuse "You cannot take " (the object) "."))
      ((take) (when) (move-thing! object 'player) (say "Taken."))
      ((drop) (when (carried? object))
              (move-thing! object (room-name (world-here world)))
              (say "You drop " (the object) "."))
      ((drop put give) (when (not (carried? object))) (refuse "You don't have " (the object) "."))
      ((open) (when (thing-has? object 'open)) (refuse (the object) " is open."))
      ((open) (when (thing-has? object 'locked)) (refuse "It is locked."))
      ((open) (when (or (thing-has? object 'door) (thing-has? object 'container)))
              (thing-set! object 'open)
              (say "You open " (the object) ".")
              (show-contents world object))
      ((close) (when (thing-has? object 'open)) (thing-lack! object 'open) (say "You close " (the object) "."))
      ((unlock) (when (not (thing-has? object 'locked))) (refuse "There is nothing to unlock."))
      ((unlock) (when (is? object 'door) (is? second 'brass-key) (carried? second))
                (thing-lack! object 'locked)
                (add-score! world 3)
                (say "The lock turns with a groan."))
      ((unlock) (when (not (carried? second))) (refuse "You don't have " (the second) "."))
      ((unlock) (when) (refuse "It does not fit."))
      ((put) (when (thing-has? second 'container) (thing-has? second 'open))
             (move-thing! object (thing-name second))
             (say "Done."))
      ((give) (when (is? object 'herring) (is? second 'gull)) (feed-gull world object))
      ((give) (when) (refuse (the second) " does not want " (the object) "."))
      ((eat) (when (thing-has? object 'edible)) (move-thing! object 'nowhere) (say "It tastes of regret."))
      ((read) (when (thing-has? object 'readable)) (say "\"Keep the light. I shall be back with the tide.\""))
      ((light) (when (is? object 'lamp) (carried? (thing world 'matchbox)))
               (add-score! world 5)
               (say "The lamp flares up. Far out, a ship turns.")
               (end-world! world))
      ((light) (when (is? object 'lamp)) (refuse "With what?")))

    (define (feed-gull world herring)
      (move-thing! herring 'nowhere)
      (move-thing! (thing world 'brass-key) 'beach)
      (add-score! world 2)
      (say "The gull gulps it down and, in doing so, drops a brass key."))

    (define (go world direction)
      (let ((exit (find (lambda (exit) (eq? direction (exit-direction exit)))
                        (room-exits (world-here world)))))
        (cond ((not exit) (refuse "You cannot go " (symbol->string direction) "."))
              ((and (exit-door exit) (not (thing-has? (thing world (exit-door exit)) 'open)))
               (refuse "The " (symbol->string (exit-door exit)) " is closed."))
              (else
               (move-thing! (world-player world) (exit-target exit))
               (describe-room world)))))

    (define (describe-room world)
      (let ((here (world-here world)))
        (say (room-text here))
        (set-room-visited! here #t)
        (let ((things (things-in world (room-name here))))
          (unless (null? things)
            (say "You see " (list-things things) ".")))))

    (define (show-contents world container)
      (let ((contents (things-in world (thing-name container))))
        (unless (or (null? contents) (not (thing-has? container 'container)))
          (say "Inside is " (list-things contents) "."))))

    ;; "a, b and c" for things.
    (define (list-things things)
      (let ((names (map (lambda (thing) (with-article (thing-title thing))) things)))
        (cond ((null? names) "nothing")
              ((null? (cdr names)) (car names))
              (else
               (string-append (join-texts (take names (- (length names) 1)) ", ")
                              " and "
                              (last names))))))

    (define (with-article name)
      (string-append (if (memv (string-ref name 0) (string->list "aeiou")) "an " "a ") name))

    ;; What happens by itself after a turn: a procedure, or #f.
    (define (daemons world)
      (and (not (world-over? world))
           (= 0 (modulo (world-turn world) 9))
           (lambda (world) (say "A wave breaks on the rocks."))))))
