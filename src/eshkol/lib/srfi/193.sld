;; SRFI 193: the command line in parts. Programs are compiled, so that none of them is a script.
(define-library (srfi 193)
  (export command-line command-name command-args script-file script-directory os-command-line os-executable-file)
  (import (scheme base)
          (only (scheme process-context) command-line)
          (only (eshkol internals) executable-file))
  (begin
    ;; The name of the command for people: without folder and ending.
    (define (command-name)
      (let ((name (car (command-line))))
        (if (string=? name "") #f (without-ending (without-folder name)))))

    (define (command-args)
      (cdr (command-line)))

    (define (os-command-line)
      (command-line))

    (define (os-executable-file)
      (executable-file))

    (define (script-file) #f)

    (define (script-directory) #f)

    ;; The index of the last `wanted` in `string`, or #f.
    (define (last-index string wanted)
      (let loop ((k (- (string-length string) 1)))
        (cond ((< k 0) #f)
              ((char=? (string-ref string k) wanted) k)
              (else (loop (- k 1))))))

    (define (without-folder name)
      (let ((slash (last-index name #\/)))
        (if slash (string-copy name (+ slash 1)) name)))

    (define (without-ending name)
      (let ((dot (last-index name #\.)))
        (if (and dot (> dot 0) (member (string-copy name dot) '(".esk" ".scm" ".sps" ".exe")))
            (string-copy name 0 dot)
            name)))))
