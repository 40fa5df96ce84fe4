;; SRFI 130: strings with cursors. As strings have their characters by index in constant time, cursors are indices.
(define-library (srfi 130)
  (export string-cursor-start string-cursor-end string-cursor-next string-cursor-prev
          string-cursor-forward string-cursor-back
          string-cursor=? string-cursor<? string-cursor>? string-cursor<=? string-cursor>=?
          string-cursor-diff string-cursor->index string-index->cursor
          string-null? string-every string-any
          string-tabulate string-unfold string-unfold-right
          string->list/cursors string->vector/cursors reverse-list->string string-join
          string-ref/cursor substring/cursors string-copy/cursors
          string-take string-drop string-take-right string-drop-right
          string-pad string-pad-right string-trim string-trim-right string-trim-both
          string-prefix-length string-suffix-length string-prefix? string-suffix?
          string-index string-index-right string-skip string-skip-right string-contains
          string-concatenate string-concatenate-reverse
          string-fold string-fold-right string-for-each-index string-replicate string-count string-replace
          string-split string-filter string-remove)
  (import (scheme base)
          (scheme case-lambda)
          (only (eshkol internals)
                %check-index %check-range %check-string %raise-error %raise-index string-tabulate)
          (except (srfi 152) string-index string-index-right string-skip string-skip-right)
          (rename (only (srfi 152) string-index string-index-right string-skip string-skip-right)
                  (string-index first-index)
                  (string-index-right last-index)
                  (string-skip first-other-index)
                  (string-skip-right last-other-index)))
  (include "130/cursors.scm" "130/searching.scm"))
