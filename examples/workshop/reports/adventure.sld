;;; Reports on the text adventure: a whole game, played from a script of commands.
(define-library (workshop reports adventure)
  (export report-adventure)
  (import (scheme base) (workshop report) (workshop adventure game))
  (begin

    (define script "look
go north
take the gull, please
xyzzy
w
take key
open chest
take the herring
get matches
inventory
put matches in chest
examine chest
get match
e
give herring to gull
drop iron key
take key
Take the brass key!
unlock door with the iron key
unlock door with brass key
open door
put matches in door
north
read letter
eat letter
look around
up
light the great lamp
this is never read
")

    ;; Plays until the script or the game ends.
    (define (play port)
      (let ((world (make-game)))
        (let loop ()
          (let ((line (read-line port)))
            (unless (or (eof-object? line) (game-over? world))
              (show-text (string-append "> " line))
              (for-each show-text (play-command world line))
              (loop))))
        (show-text (final-text world))))

    (define (report-adventure)
      (section "A text adventure"
        (call-with-port (open-input-string script) play)))))
