;;; Behind json-parser.scm: the tree is copied to an explicit arena, used there, and destroyed with the arena.
(define (use-tree tree)
  (with-arena (arena 65536)
    (sum-of (copy-to-arena tree arena))))

(main)
