;;; The world of a text adventure: rooms, things and doors, and where everything is.
(define-library (workshop adventure world)
  (export make-world world-player world-score add-score! world-turn next-turn! world-over? end-world!
          add-room! add-thing! add-exit! (rename find-thing thing) world-here
          room-name room-text room-exits room-visited? set-room-visited!
          exit-direction exit-target exit-door
          thing-name thing-title thing-words thing-text thing-has? thing-set! thing-lack!
          (rename set-thing-place! move-thing!) things-in carried? reachable)
  (import (scheme base) (workshop lists))
  (begin

    (define-record-type world
      (new-world rooms things player score turn over?)
      world?
      (rooms world-rooms set-world-rooms!)
      (things world-things set-world-things!)
      (player world-player)
      (score world-score set-world-score!)
      (turn world-turn set-world-turn!)
      (over? world-over? set-world-over!))

    ;; Exits lead to rooms by name; `door` is the name of a thing that must be open, or #f.
    (define-record-type room
      (make-room name text exits visited?)
      room?
      (name room-name)
      (text room-text)
      (exits room-exits set-room-exits!)
      (visited? room-visited? set-room-visited!))

    (define-record-type exit
      (make-exit direction target door)
      exit?
      (direction exit-direction)
      (target exit-target)
      (door exit-door))

    ;; A thing is in the place of that name: a room, another thing, or the player. Its properties are symbols.
    (define-record-type thing
      (make-thing name words text place properties)
      thing?
      (name thing-name)
      (words thing-words)
      (text thing-text)
      (place thing-place set-thing-place!)
      (properties thing-properties set-thing-properties!))

    (define player-name 'player)

    (define (make-world start)
      (new-world '() '() (make-thing player-name '("me" "myself") "You look as good as ever." start '()) 0 0 #f))

    (define (add-room! world name text)
      (set-world-rooms! world (cons (cons name (make-room name text '() #f)) (world-rooms world))))

    (define (add-thing! world name words text place . properties)
      (set-world-things! world
                         (append (world-things world)
                                 (list (make-thing name words text place properties)))))

    (define opposites
      '((north . south) (south . north) (east . west) (west . east) (up . down) (down . up) (in . out) (out . in)))

    ;; A way and the way back.
    (define (add-exit! world from direction to . door)
      (let ((door (and (pair? door) (car door))))
        (define (add-one-way! from direction to)
          (let ((room (find-room world from)))
            (set-room-exits! room (append (room-exits room) (list (make-exit direction to door))))))
        (add-one-way! from direction to)
        (add-one-way! to (assoc-value direction opposites) from)))

    (define (find-room world name)
      (or (assoc-value name (world-rooms world))
          (error "there is no such room:" name)))

    (define (find-thing world name)
      (or (find (lambda (thing) (eq? name (thing-name thing))) (world-things world))
          (error "there is no such thing:" name)))

    ;; The name as it is printed: iron key, not iron-key.
    (define (thing-title thing)
      (string-map (lambda (character) (if (char=? character #\-) #\space character))
                  (symbol->string (thing-name thing))))

    (define (thing-has? thing property)
      (and (memq property (thing-properties thing)) #t))

    (define (thing-set! thing property)
      (unless (thing-has? thing property)
        (set-thing-properties! thing (cons property (thing-properties thing)))))

    (define (thing-lack! thing property)
      (set-thing-properties! thing (filter (lambda (other) (not (eq? other property)))
                                           (thing-properties thing))))

    (define (things-in world place)
      (filter (lambda (thing) (eq? place (thing-place thing))) (world-things world)))

    (define (carried? thing)
      (eq? player-name (thing-place thing)))

    (define (world-here world)
      (find-room world (thing-place (world-player world))))

    ;; The things that can be seen and touched: around, carried, and in open containers among these.
    (define (reachable world)
      (let expand ((places (list (thing-place (world-player world)) player-name)))
        (append-map
         (lambda (place)
           (let ((found (things-in world place)))
             (append found
                     (expand (map thing-name
                                  (filter (lambda (thing) (thing-has? thing 'open)) found))))))
         places)))

    (define (append-map procedure elements)
      (apply append (map procedure elements)))

    (define (add-score! world points)
      (set-world-score! world (+ points (world-score world))))

    (define (next-turn! world)
      (set-world-turn! world (+ 1 (world-turn world))))

    (define (end-world! world)
      (set-world-over! world #t))))
