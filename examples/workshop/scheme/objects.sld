;;; What the interpreted language needs of its host beyond the host's own procedures: records, promises, guards.
(define-library (workshop scheme objects)
  (export make-type record-constructor record-predicate record-accessor record-modifier
          make-lazy make-promise promise? force
          with-parameters call-guarded)
  (import (scheme base) (workshop lists))
  (begin

    ;; Records: an instance knows its type, which knows the names of its fields.
    (define-record-type record-type
      (new-type name fields)
      record-type?
      (name type-name)
      (fields type-fields))

    (define-record-type instance
      (make-instance type values)
      instance?
      (type instance-type)
      (values instance-values))

    ;; Field specifications are (name accessor [modifier]).
    (define (make-type name specifications)
      (new-type name (map car specifications)))

    (define (field-index type name)
      (or (index-of name (type-fields type))
          (error "the record has no such field:" name)))

    (define (record-constructor type names)
      (let ((indices (map (lambda (name) (field-index type name)) names))
            (size (length (type-fields type))))
        (lambda arguments
          (let ((values (make-vector size #f)))
            (for-each (lambda (index value) (vector-set! values index value)) indices arguments)
            (make-instance type values)))))

    (define (record-predicate type)
      (lambda (object)
        (and (instance? object)
             (eq? (instance-type object) type))))

    (define (fields-of object type)
      (if ((record-predicate type) object)
          (instance-values object)
          (error "not a record of type" (type-name type))))

    (define (record-accessor type name)
      (let ((index (field-index type name)))
        (lambda (object) (vector-ref (fields-of object type) index))))

    (define (record-modifier type name)
      (let ((index (field-index type name)))
        (lambda (object value) (vector-set! (fields-of object type) index value))))

    ;; Promises: `state` is shared by all promises of a chain; it is a pair (done? . value or thunk).
    (define-record-type lazy
      (new-promise state)
      promise?
      (state promise-state set-promise-state!))

    (define (make-lazy done? content)
      (new-promise (cons done? content)))

    (define (make-promise value)
      (if (promise? value)
          value
          (make-lazy #t value)))

    (define (force promise)
      (if (promise? promise)
          (force-state promise)
          promise))

    (define (force-state promise)
      (if (car (promise-state promise))
          (cdr (promise-state promise))
          (let* ((next ((cdr (promise-state promise))))
                 (state (promise-state promise)))
            (unless (car state)
              (set-car! state (car (promise-state next)))
              (set-cdr! state (cdr (promise-state next)))
              (set-promise-state! next state))
            (force-state promise))))

    ;; Calls the thunk while the parameters have the values.
    (define (with-parameters parameters values thunk)
      (if (null? parameters)
          (thunk)
          (parameterize (((car parameters) (car values)))
            (with-parameters (cdr parameters) (cdr values) thunk))))

    ;; Calls the thunk; what it raises goes to `handle` outside of it, together with a thunk that goes back in and
    ;; raises it again there.
    (define (call-guarded thunk handle)
      ((call/cc
        (lambda (leave)
          (with-exception-handler
           (lambda (problem)
             ((call/cc
               (lambda (return)
                 (leave
                  (lambda ()
                    (handle problem
                            (lambda ()
                              (return (lambda () (raise-continuable problem)))))))))))
           (lambda ()
             (call-with-values thunk
               (lambda results
                 (leave (lambda () (apply values results)))))))))))))
