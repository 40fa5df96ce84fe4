;; The constants: numbers that are not rational, and properties of flonums.

;;; fl-e
;;; E.
;;; > fl-e
;;; 2.718281828459045
(define fl-e 2.718281828459045)

;;; fl-1/e
;;; 1/e.
;;; > fl-1/e
;;; 0.36787944117144233
(define fl-1/e 0.36787944117144233)

;;; fl-e-2
;;; E to the power of 2.
;;; > fl-e-2
;;; 7.38905609893065
(define fl-e-2 7.38905609893065)

;;; fl-e-pi/4
;;; E to the power of pi/4.
;;; > fl-e-pi/4
;;; 2.1932800507380152
(define fl-e-pi/4 2.1932800507380152)

;;; fl-log2-e
;;; The logarithm of e to base 2.
;;; > fl-log2-e
;;; 1.4426950408889634
(define fl-log2-e 1.4426950408889634)

;;; fl-log10-e
;;; The logarithm of e to base 10.
;;; > fl-log10-e
;;; 0.4342944819032518
(define fl-log10-e 0.4342944819032518)

;;; fl-log-2
;;; The logarithm of 2.
;;; > fl-log-2
;;; 0.6931471805599453
(define fl-log-2 0.6931471805599453)

;;; fl-1/log-2
;;; 1 / the logarithm of 2.
;;; > fl-1/log-2
;;; 1.4426950408889634
(define fl-1/log-2 1.4426950408889634)

;;; fl-log-3
;;; The logarithm of 3.
;;; > fl-log-3
;;; 1.0986122886681098
(define fl-log-3 1.0986122886681098)

;;; fl-log-pi
;;; The logarithm of pi.
;;; > fl-log-pi
;;; 1.1447298858494002
(define fl-log-pi 1.1447298858494002)

;;; fl-log-10
;;; The logarithm of 10.
;;; > fl-log-10
;;; 2.302585092994046
(define fl-log-10 2.302585092994046)

;;; fl-1/log-10
;;; 1 / the logarithm of 10.
;;; > fl-1/log-10
;;; 0.4342944819032518
(define fl-1/log-10 0.4342944819032518)

;;; fl-pi
;;; Pi.
;;; > fl-pi
;;; 3.141592653589793
(define fl-pi 3.141592653589793)

;;; fl-1/pi
;;; 1/pi.
;;; > fl-1/pi
;;; 0.3183098861837907
(define fl-1/pi 0.3183098861837907)

;;; fl-2pi
;;; 2 pi.
;;; > fl-2pi
;;; 6.283185307179586
(define fl-2pi 6.283185307179586)

;;; fl-pi/2
;;; Pi/2.
;;; > fl-pi/2
;;; 1.5707963267948966
(define fl-pi/2 1.5707963267948966)

;;; fl-pi/4
;;; Pi/4.
;;; > fl-pi/4
;;; 0.7853981633974483
(define fl-pi/4 0.7853981633974483)

;;; fl-pi-squared
;;; The square of pi.
;;; > fl-pi-squared
;;; 9.869604401089358
(define fl-pi-squared 9.869604401089358)

;;; fl-degree
;;; Pi/180.
;;; > fl-degree
;;; 0.017453292519943295
(define fl-degree 0.017453292519943295)

;;; fl-2/pi
;;; 2/pi.
;;; > fl-2/pi
;;; 0.6366197723675814
(define fl-2/pi 0.6366197723675814)

;;; fl-2/sqrt-pi
;;; 2 / the square root of pi.
;;; > fl-2/sqrt-pi
;;; 1.1283791670955126
(define fl-2/sqrt-pi 1.1283791670955126)

;;; fl-sqrt-2
;;; The square root of 2.
;;; > fl-sqrt-2
;;; 1.4142135623730951
(define fl-sqrt-2 1.4142135623730951)

;;; fl-sqrt-3
;;; The square root of 3.
;;; > fl-sqrt-3
;;; 1.7320508075688772
(define fl-sqrt-3 1.7320508075688772)

;;; fl-sqrt-5
;;; The square root of 5.
;;; > fl-sqrt-5
;;; 2.23606797749979
(define fl-sqrt-5 2.23606797749979)

