;; SRFI 193: the command line in parts. Programs are compiled, so that none of them is a script.
(define-library (srfi 193)
  (export command-line command-name command-args script-file script-directory os-command-line os-executable-file)
  (import (scheme base)
          (only (scheme process-context) command-line)
          (only (eshkol internals) executable-file))
  (begin
    ;;; (command-name)
    ;;; The name of the program for people: without folder and ending.
    ;;; > (string? (command-name))
    ;;; #t
    (define (command-name)
      (let ((name (car (command-line))))
        (if (string=? name "") #f (without-ending (without-folder name)))))

    ;;; (command-args)
    ;;; The arguments of the program.
    ;;; > (list? (command-args))
    ;;; #t
    (define (command-args)
      (cdr (command-line)))

    ;;; (os-command-line)
    ;;; The command line as the system has passed it.
    ;;; > (equal? (os-command-line) (command-line))
    ;;; #t
    (define (os-command-line)
      (command-line))

    ;;; (os-executable-file)
    ;;; The path of the executable.
    ;;; > (string-ref (os-executable-file) 0)
    ;;; #\/
    (define (os-executable-file)
      (executable-file))

    ;;; (script-file)
    ;;; #f: programs are compiled, none is a script.
    ;;; > (script-file)
    ;;; #f
    (define (script-file) #f)

    ;;; (script-directory)
    ;;; #f, as well.
    ;;; > (script-directory)
    ;;; #f
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
