;;; Reports on shortest routes: between towns, and through a grid with walls.
(define-library (workshop reports routes)
  (export report-routes)
  (import (scheme base) (scheme char) (scheme cxr) (workshop lists) (workshop report) (workshop routes))
  (begin

    (define ways
      '((basel bern 95) (basel zurich 87) (bern geneva 158) (bern lucerne 111) (zurich lucerne 52)
        (zurich chur 119) (lucerne bellinzona 142) (chur bellinzona 118) (geneva sion 160) (bern sion 153)
        (helsinki turku 168)))

    (define maze
      '("S.#....."
        ".##.###."
        "...#...."
        ".#...#.#"
        "...#...E"))

    ;; A way between each two open squares side by side; squares are named by row and column.
    (define (maze-ways rows)
      (define (open? row column)
        (and (< row (length rows))
             (< column (string-length (car rows)))
             (not (char=? #\# (string-ref (list-ref rows row) column)))))
      (define (name row column)
        (string->symbol (string-append "r" (number->string row) "c" (number->string column))))
      (define (way row column to-row to-column)
        (if (and (open? row column) (open? to-row to-column))
            (list (list (name row column) (name to-row to-column) 1))
            '()))
      (apply append
             (map (lambda (row)
                    (apply append
                           (map (lambda (column)
                                  (append (way row column row (+ column 1))
                                          (way row column (+ row 1) column)))
                                (iota-from 0 (string-length (car rows))))))
                  (iota-from 0 (length rows)))))

    ;; Numbers that look random and are the same everywhere.
    (define (scrambled count)
      (let loop ((count count) (number 12345) (numbers '()))
        (if (zero? count)
            numbers
            (loop (- count 1) (modulo (+ (* number 1103515245) 12345) 2147483648) (cons number numbers)))))

    (define (report-routes)
      (section "Shortest routes"
        (show "Basel to Bellinzona" (shortest-route ways 'basel 'bellinzona))
        (show "Geneva to Chur" (shortest-route ways 'geneva 'chur))
        (show "Basel to Helsinki" (shortest-route ways 'basel 'helsinki))
        (show "within 200 km of Zurich" (reachable-within ways 'zurich 200))
        (show "through the maze" (shortest-route (maze-ways maze) 'r0c0 'r4c7))
        (show "a heap sorts" (let ((numbers (scrambled 300)))
                               (equal? (heap-sort numbers) (sort-by < numbers))))
        (show-problem "an empty queue" (queue-take! (make-queue)))))))
