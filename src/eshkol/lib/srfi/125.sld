;; SRFI 125: hash tables made from comparators; the tables are those of the standard library.
(define-library (srfi 125)
  (export make-hash-table hash-table hash-table-unfold alist->hash-table
          hash-table? hash-table-contains? hash-table-exists? hash-table-empty? hash-table=? hash-table-mutable?
          hash-table-ref hash-table-ref/default
          hash-table-set! hash-table-delete! hash-table-intern! hash-table-update! hash-table-update!/default
          hash-table-pop! hash-table-clear!
          hash-table-size hash-table-keys hash-table-values hash-table-entries hash-table-find hash-table-count
          hash-table-map hash-table-for-each hash-table-walk hash-table-map! hash-table-map->list hash-table-fold
          hash-table-prune!
          hash-table-copy hash-table-empty-copy hash-table->alist
          hash-table-union! (rename hash-table-union! hash-table-merge!) hash-table-intersection!
          hash-table-difference! hash-table-xor!
          hash string-hash string-ci-hash hash-by-identity hash-table-equivalence-function hash-table-hash-function)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme char) string-ci=?)
          (srfi 128)
          (rename (only (eshkol internals)
                        %check-pair %check-procedure %first-true %hash-table-cursor-key %hash-table-cursor-value
                        %hash-table-next %hash-table-weakness %new-hash-table %raise-error %raise-type %weaken-hash-table!
                        %weakness
                        hash-by-identity hash-table->alist hash-table-clear! hash-table-contains? hash-table-copy
                        hash-table-delete! hash-table-difference! hash-table-empty? hash-table-entries
                        hash-table-equivalence-function hash-table-exists? hash-table-fold hash-table-hash-function
                        hash-table-intern! hash-table-intersection! hash-table-keys hash-table-map! hash-table-prune!
                        hash-table-ref hash-table-ref/default hash-table-set! hash-table-size hash-table-union!
                        hash-table-update! hash-table-update!/default hash-table-values hash-table-walk hash-table?)
                  (hash-table-delete! delete-one!)
                  (hash-table-set! set-one!)))
  (include "125/constructors.scm" "125/procedures.scm"))
