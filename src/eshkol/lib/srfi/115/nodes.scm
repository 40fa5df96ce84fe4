;; Parts of regular expressions, each able to make the procedure that matches it.

;; A matcher is a procedure (matcher text end position run): can what it stands for, and everything that comes after, be
;; matched from `position` on? It ends in a call of the matcher for what comes after. Alternatives are tried in order.
;;
;; `compile` maps the matcher for what comes after, and the program, to the node's matcher. `size` is how many
;; characters the node always takes, or #f. `first` is the set of characters that it can begin with if it takes at
;; least one, or #f.
(define-record-type node
  (make-node compile size first)
  node?
  (compile node-compile)
  (size node-size)
  (first node-first))

(define (compile node next program)
  ((node-compile node) next program))

;; What is known while matchers are made. `crossings` counts those places where several ways through the expression
;; meet; with `back-references?` places cannot be remembered. `scans` counts the words for scans of loops, `registers`
;; those of a run's registers.
(define-record-type program
  (make-program crossings scans registers back-references?)
  program?
  (crossings program-crossings set-program-crossings!)
  (scans program-scans set-program-scans!)
  (registers program-registers set-program-registers!)
  (back-references? program-back-references?))

(define (new-crossing! program)
  (let ((number (program-crossings program)))
    (set-program-crossings! program (+ number 1))
    number))

;; The first of two words.
(define (new-scan! program)
  (let ((number (program-scans program)))
    (set-program-scans! program (+ number 2))
    number))

(define (new-register! program)
  (let ((number (program-registers program)))
    (set-program-registers! program (+ number 1))
    number))

;; What changes while a text is matched. `registers` holds the start and the end of each submatch, then what loops need.
;; `visited` has a bit for every crossing at every position from `base` on, as far as they have been reached: a crossing
;; that has been reached before has failed there, as matching stops at the first success. So time is linear in the text.
;; `scans` holds from where to where each loop over a set of characters has scanned the text last.
(define-record-type run
  (make-run start whole? registers visited scans base crossings final)
  run?
  (start run-start)
  (whole? run-whole?)
  (registers run-registers)
  (visited run-visited set-run-visited!)
  (scans run-scans set-run-scans!)
  (base run-base set-run-base!)
  (crossings run-crossings)
  (final run-final set-run-final!))

