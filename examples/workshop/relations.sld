;;; A small relational query engine: relations, the operators of relational algebra, and queries written as one form.
(define-library (workshop relations)
  (export relation relation-columns relation-rows select-rows project natural-join rename-column sort-rows
          aggregate from count-of sum-of largest-of)
  (import (scheme base) (workshop lists))
  (begin

    ;; Rows are lists of values, as long as `columns`, a list of symbols.
    (define-record-type <relation>
      (new-relation columns rows)
      relation?
      (columns relation-columns)
      (rows relation-rows))

    (define (make-relation columns rows)
      (for-each
       (lambda (row)
         (unless (= (length row) (length columns))
           (error "a row does not fit the columns:" row columns)))
       rows)
      (new-relation columns rows))

    (define-syntax relation
      (syntax-rules ()
        ((_ (column ...) (value ...) ...)
         (make-relation '(column ...) (list (list value ...) ...)))))

    (define (column-index relation column)
      (or (index-of column (relation-columns relation))
          (error "no such column:" column (relation-columns relation))))

    ;; A procedure that gives a row's value in a column.
    (define (reader relation column)
      (let ((index (column-index relation column)))
        (lambda (row) (list-ref row index))))

    (define (select-rows relation satisfied?)
      (new-relation (relation-columns relation)
                    (filter satisfied? (relation-rows relation))))

    ;; Only the named columns, without duplicate rows.
    (define (project relation columns)
      (let ((readers (map (lambda (column) (reader relation column)) columns)))
        (new-relation columns
                      (remove-duplicates
                       (map (lambda (row) (map (lambda (read) (read row)) readers))
                            (relation-rows relation))))))

    (define (rename-column relation old new)
      (column-index relation old)
      (new-relation (map (lambda (column) (if (eq? column old) new column)) (relation-columns relation))
                    (relation-rows relation)))

    ;; Pairs of rows that agree in all columns that both relations have.
    (define (natural-join left right)
      (let*-values (((common own)
                     (partition (lambda (column) (memq column (relation-columns left)))
                                (relation-columns right)))
                    ((left-readers) (map (lambda (column) (reader left column)) common))
                    ((right-readers) (map (lambda (column) (reader right column)) common))
                    ((own-readers) (map (lambda (column) (reader right column)) own)))
        (define (key readers row)
          (map (lambda (read) (read row)) readers))
        (let ((groups (group-by (lambda (row) (key right-readers row)) (relation-rows right))))
          (new-relation (append (relation-columns left) own)
                        (apply append
                               (map (lambda (row)
                                      (map (lambda (other) (append row (key own-readers other)))
                                           (assoc-value (key left-readers row) groups '())))
                                    (relation-rows left)))))))

    (define (value-less? a b)
      (cond ((and (real? a) (real? b)) (< a b))
            ((and (string? a) (string? b)) (string<? a b))
            ((and (symbol? a) (symbol? b)) (string<? (symbol->string a) (symbol->string b)))
            (else (error "values of different kinds have no order:" a b))))

    (define (sort-rows relation column)
      (let ((read (reader relation column)))
        (new-relation (relation-columns relation)
                      (sort-by (lambda (a b) (value-less? (read a) (read b)))
                               (relation-rows relation)))))

    ;; One row for each value of `column`, with what `summaries`, ((name summarise column) ...), give for its rows.
    (define (aggregate relation column summaries)
      (new-relation (cons column (map car summaries))
                    (map (lambda (group)
                           (cons (car group)
                                 (map (lambda (summary)
                                        ((cadr summary)
                                         (map (reader relation (list-ref summary 2)) (cdr group))))
                                      summaries)))
                         (group-by (reader relation column) (relation-rows relation)))))

    (define (count-of values) (length values))
    (define (sum-of values) (sum values))
    (define (largest-of values) (apply max values))

    ;; (from relation step ...) where a step is
    ;;   (join relation)  (where (column ...) condition)  (derive name (column ...) expression)
    ;;   (group column (name summarise column) ...)  (order column)  (select column ...)
    (define-syntax from
      (syntax-rules (join where derive group order select)
        ((_ source) source)
        ((_ source (join other) step ...)
         (from (natural-join source other) step ...))
        ((_ source (where (column ...) condition) step ...)
         (from (let ((table source))
                 (select-rows table (row-procedure table (column ...) condition)))
               step ...))
        ((_ source (derive name (column ...) expression) step ...)
         (from (let ((table source))
                 (add-column table 'name (row-procedure table (column ...) expression)))
               step ...))
        ((_ source (group column (name summarise of) ...) step ...)
         (from (aggregate source 'column (list (list 'name summarise 'of) ...)) step ...))
        ((_ source (order column) step ...)
         (from (sort-rows source 'column) step ...))
        ((_ source (select column ...) step ...)
         (from (project source '(column ...)) step ...))))

    ;; A procedure of a row in which columns are variables.
    (define-syntax row-procedure
      (syntax-rules ()
        ((_ table (column ...) body)
         (let ((readers (list (reader table 'column) ...)))
           (lambda (row)
             (apply (lambda (column ...) body)
                    (map (lambda (read) (read row)) readers)))))))

    (define (add-column relation name value-of)
      (new-relation (append (relation-columns relation) (list name))
                    (map (lambda (row) (append row (list (value-of row))))
                         (relation-rows relation))))))
