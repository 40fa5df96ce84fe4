/* Everything that compiled programs use: the one header that emitted C includes. */
#ifndef ESHKOL_COMPILED_H
#define ESHKOL_COMPILED_H

#include "values.h"
#include "memory.h"
#include "nursery.h"
#include "calls.h"
#include "errors.h"
#include "primitives.h"
#include "program.h"
#include "inline_numbers.h"
#include "inline_packed.h"
#include "inline_data.h"
#include "inline_ports.h"
#include "inline_calls.h"
#include "inline_typed.h"

#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define COLD __attribute__((cold, noinline))
#define LIKELY(x) __builtin_expect(!!(x), 1)

/* Constant expressions for static data. */
#define FIXNUM(n) ((Value)(int64_t)(n) << 3)
#define CHARACTER(code) ((Value)(code) << 8 | KIND_CHARACTER << 3 | TAG_IMMEDIATE)
#define OBJECT(o) ((Value)(uintptr_t)&(o) + TAG_OBJECT)
#define PAIR(p) ((Value)(uintptr_t)&(p) + TAG_PAIR)

typedef struct { uint64_t header, hash; Value name; } StaticSymbol;

#endif
