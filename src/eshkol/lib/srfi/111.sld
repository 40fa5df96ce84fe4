;; SRFI 111: boxes, objects with one place for a value.
(define-library (srfi 111)
  (export box box? unbox set-box!)
  (import (scheme base))
  (begin
    ;;; (box value)
    ;;; A fresh box that holds `value`.
    ;;; > (unbox (box 5))
    ;;; 5

    ;;; (box? x)
    ;;; Whether `x` is a box.
    ;;; > (list (box? (box 5)) (box? 5))
    ;;; (#t #f)

    ;;; (unbox box)
    ;;; What `box` holds.
    ;;; > (unbox (box 'x))
    ;;; x
    ;;; > (unbox 5)
    ;;; error: unbox: expected a record of type <box>, got 5

    ;;; (set-box! box value)
    ;;; Makes `box` hold `value`.
    ;;; > (let ((b (box 1))) (set-box! b 2) (unbox b))
    ;;; 2
    (define-record-type <box>
      (box content)
      box?
      (content unbox set-box!))))
