;; What is done with all matches in a text: folding, extracting, splitting, replacing.

(define (match-start match) (vector-ref (match-registers match) 0))
(define (match-end match) (vector-ref (match-registers match) 1))

;; (combine from match accumulated) for each match; `from` is where the match before has ended. After an empty match the
;; search goes on one character later. Then (finish from accumulated).
(define (fold-matches combine initial finish regexp text start end)
  (let loop ((from start) (search start) (accumulated initial))
    (let ((match (and (<= search end) (match-first regexp text start search end))))
      (if match
          (let ((next (match-end match)))
            (loop next
                  (if (= next (match-start match)) (+ next 1) next)
                  (combine from match accumulated)))
          (finish from accumulated)))))

;; The same without empty matches: `from` is where the last match that is not empty has ended.
(define (fold-solid-matches combine initial finish regexp text start end)
  (let loop ((from start) (search start) (accumulated initial))
    (let ((match (and (< search end) (match-first regexp text start search end))))
      (cond ((not match) (finish from accumulated))
            ((= (match-start match) (match-end match)) (loop from (+ 1 (match-end match)) accumulated))
            (else (loop (match-end match) (match-end match) (combine from match accumulated)))))))

;;; (regexp-fold re combine initial string [finish [start [end]]])
;;; Calls (combine from match string accumulated) for each match, `from` being where the match before has ended, and in
;;; the end (finish from #f string accumulated), which returns what is accumulated unless given.
;;; > (regexp-fold '(+ num) (lambda (from match string sum) (+ sum 1)) 0 "1 22 3")
;;; 3
(define (regexp-fold re combine initial text . options)
  (let ((last (if (pair? options) (car options) (lambda (from match text accumulated) accumulated))))
    (%check-procedure 'regexp-fold 2 combine)
    (%check-procedure 'regexp-fold 5 last)
    (with-range 'regexp-fold re text (if (pair? options) (cdr options) '())
                (lambda (regexp start end)
                  (fold-matches (lambda (from match accumulated) (combine from match text accumulated))
                                initial
                                (lambda (from accumulated) (last from #f text accumulated))
                                regexp text start end)))))

;;; (regexp-extract re string [start [end]])
;;; The matches that are not empty.
;;; > (regexp-extract '(+ numeric) "192.168.0.1")
;;; ("192" "168" "0" "1")
(define (regexp-extract re text . range)
  (with-range 'regexp-extract re text range
              (lambda (regexp start end)
                (fold-solid-matches (lambda (from match found) (cons (submatch-text match 0) found))
                                    '()
                                    (lambda (from found) (reverse found))
                                    regexp text start end))))

;;; (regexp-split re string [start [end]])
;;; What stands between the matches that are not empty; nothing at the beginning and at the end is left out.
;;; > (regexp-split '(+ space) " fee fi  fo\tfum\n")
;;; ("fee" "fi" "fo" "fum")
;;; > (regexp-split "," "a,,b")
;;; ("a" "" "b")
(define (regexp-split re text . range)
  (with-range 'regexp-split re text range
              (lambda (regexp start end)
                (fold-solid-matches (lambda (from match parts)
                                      (if (= start (match-start match))
                                          parts
                                          (cons (substring text from (match-start match)) parts)))
                                    '()
                                    (lambda (from parts)
                                      (reverse (if (< from end) (cons (substring text from end) parts) parts)))
                                    regexp text start end))))

;;; (regexp-partition re string [start [end]])
;;; What stands before the first match, this match, what stands between it and the next, and so on.
;;; > (regexp-partition '(+ (or space punct)) "Hello, world!\n")
;;; ("Hello" ", " "world" "!\n")
(define (regexp-partition re text . range)
  (with-range 'regexp-partition re text range
              (lambda (regexp start end)
                (fold-solid-matches (lambda (from match parts)
                                      (cons* (submatch-text match 0) (substring text from (match-start match)) parts))
                                    '()
                                    (lambda (from parts)
                                      (reverse (if (or (< from end) (null? parts))
                                                   (cons (substring text from end) parts)
                                                   parts)))
                                    regexp text start end))))

;; --- Replacing. ---

;; The text for a match that a template describes.
(define (substitution template match)
  (cond ((string? template) template)
        ((eq? template 'pre) (substring (match-text match) 0 (match-start match)))
        ((eq? template 'post) (substring (match-text match) (match-end match)))
        ((or (fixnum? template) (symbol? template)) (or (regexp-match-submatch match template) ""))
        ((list? template) (string-concatenate (map (lambda (part) (substitution part match)) template)))
        (else (%raise-type 'regexp-replace 3 "a string, the number or name of a submatch, or a list of these" template))))

;;; (regexp-replace re string template [start [end]])
;;; The string with the first match replaced. The template is a string, the number or name of a submatch, `pre` or
;;; `post` for what stands before or after the match, or a list of these.
;;; > (regexp-replace '(: ($ (+ alpha)) "=" ($ (+ num))) "set a=1, b=2" '(2 ":" 1))
;;; "set 1:a, b=2"
(define (regexp-replace re text template . range)
  (with-range 'regexp-replace re text range
              (lambda (regexp start end)
                (let ((match (match-first regexp text start start end)))
                  (if match
                      (string-append (substring text 0 (match-start match))
                                     (substitution template match)
                                     (substring text (match-end match)))
                      (string-copy text))))))

;;; (regexp-replace-all re string template [start [end]])
;;; The string with all matches replaced.
;;; > (regexp-replace-all '(+ space) "one two  three" "_")
;;; "one_two_three"
(define (regexp-replace-all re text template . range)
  (with-range 'regexp-replace-all re text range
              (lambda (regexp start end)
                (fold-matches (lambda (from match parts)
                                (cons* (substitution template match) (substring text from (match-start match)) parts))
                              (list (substring text 0 start))
                              (lambda (from parts)
                                (string-concatenate (reverse (cons (substring text from) parts))))
                              regexp text start end))))
