/* The layout of values: tags, immediates, object headers. Every other runtime file builds on this one. */
#ifndef ESHKOL_VALUES_H
#define ESHKOL_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* One 64-bit word. The low three bits are the tag.
 *
 *      63                              8 7      3 2   0
 *     +---------------------------------------+--------+
 *     | signed 61-bit integer                 |  0 0 0 |  fixnum
 *     | address of two words (car, cdr)       |  0 0 1 |  pair: no header
 *     | address of a header word              |  0 1 0 |  object
 *     | payload                 | kind (5 bit)|  1 0 0 |  immediate
 *     | nursery limit                         |  1 0 1 |  mark: only on the value stack
 *     | double, rotated left by 4, plus 3     |  0 1 1 |  flonum: exponent bits 000 (zero and tiny)
 *     |                                       |  1 1 0 |  flonum: exponent bits 011
 *     |                                       |  1 1 1 |  flonum: exponent bits 100
 *     +---------------------------------------+--------+
 *
 * Doubles whose three leading exponent bits are none of the three (beyond about 2^256, infinities, NaN) live in
 * a FLONUM object. Source: Melancon, Serrano, Feeley, "Float Self-Tagging", arXiv 2411.16544. */
typedef uint64_t Value;

enum { TAG_FIXNUM = 0, TAG_PAIR = 1, TAG_OBJECT = 2, TAG_IMMEDIATE = 4, TAG_MARK = 5, TAG_MASK = 7 };

#define FIXNUM_MAX ((int64_t)0x0FFFFFFFFFFFFFFF)
#define FIXNUM_MIN (-FIXNUM_MAX - 1)

/* Immediates: payload << 8 | kind << 3 | TAG_IMMEDIATE. All are below 2^40, so that a word with this tag at or
 * above 2^40 can only be a raised mark of the value stack (see memory.h). */
enum { KIND_SPECIAL = 0, KIND_CHARACTER = 1 };
#define SPECIAL(n) ((Value)((n) << 8 | KIND_SPECIAL << 3 | TAG_IMMEDIATE))
#define FALSE SPECIAL(0)
#define TRUE SPECIAL(1)
#define NIL SPECIAL(2)
#define END_OF_FILE SPECIAL(3)
#define UNSPECIFIED SPECIAL(4)
#define DEAD SPECIAL(5)          /* a word of a destroyed arena, headers too */
#define UNINITIALIZED SPECIAL(6) /* a global or letrec variable before its initialisation */
#define ABSENT SPECIAL(7)        /* an optional argument that was not given */
#define FORWARDED SPECIAL(8)     /* the car of a pair that reclamation has moved; its cdr is the new value */

/* Object headers: size in words (not counting the header) << 32 | auxiliary 24 bits << 8 | type. The type's
 * low three bits are 7, so a header is never a forwarding address (whose low bits are 0) nor DEAD (a destroyed one).
 * For byte objects the auxiliary's low three bits are the number of unused bytes in the last word. */
enum {
  TYPE_DEAD = DEAD & 0xFF,       /* of the word DEAD where a header was */
  TYPE_VECTOR = 1 << 3 | 7,      /* elements */
  TYPE_CLOSURE = 2 << 3 | 7,     /* raw code address, captured values; auxiliary = arity */
  TYPE_ENVIRONMENT = 3 << 3 | 7, /* raw share count, parent, variables */
  TYPE_RECORD = 4 << 3 | 7,      /* record type, fields */
  TYPE_RECORD_TYPE = 5 << 3 | 7, /* name (a symbol) */
  TYPE_STRING = 6 << 3 | 7,      /* characters of 1, 2^0, or 4 bytes; see strings.h */
  TYPE_SYMBOL = 7 << 3 | 7,      /* raw hash, name (string) */
  TYPE_BYTEVECTOR = 8 << 3 | 7,  /* bytes */
  TYPE_FLONUM = 9 << 3 | 7,      /* raw double */
  TYPE_BIGNUM = 10 << 3 | 7,     /* raw limbs, least significant first; auxiliary bit 3 = negative */
  TYPE_RATIONAL = 11 << 3 | 7,   /* numerator, denominator > 1 */
  TYPE_VALUES = 12 << 3 | 7,     /* the values of (values ...), other than exactly one */
  TYPE_PROMISE = 13 << 3 | 7,    /* box shared by chained promises: a pair (done? . value-or-thunk) */
  TYPE_HASH_TABLE = 14 << 3 | 7, /* see hashtables.c */
  TYPE_PORT = 15 << 3 | 7,       /* raw pointer to struct Port, raw serial */
  TYPE_ARENA = 16 << 3 | 7,      /* raw pointer to struct Arena (NULL: the ambient arena), parent's handle or #f */
  TYPE_CONDITION = 17 << 3 | 7,  /* kind (symbol), message, irritants (list), raw site number, payload */
  TYPE_WEAK_REFERENCE = 18 << 3 | 7, /* target: not traced, cleared when the target is reclaimed */
  TYPE_CONTINUATION_DATA = 19 << 3 | 7, /* see enum ContinuationField */
  TYPE_FILLER = 20 << 3 | 7,     /* raw words nobody reads */
  TYPE_RAW_WORDS = 21 << 3 | 7,  /* raw words: tables of the runtime */
  TYPE_COMPLEX = 22 << 3 | 7,    /* real part, imaginary part: both exact and the latter not 0, or both flonums */
  TYPE_RESOURCE = 23 << 3 | 7,   /* raw pointer, raw cleanup function, raw flag; see resources.c */
  TYPE_EPHEMERON = 24 << 3 | 7,  /* key (ABSENT: broken), value: not traced as others are, see guardians.c */
  TYPE_GUARDIAN = 25 << 3 | 7,   /* see guardians.h */
  TYPE_COUNT = 26
};

