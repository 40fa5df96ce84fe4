;;; Records: a priority queue of events kept as a pairing heap, a small simulation.
;;; expect: 1000000 497437
(define-record-type node
  (make-node time child sibling)
  node?
  (time node-time)
  (child node-child set-node-child!)
  (sibling node-sibling set-node-sibling!))

(define (meld! a b)
  (cond ((not a) b)
        ((not b) a)
        ((< (node-time b) (node-time a)) (adopt! b a))
        (else (adopt! a b))))

(define (adopt! parent child)
  (set-node-sibling! child (node-child parent))
  (set-node-child! parent child)
  parent)

(define (insert! time heap)
  (meld! (make-node time #f #f) heap))

(define (meld-pairs! first)
  (if (not first)
      #f
      (let ((second (node-sibling first)))
        (set-node-sibling! first #f)
        (if (not second)
            first
            (let ((rest (node-sibling second)))
              (set-node-sibling! second #f)
              (meld! (meld! first second) (meld-pairs! rest)))))))

(define (remove-first! heap)
  (meld-pairs! (node-child heap)))

(define (next-random seed)
  (modulo (+ (* seed 1103515245) 12345) 2147483648))

(define (fill count seed heap)
  (if (= count 0)
      heap
      (fill (- count 1) (next-random seed) (insert! (modulo (quotient seed 65536) 1000) heap))))

;; Takes the earliest event `steps` times and schedules a new one after it each time; the time of the last event.
(define (simulate steps seed heap)
  (let ((now (node-time heap)))
    (if (= steps 0)
        now
        (simulate (- steps 1)
                  (next-random seed)
                  (insert! (+ now 1 (modulo (quotient seed 65536) 1000)) (remove-first! heap))))))

(define steps 1000000)

(display steps)
(display " ")
(display (simulate steps 7 (fill 1000 42 #f)))
(newline)