;;; fl-sqrt-10
;;; The square root of 10.
;;; > fl-sqrt-10
;;; 3.1622776601683795
(define fl-sqrt-10 3.1622776601683795)

;;; fl-1/sqrt-2
;;; 1 / the square root of 2.
;;; > fl-1/sqrt-2
;;; 0.7071067811865476
(define fl-1/sqrt-2 0.7071067811865476)

;;; fl-cbrt-2
;;; The cube root of 2.
;;; > fl-cbrt-2
;;; 1.2599210498948732
(define fl-cbrt-2 1.2599210498948732)

;;; fl-cbrt-3
;;; The cube root of 3.
;;; > fl-cbrt-3
;;; 1.4422495703074083
(define fl-cbrt-3 1.4422495703074083)

;;; fl-4thrt-2
;;; The fourth root of 2.
;;; > fl-4thrt-2
;;; 1.189207115002721
(define fl-4thrt-2 1.189207115002721)

;;; fl-phi
;;; The golden ratio.
;;; > fl-phi
;;; 1.618033988749895
(define fl-phi 1.618033988749895)

;;; fl-log-phi
;;; The logarithm of the golden ratio.
;;; > fl-log-phi
;;; 0.48121182505960347
(define fl-log-phi 0.48121182505960347)

;;; fl-1/log-phi
;;; 1 / the logarithm of the golden ratio.
;;; > fl-1/log-phi
;;; 2.0780869212350277
(define fl-1/log-phi 2.0780869212350277)

;;; fl-euler
;;; Euler's constant.
;;; > fl-euler
;;; 0.5772156649015329
(define fl-euler 0.5772156649015329)

;;; fl-e-euler
;;; E to the power of Euler's constant.
;;; > fl-e-euler
;;; 1.781072417990198
(define fl-e-euler 1.781072417990198)

;;; fl-sin-1
;;; The sine of 1.
;;; > fl-sin-1
;;; 0.8414709848078965
(define fl-sin-1 0.8414709848078965)

;;; fl-cos-1
;;; The cosine of 1.
;;; > fl-cos-1
;;; 0.5403023058681398
(define fl-cos-1 0.5403023058681398)

;;; fl-gamma-1/2
;;; The gamma function of 1/2.
;;; > fl-gamma-1/2
;;; 1.772453850905516
(define fl-gamma-1/2 1.772453850905516)

;;; fl-gamma-1/3
;;; The gamma function of 1/3.
;;; > fl-gamma-1/3
;;; 2.6789385347077475
(define fl-gamma-1/3 2.6789385347077475)

;;; fl-gamma-2/3
;;; The gamma function of 2/3.
;;; > fl-gamma-2/3
;;; 1.3541179394264005
(define fl-gamma-2/3 1.3541179394264005)

;;; fl-greatest
;;; The greatest finite flonum.
;;; > fl-greatest
;;; 1.7976931348623157e308
(define fl-greatest 1.7976931348623157e308)

;;; fl-least
;;; The least flonum greater than 0.
;;; > fl-least
;;; 5e-324
(define fl-least 5e-324)

;;; fl-epsilon
;;; The distance from 1.0 to the next greater flonum.
;;; > (= (fladjacent 1.0 2.0) (+ 1.0 fl-epsilon))
;;; #t
(define fl-epsilon 2.220446049250313e-16)

;;; fl-fast-fl+*
;;; Whether `fl+*` is as fast as a product and a sum: not on all machines that programs are made for.
;;; > fl-fast-fl+*
;;; #f
(define fl-fast-fl+* #f)

;;; fl-integer-exponent-zero
;;; What flinteger-exponent gives for 0.0.
;;; > (= (flinteger-exponent 0.0) fl-integer-exponent-zero)
;;; #t
(define fl-integer-exponent-zero (flinteger-exponent 0.0))

;;; fl-integer-exponent-nan
;;; What flinteger-exponent gives for NaN.
;;; > (= (flinteger-exponent +nan.0) fl-integer-exponent-nan)
;;; #t
(define fl-integer-exponent-nan (flinteger-exponent +nan.0))