#define HEADER(type, auxiliary, words) ((uint64_t)(words) << 32 | (uint64_t)(auxiliary) << 8 | (uint64_t)(type))

/* Auxiliary of every object with contents that must not be written: literals. */
#define AUXILIARY_LITERAL 0x800000u

/* Arity of a closure, its header's auxiliary: required arguments, plus this bit for "and a rest list". */
#define ARITY_REST 0x100u
/* A case-lambda: the captured values are its clauses, closures themselves, tried in order. */
#define ARITY_CASES 0x200u

typedef struct { Value car, cdr; } Pair;
typedef struct { uint64_t header; Value words[]; } Object;

static inline bool is_fixnum(Value v) { return (v & TAG_MASK) == TAG_FIXNUM; }
static inline bool is_pair(Value v) { return (v & TAG_MASK) == TAG_PAIR; }
static inline bool is_object(Value v) { return (v & TAG_MASK) == TAG_OBJECT; }
static inline bool is_immediate(Value v) { return (v & TAG_MASK) == TAG_IMMEDIATE; }
static inline bool is_pointer(Value v) { return ((v - 1) & TAG_MASK) < 2; }
static inline bool is_self_tagged_flonum(Value v) { return (0xC8u >> (v & TAG_MASK)) & 1; }
static inline bool is_character(Value v) { return (v & 0xFF) == (KIND_CHARACTER << 3 | TAG_IMMEDIATE); }
static inline bool both_fixnums(Value a, Value b) { return ((a | b) & TAG_MASK) == 0; }

static inline Value from_fixnum(int64_t n) { return (Value)n << 3; }
static inline int64_t to_fixnum(Value v) { return (int64_t)v >> 3; }
static inline Value from_boolean(bool b) { return b ? TRUE : FALSE; }
static inline Value from_character(uint32_t code) { return (Value)code << 8 | KIND_CHARACTER << 3 | TAG_IMMEDIATE; }
static inline uint32_t to_character(Value v) { return (uint32_t)(v >> 8); }

static inline Pair *pair_of(Value v) { return (Pair *)(uintptr_t)(v - TAG_PAIR); }
static inline Object *object_of(Value v) { return (Object *)(uintptr_t)(v - TAG_OBJECT); }
static inline Value from_pair(const Pair *p) { return (Value)(uintptr_t)p + TAG_PAIR; }
static inline Value from_object(const void *o) { return (Value)(uintptr_t)o + TAG_OBJECT; }
static inline uint64_t header_of(Value v) { return object_of(v)->header; }
static inline unsigned type_of_header(uint64_t header) { return (unsigned)(header & 0xFF); }
static inline uint32_t auxiliary_of_header(uint64_t header) { return (uint32_t)(header >> 8) & 0xFFFFFF; }
static inline uint64_t words_of_header(uint64_t header) { return header >> 32; }
/* True when v is an object of this type. A DEAD header answers false to every type. */
static inline bool has_type(Value v, unsigned type) { return is_object(v) && type_of_header(header_of(v)) == type; }
/* Bytes in a byte object (bytevector, string storage): whole words minus the unused ones of the last. */
static inline size_t bytes_of_header(uint64_t header) { return words_of_header(header) * 8 - (auxiliary_of_header(header) & 7); }

/* Doubles. */
static inline Value flonum_bits_to_value(uint64_t bits) { return (bits << 4 | bits >> 60) + 3; }
static inline uint64_t value_to_flonum_bits(Value v) { Value r = v - 3; return r >> 4 | r << 60; }
Value eshkol_box_flonum(double d); /* allocates 16 bytes; for doubles that are not self-tagged */
static inline Value from_double(double d) {
  uint64_t bits;
  memcpy(&bits, &d, 8);
  Value v = flonum_bits_to_value(bits);
  if (__builtin_expect(is_self_tagged_flonum(v), 1)) return v;
  return eshkol_box_flonum(d);
}
static inline bool is_flonum(Value v) { return is_self_tagged_flonum(v) || has_type(v, TYPE_FLONUM); }
/* Requires is_flonum(v). */
static inline double to_double(Value v) {
  uint64_t bits;
  double d;
  if (__builtin_expect(is_self_tagged_flonum(v), 1)) bits = value_to_flonum_bits(v);
  else bits = object_of(v)->words[0];
  memcpy(&d, &bits, 8);
  return d;
}

_Static_assert(sizeof(Pair) == 16 && sizeof(Object) == 8, "pairs have no header, objects have one word of it");
_Static_assert((DEAD & 7) != 7, "the type of every object has the low bits 7, so DEAD is the header of none");
_Static_assert(sizeof(void *) == 8, "Eshkol needs a 64-bit machine");

#endif
