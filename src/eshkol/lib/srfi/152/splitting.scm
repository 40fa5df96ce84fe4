;; Strings cut into lists of strings.

;;; (string-segment string size)
;;; The string in pieces of `size` characters; the last may be shorter.
;;; > (string-segment "abcde" 2)
;;; ("ab" "cd" "e")
(define (string-segment string size)
  (%check-string 'string-segment 1 string)
  (if (not (and (fixnum? size) (> size 0))) (%raise-type 'string-segment 2 "an exact positive integer" size))
  (let ((end (string-length string)))
    (let loop ((k 0) (pieces '()))
      (if (< k end)
          (loop (+ k size) (cons (substring string k (min end (+ k size))) pieces))
          (reverse pieces)))))

;;; (string-split string delimiter [grammar [limit [start [end]]]])
;;; The parts of the string between the places of a delimiter, a string; an empty one separates all characters. With the
;;; grammar `suffix` an empty part at the end is left out, with `prefix` one at the beginning; `strict-infix` takes no
;;; empty string. With a limit there are at most so many cuts.
;;; > (string-split "a,b,,c" ",")
;;; ("a" "b" "" "c")
;;; > (string-split "a,b,c" "," 'infix 1)
;;; ("a" "b,c")
(define string-split
  (case-lambda
    ((string delimiter) (string-split string delimiter 'infix #f))
    ((string delimiter grammar) (string-split string delimiter grammar #f))
    ((string delimiter grammar limit)
     (%check-string 'string-split 1 string)
     (split string delimiter grammar limit 0 (string-length string)))
    ((string delimiter grammar limit start)
     (%check-string 'string-split 1 string)
     (split string delimiter grammar limit start (string-length string)))
    ((string delimiter grammar limit start end)
     (%check-string 'string-split 1 string)
     (split string delimiter grammar limit start end))))

(define (split string delimiter grammar limit start end)
  (%check-string 'string-split 2 delimiter)
  (check-grammar 'string-split grammar)
  (if limit (%check-index 'string-split 4 limit))
  (%check-range 'string-split 5 start end (string-length string))
  (cond ((< start end)
         (without-empty-end grammar
                            (if (string-null? delimiter)
                                (split-characters string limit start end)
                                (split-at-places string delimiter limit start end))))
        ((eq? grammar 'strict-infix) (%raise-error 'string-split "there is nothing to split" '()))
        (else '())))

(define (split-at-places string delimiter limit start end)
  (let ((size (string-length delimiter)))
    (let loop ((from start) (left limit) (parts '()))
      (let* ((found (and (not (eqv? left 0)) (string-search-forward delimiter string from)))
             (place (and found (<= (+ found size) end) found)))
        (if place
            (loop (+ place size) (and left (- left 1)) (cons (substring string from place) parts))
            (reverse (cons (substring string from end) parts)))))))

(define (split-characters string limit start end)
  (let loop ((k start) (left limit) (parts '()))
    (cond ((= k end) (reverse parts))
          ((eqv? left 0) (reverse (cons (substring string k end) parts)))
          (else (loop (+ k 1) (and left (- left 1)) (cons (substring string k (+ k 1)) parts))))))

(define (without-empty-end grammar parts)
  (case grammar
    ((prefix) (if (string-null? (car parts)) (cdr parts) parts))
    ((suffix) (if (string-null? (last parts)) (drop-right parts 1) parts))
    (else parts)))
