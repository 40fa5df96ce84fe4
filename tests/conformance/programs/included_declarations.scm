(export answer)
(begin (define answer 42))
