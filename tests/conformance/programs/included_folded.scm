(DEFINE (Shout X) (LIST 'Loud X))
