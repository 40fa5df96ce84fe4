;; Sets of characters: a table for ASCII, a predicate for all others.

;; `table` is a bytevector of 128 bytes, 1 for members; `beyond?` is asked about the other characters.
(define-record-type set
  (make-set table beyond?)
  set?
  (table set-table)
  (beyond? set-beyond?))

(define (set-contains? set char)
  (let ((code (char->integer char)))
    (if (< code 128)
        (= 1 (bytevector-u8-ref (set-table set) code))
        ((set-beyond? set) char))))

(define (predicate->set member?)
  (let ((table (make-bytevector 128 0)))
    (let loop ((code 0))
      (if (< code 128)
          (begin
            (if (member? (integer->char code)) (bytevector-u8-set! table code 1))
            (loop (+ code 1)))))
    (make-set table member?)))

(define (set-union sets)
  (predicate->set (lambda (c) (any (lambda (set) (set-contains? set c)) sets))))

(define (set-intersection sets)
  (predicate->set (lambda (c) (every (lambda (set) (set-contains? set c)) sets))))

(define (set-difference set others)
  (predicate->set (lambda (c) (and (set-contains? set c)
                                   (not (any (lambda (other) (set-contains? other c)) others))))))

(define (ascii? char)
  (< (char->integer char) 128))

(define (ascii-letter? char)
  (and (ascii? char) (char-alphabetic? char)))

;; The set of some characters. Without regard to case, these and all that differ from them in case only.
(define (characters->set characters nocase? ascii?)
  (cond ((not nocase?) (predicate->set (lambda (c) (memv c characters))))
        (ascii? (predicate->set (lambda (c) (or (memv c characters)
                                                (and (ascii-letter? c)
                                                     (or (memv (char-upcase c) characters)
                                                         (memv (char-downcase c) characters)))))))
        (else
         (let ((folded (map char-foldcase characters)))
           (predicate->set (lambda (c) (memv (char-foldcase c) folded)))))))

;; The set with this membership test, which may be too large to list.
(define (members->set member? nocase? ascii?)
  (predicate->set
   (if nocase?
       (lambda (c)
         (or (member? c)
             (and (or (not ascii?) (ascii-letter? c))
                  (or (member? (char-upcase c))
                      (member? (char-downcase c))
                      (member? (char-foldcase c))))))
       member?)))

;; --- The sets that have names. ---

(define (category-is? char letter)
  (char=? letter (string-ref (symbol->string (char-general-category char)) 0)))

(define (punctuation? c) (category-is? c #\P))
(define (symbol-character? c) (category-is? c #\S))
(define (graphic? c) (or (char-alphabetic? c) (char-numeric? c) (punctuation? c) (symbol-character? c)))
(define (title-case? c) (eq? (char-general-category c) 'Lt))
(define (has-case? c) (or (char-upper-case? c) (char-lower-case? c) (title-case? c)))
(define (hex-digit? c) (and (ascii? c) (char->digit c 16) #t))
(define (word-character? c) (or (char-alphabetic? c) (char-numeric? c) (char=? c #\_)))

;; Each row: the names of a set, and its predicate for all characters.
(define named-sets
  (list (cons '(any) (lambda (c) #t))
        (cons '(nonl) (lambda (c) (not (or (char=? c #\newline) (char=? c #\return)))))
        (cons '(ascii) ascii?)
        (cons '(lower-case lower) char-lower-case?)
        (cons '(upper-case upper) char-upper-case?)
        (cons '(title-case title) title-case?)
        (cons '(alphabetic alpha letter) char-alphabetic?)
        (cons '(numeric num digit) char-numeric?)
        (cons '(alphanumeric alphanum alnum) (lambda (c) (or (char-alphabetic? c) (char-numeric? c))))
        (cons '(punctuation punct) punctuation?)
        (cons '(symbol) symbol-character?)
        (cons '(graphic graph) graphic?)
        (cons '(whitespace white space) char-whitespace?)
        (cons '(printing print) (lambda (c) (or (graphic? c) (char-whitespace? c))))
        (cons '(control cntrl) (lambda (c) (category-is? c #\C)))
        (cons '(hex-digit xdigit) hex-digit?)))

(define (named-set name nocase? ascii-only?)
  (let ((row (find (lambda (row) (memq name (car row))) named-sets)))
    (and row
         (let ((member? (if (and nocase? (memq name '(lower-case lower upper-case upper))) has-case? (cdr row))))
           (predicate->set
            (if ascii-only?
                (lambda (c) (and (ascii? c) (in-ascii? name c) (member? c)))
                member?))))))

;; Two sets have fewer ASCII members in an ASCII context.
(define (in-ascii? name c)
  (not (or (and (memq name '(whitespace white space)) (char=? c #\x0b))
           (and (memq name '(control cntrl)) (char=? c #\delete)))))
