;;; Destructive list work: lists are reversed in place, spliced and their cells overwritten.
;;; expect: 1000 499500
(define (make-filled count)
  (let loop ((i count) (cells '()))
    (if (= i 0) cells (loop (- i 1) (cons 0 cells)))))

(define (reverse-in-place! cells)
  (let loop ((rest cells) (done '()))
    (if (null? rest)
        done
        (let ((next (cdr rest)))
          (set-cdr! rest done)
          (loop next rest)))))

(define (add-positions! cells)
  (let loop ((rest cells) (position 0))
    (if (pair? rest)
        (begin
          (set-car! rest (+ (car rest) position))
          (loop (cdr rest) (+ position 1))))))

(define (last-cell cells)
  (if (null? (cdr cells)) cells (last-cell (cdr cells))))

;; Cuts `cells` after its first `count` cells and moves the cut piece to the front.
(define (rotate! cells count)
  (let loop ((cell cells) (i 1))
    (if (< i count)
        (loop (cdr cell) (+ i 1))
        (let ((front (cdr cell)))
          (set-cdr! cell '())
          (set-cdr! (last-cell front) cells)
          front))))

;; Replaces every third cell by a fresh one with the same content.
(define (renew-cells! cells)
  (let loop ((cell cells))
    (if (and (pair? cell) (pair? (cdr cell)) (pair? (cddr cell)))
        (begin
          (set-cdr! cell (cons (cadr cell) (cddr cell)))
          (loop (cdddr cell))))))

(define (sum cells)
  (let loop ((rest cells) (total 0))
    (if (null? rest) total (loop (cdr rest) (+ total (car rest))))))

(define (work rounds cells)
  (if (= rounds 0)
      cells
      (let ((reversed (reverse-in-place! cells)))
        (add-positions! reversed)
        (renew-cells! reversed)
        (let loop ((cell reversed))
          (if (pair? cell)
              (begin
                (if (> (car cell) 2999) (set-car! cell (- (car cell) 3000)))
                (loop (cdr cell)))))
        (work (- rounds 1) (rotate! reversed 400)))))

(define result (work 12001 (make-filled 1000)))

(display (length result))
(display " ")
(display (sum result))
(newline)
