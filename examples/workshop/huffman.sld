;;; Huffman codes: bytes to a string of bits packed into a bytevector, and back.
(define-library (workshop huffman)
  (export encode decode code-table frequencies encoded-bits encoded-bytes)
  (import (scheme base) (workshop lists))
  (begin

    ;; A leaf stands for one byte; a branch has two subtrees. Both know how often they occur.
    (define-record-type leaf
      (make-leaf weight byte)
      leaf?
      (weight leaf-weight)
      (byte leaf-byte))

    (define-record-type branch
      (make-branch weight left right)
      branch?
      (weight branch-weight)
      (left branch-left)
      (right branch-right))

    ;; `bits` are valid in `bytes`; `tree` is what decodes them.
    (define-record-type encoded
      (make-encoded tree bits bytes)
      encoded?
      (tree encoded-tree)
      (bits encoded-bits)
      (bytes encoded-bytes))

    (define (weight tree)
      (if (leaf? tree) (leaf-weight tree) (branch-weight tree)))

    (define (smallest-byte tree)
      (if (leaf? tree)
          (leaf-byte tree)
          (min (smallest-byte (branch-left tree)) (smallest-byte (branch-right tree)))))

    ;; A total order, so that equal weights give the same tree everywhere.
    (define (lighter? a b)
      (or (< (weight a) (weight b))
          (and (= (weight a) (weight b))
               (< (smallest-byte a) (smallest-byte b)))))

    ;; ((byte . count) ...) by byte.
    (define (frequencies bytes)
      (let ((counts (make-vector 256 0)))
        (do ((index 0 (+ index 1)))
            ((= index (bytevector-length bytes)))
          (let ((byte (bytevector-u8-ref bytes index)))
            (vector-set! counts byte (+ 1 (vector-ref counts byte)))))
        (filter (lambda (entry) (positive? (cdr entry)))
                (map cons (iota-from 0 256) (vector->list counts)))))

    (define (make-tree counts)
      (let loop ((trees (sort-by lighter?
                                 (map (lambda (entry) (make-leaf (cdr entry) (car entry))) counts))))
        (cond ((null? trees) (error "no code for bytes:" counts))
              ((null? (cdr trees)) (car trees))
              (else
               (let* ((left (car trees))
                      (right (cadr trees))
                      (joined (make-branch (+ (weight left) (weight right)) left right)))
                 (loop (insert-sorted lighter? joined (cddr trees))))))))

    ;; ((byte bit ...) ...) in the order of the tree; a tree of one leaf still needs a bit.
    (define (tree-codes tree)
      (if (leaf? tree)
          (list (list (leaf-byte tree) 0))
          (let walk ((tree tree) (bits '()) (after '()))
            (if (leaf? tree)
                (cons (cons (leaf-byte tree) (reverse bits)) after)
                (walk (branch-left tree)
                      (cons 0 bits)
                      (walk (branch-right tree) (cons 1 bits) after))))))

    ;; ((byte . "0101") ...), shortest codes first.
    (define (code-table bytes)
      (sort-by (lambda (a b) (< (string-length (cdr a)) (string-length (cdr b))))
               (map (lambda (code)
                      (cons (car code)
                            (apply string-append (map number->string (cdr code)))))
                    (tree-codes (make-tree (frequencies bytes))))))

    ;; Packs bits, the highest of each byte first.
    (define (pack bits count)
      (let ((bytes (make-bytevector (quotient (+ count 7) 8) 0)))
        (let loop ((rest bits) (index 0))
          (unless (null? rest)
            (let-values (((place offset) (floor/ index 8)))
              (when (= 1 (car rest))
                (bytevector-u8-set! bytes place
                                    (+ (bytevector-u8-ref bytes place) (expt 2 (- 7 offset))))))
            (loop (cdr rest) (+ index 1))))
        bytes))

    (define (bit bytes index)
      (modulo (quotient (bytevector-u8-ref bytes (quotient index 8))
                        (expt 2 (- 7 (remainder index 8))))
              2))

    (define (encode bytes)
      (let* ((tree (make-tree (frequencies bytes)))
             (codes (make-vector 256 #f)))
        (for-each (lambda (code) (vector-set! codes (car code) (cdr code))) (tree-codes tree))
        (let loop ((index (- (bytevector-length bytes) 1)) (bits '()) (count 0))
          (if (negative? index)
              (make-encoded tree count (pack bits count))
              (let ((code (vector-ref codes (bytevector-u8-ref bytes index))))
                (loop (- index 1) (append code bits) (+ count (length code))))))))

    (define (decode message)
      (let ((tree (encoded-tree message))
            (bytes (encoded-bytes message))
            (port (open-output-bytevector)))
        ;; Two values: the leaf that the bits from `index` on lead to, and the index after them.
        (define (follow place index)
          (cond ((leaf? place) (values place index))
                ((zero? (bit bytes index)) (follow (branch-left place) (+ index 1)))
                (else (follow (branch-right place) (+ index 1)))))
        (let loop ((index 0))
          (when (< index (encoded-bits message))
            (let-values (((leaf next) (follow tree index)))
              (write-u8 (leaf-byte leaf) port)
              (loop (max next (+ index 1))))))
        (get-output-bytevector port)))))
