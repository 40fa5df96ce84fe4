(define from-library 'included)
