'(ABC "DeF" #\A)
