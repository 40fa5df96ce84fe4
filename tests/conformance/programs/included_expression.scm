(display "side effect ")
(* 6 7)
