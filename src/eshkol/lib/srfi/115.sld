;; SRFI 115: regular expressions, written as Scheme data.
(define-library (srfi 115)
  (export regexp rx regexp? valid-sre? regexp->sre char-set->sre
          regexp-matches regexp-matches? regexp-search
          regexp-fold regexp-extract regexp-split regexp-partition regexp-replace regexp-replace-all
          regexp-match? regexp-match-count regexp-match-submatch regexp-match-submatch-start
          regexp-match-submatch-end regexp-match->list)
  (import (eshkol internals))
  (cond-expand
    ((library (srfi 14))
     (import (only (srfi 14) char-set? char-set-contains? char-set->list)))
    (else
     (begin
       (define (char-set? x) #f)
       (define (char-set-contains? set char) #f)
       (define (char-set->list set) '()))))
  (include "115/sets.scm" "115/set_syntax.scm" "115/graphemes.scm" "115/nodes.scm" "115/loops.scm" "115/syntax.scm"
           "115/matching.scm" "115/operations.scm"))
