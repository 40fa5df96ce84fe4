;;; Matching by automata: a tree becomes a nondeterministic automaton, this a deterministic one, its states on demand.
;;;
;;; It answers whether a whole text matches, in time linear in the text; captures and anchors are not its business.
(define-library (workshop regex automaton)
  (export compile-automaton accepts? automaton-state-count)
  (import (scheme base) (workshop lists) (workshop tables) (prefix (workshop regex syntax) tree:))
  (begin

    ;; A node reads a character of its `set` (a predicate) and goes on with `next`, or, when `set` is #f, goes on
    ;; with all of `next` without reading. The accepting node has no `next`.
    (define-record-type node
      (make-node number set next)
      node?
      (number node-number)
      (set node-set)
      (next node-next set-node-next!))

    ;; `states` maps a list of node numbers to the state that stands for these nodes.
    (define-record-type automaton
      (make-automaton start states)
      automaton?
      (start automaton-start)
      (states automaton-states))

    ;; `moves` maps characters to the next state; it is filled as characters occur.
    (define-record-type state
      (make-state nodes accepting? moves)
      state?
      (nodes state-nodes)
      (accepting? state-accepting?)
      (moves state-moves))

    (define node-counter (make-parameter #f))

    (define (new-node set next)
      (let ((counter (node-counter)))
        (set-car! counter (+ 1 (car counter)))
        (make-node (car counter) set next)))

    (define (compile-automaton text)
      (parameterize ((node-counter (list 0)))
        (let* ((tree (tree:parse-pattern text))
               (states (make-table hash-numbers equal?))
               (start (build tree (new-node #f '()))))
          (make-automaton (find-state states (closure (list start))) states))))

    ;; The node that begins a match of `tree` and goes on with `after`.
    (define (build tree after)
      (define (reading wanted?)
        (new-node wanted? (list after)))
      (cond ((tree:empty? tree) after)
            ((tree:any? tree) (reading (lambda (character) (not (char=? character #\newline)))))
            ((tree:literal? tree) (reading (lambda (character) (char=? character (tree:literal-character tree)))))
            ((tree:class? tree) (reading (lambda (character) (tree:set-contains? (tree:class-set tree) character))))
            ((tree:group? tree) (build (tree:group-body tree) after))
            ((tree:sequence? tree)
             (build (tree:sequence-first tree) (build (tree:sequence-second tree) after)))
            ((tree:choice? tree)
             (new-node #f (list (build (tree:choice-first tree) after)
                                (build (tree:choice-second tree) after))))
            ((tree:repeat? tree)
             (build-repeat (tree:repeat-body tree) (tree:repeat-minimum tree) (tree:repeat-maximum tree) after))
            (else (error "an automaton takes no anchors:" 'anchor))))

    ;; Counted repetitions are copies of the body; without a maximum, the last is a loop.
    (define (build-repeat body minimum maximum after)
      (cond ((positive? minimum)
             (build body (build-repeat body (- minimum 1) (and maximum (- maximum 1)) after)))
            ((not maximum)
             (let ((node (new-node #f '())))
               (set-node-next! node (list (build body node) after))
               node))
            ((zero? maximum) after)
            (else
             (new-node #f (list (build body (build-repeat body 0 (- maximum 1) after)) after)))))

    ;; All nodes that can be reached without reading, by number.
    (define (closure nodes)
      (let loop ((waiting nodes) (found '()))
        (cond ((null? waiting)
               (sort-by (lambda (a b) (< (node-number a) (node-number b))) found))
              ((memq (car waiting) found) (loop (cdr waiting) found))
              ((node-set (car waiting)) (loop (cdr waiting) (cons (car waiting) found)))
              (else (loop (append (node-next (car waiting)) (cdr waiting))
                          (cons (car waiting) found))))))

    (define (hash-numbers numbers)
      (fold-left (lambda (hash number) (modulo (+ (* hash 31) number) 1000003)) 7 numbers))

    (define (find-state states nodes)
      (let ((key (map node-number nodes)))
        (or (table-ref states key #f)
            (let ((state (make-state nodes
                                     (any? (lambda (node) (null? (node-next node))) nodes)
                                     (make-table char->integer char=?))))
              (table-set! states key state)
              state))))

    (define (move automaton state character)
      (or (table-ref (state-moves state) character #f)
          (let* ((reached (filter (lambda (node)
                                    (and (node-set node) ((node-set node) character)))
                                  (state-nodes state)))
                 (next (find-state (automaton-states automaton)
                                   (closure (apply append (map node-next reached))))))
            (table-set! (state-moves state) character next)
            next)))

    ;; Whether the automaton accepts the whole text.
    (define (accepts? automaton text)
      (let loop ((index 0) (state (automaton-start automaton)))
        (cond ((null? (state-nodes state)) #f)
              ((= index (string-length text)) (state-accepting? state))
              (else (loop (+ index 1) (move automaton state (string-ref text index)))))))

    ;; How many states the texts so far have needed.
    (define (automaton-state-count automaton)
      (table-count (automaton-states automaton)))))
