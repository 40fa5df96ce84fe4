;;; Reports on Huffman codes: the code of a short text, and texts that survive being packed.
(define-library (workshop reports huffman)
  (export report-huffman)
  (import (scheme base)
          (workshop report)
          (prefix (workshop huffman) huffman:))
  (begin

    (define (show-code text)
      (show-table '("byte" "code")
                  (map (lambda (entry)
                         (list (written (integer->char (car entry))) (cdr entry)))
                       (huffman:code-table (string->utf8 text)))))

    (define (show-packing label bytes)
      (let* ((message (huffman:encode bytes))
             (unpacked (huffman:decode message)))
        (show-text (string-append label ": "
                                  (number->string (* 8 (bytevector-length bytes))) " bits become "
                                  (number->string (huffman:encoded-bits message))
                                  (if (equal? bytes unpacked) ", and come back" ", and are lost")))))

    (define (repeat text count)
      (if (zero? count)
          ""
          (string-append text (repeat text (- count 1)))))

    (define (report-huffman)
      (section "Huffman codes"
        (show-code "abracadabra")
        (show "abracadabra packed" (huffman:encoded-bytes (huffman:encode (string->utf8 "abracadabra"))))
        (show-packing "a word" (string->utf8 "mississippi"))
        (show-packing "one letter many times" (make-bytevector 40 97))
        (show-packing "Greek" (string->utf8 "γνῶθι σεαυτόν"))
        (show-packing "a long text" (string->utf8 (repeat "so much depends upon a red wheel barrow " 20)))
        (show-packing "all bytes"
                      (let ((bytes (make-bytevector 256)))
                        (do ((index 0 (+ index 1)))
                            ((= index 256) bytes)
                          (bytevector-u8-set! bytes index index))))
        (show-problem "nothing" (huffman:encode (bytevector)))))))