;; Has this crossing not been reached before at this position? Notes that it has been now.
(define (first-visit? run crossing position)
  (let* ((bit (+ crossing (* (run-crossings run) (- position (run-base run)))))
         (byte (quotient bit 8))
         (mask (arithmetic-shift 1 (remainder bit 8))))
    (if (>= byte (bytevector-length (run-visited run))) (grow-visited! run byte))
    (let* ((visited (run-visited run))
           (old (bytevector-u8-ref visited byte)))
      (and (= 0 (bitwise-and old mask))
           (begin
             (bytevector-u8-set! visited byte (bitwise-ior old mask))
             #t)))))

(define (grow-visited! run byte)
  (let* ((old (run-visited run))
         (new (make-bytevector (* 2 (+ byte 8)) 0)))
    (bytevector-copy! new 0 old)
    (set-run-visited! run new)))

;; The matcher for what comes after, where several ways meet in front of it.
(define (meeting next program)
  (if (program-back-references? program)
      next
      (let ((crossing (new-crossing! program)))
        (lambda (text end position run)
          (and (first-visit? run crossing position)
               (next text end position run))))))

;; --- Nodes for characters. ---

(define (set-node set)
  (make-node
   (lambda (next program)
     (lambda (text end position run)
       (and (< position end)
            (set-contains? set (string-ref text position))
            (next text end (+ position 1) run))))
   1
   set))

(define (string-node string)
  (let ((size (string-length string)))
    (make-node
     (lambda (next program)
       (lambda (text end position run)
         (and (<= (+ position size) end)
              (let loop ((k 0))
                (if (< k size)
                    (and (char=? (string-ref string k) (string-ref text (+ position k)))
                         (loop (+ k 1)))
                    (next text end (+ position size) run))))))
     size
     (and (> size 0) (characters->set (list (string-ref string 0)) #f #f)))))

;; --- Combinations. ---

(define empty-node (make-node (lambda (next program) next) 0 #f))

(define (sequence-node nodes)
  (cond ((null? nodes) empty-node)
        ((null? (cdr nodes)) (car nodes))
        (else (pair-node (car nodes) (sequence-node (cdr nodes))))))

(define (pair-node a b)
  (make-node
   (lambda (next program) (compile a (compile b next program) program))
   (and (node-size a) (node-size b) (+ (node-size a) (node-size b)))
   (or (node-first a) (and (eqv? 0 (node-size a)) (node-first b)))))

(define (alternatives-node nodes)
  (make-node
   (lambda (next program)
     (let ((next (meeting next program)))
       (let loop ((matchers (map (lambda (node) (compile node next program)) nodes)))
         (if (null? matchers)
             (lambda (text end position run) #f)
             (either (car matchers) (cdr matchers) loop)))))
   (and (pair? nodes)
        (every (lambda (node) (eqv? (node-size node) (node-size (car nodes)))) nodes)
        (node-size (car nodes)))
   (and (every node-first nodes) (set-union (map node-first nodes)))))

(define (either first rest loop)
  (if (null? rest)
      first
      (let ((others (loop rest)))
        (lambda (text end position run)
          (or (first text end position run)
              (others text end position run))))))

;; A place where `holds?`, a procedure of text, start, end and position, is true.
(define (assertion-node holds?)
  (make-node
   (lambda (next program)
     (lambda (text end position run)
       (and (holds? text (run-start run) end position)
            (next text end position run))))
   0
   #f))

;; --- Submatches. ---

;; Sets a register; sets it back when what comes after fails.
(define (storing register next)
  (lambda (text end position run)
    (let* ((registers (run-registers run))
           (old (vector-ref registers register)))
      (vector-set! registers register position)
      (or (next text end position run)
          (begin
            (vector-set! registers register old)
            #f)))))

(define (submatch-node number node)
  (make-node
   (lambda (next program)
     (storing (* 2 number)
              (compile node (storing (+ 1 (* 2 number)) next) program)))
   (node-size node)
   (node-first node)))

;; The text of an earlier submatch once more; `numbers` are its candidates, the first that has matched counts.
(define (back-reference-node numbers same?)
  (make-node
   (lambda (next program)
     (lambda (text end position run)
       (let* ((registers (run-registers run))
              (number (find (lambda (n) (vector-ref registers (+ 1 (* 2 n)))) numbers)))
         (and number
              (let* ((from (vector-ref registers (* 2 number)))
                     (size (- (vector-ref registers (+ 1 (* 2 number))) from)))
                (and (<= (+ position size) end)
                     (let loop ((k 0))
                       (if (< k size)
                           (and (same? (string-ref text (+ from k)) (string-ref text (+ position k)))
                                (loop (+ k 1)))
                           (next text end (+ position size) run)))))))))
   #f
   #f))

;; --- Looking around. ---

;; Does `matcher` match from `position` on? It has visits of its own.
(define (matches-here? matcher text end position run)
  (let ((visited (run-visited run))
        (scans (run-scans run))
        (base (run-base run)))
    (set-run-visited! run (bytevector))
    (set-run-scans! run (make-vector (vector-length scans) #f))
    (set-run-base! run position)
    (let ((result (matcher text end position run)))
      (set-run-visited! run visited)
      (set-run-scans! run scans)
      (set-run-base! run base)
      result)))

(define (accept text end position run) #t)

;; `back` is how many characters before the position `node` begins.
(define (look-node node back wanted?)
  (make-node
   (lambda (next program)
     (let ((matcher (compile node accept program)))
       (lambda (text end position run)
         (let* ((before (vector-copy (run-registers run)))
                (from (- position back))
                (matches? (and (>= from (run-start run)) (matches-here? matcher text end from run))))
           (or (and (eq? matches? wanted?)
                    (next text end position run))
               (begin
                 (vector-copy! (run-registers run) 0 before)
                 #f))))))
   0
   #f))
