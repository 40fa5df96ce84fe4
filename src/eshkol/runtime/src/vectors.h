/* Views of vectors and bytevectors for runtime code. */
#ifndef ESHKOL_VECTORS_H
#define ESHKOL_VECTORS_H

#include "errors.h"
#include "memory.h"

typedef struct { Value *elements; size_t length; } VectorView;
/* The view of argument number `argument`, which must be a vector. */
static inline VectorView check_vector(const char *who, int argument, Value v) {
  if (__builtin_expect(!has_type(v, TYPE_VECTOR), 0)) eshkol_raise_type(who, argument, "a vector", v);
  return (VectorView){object_of(v)->words, words_of_header(header_of(v))};
}

typedef struct { uint8_t *bytes; size_t length; } ByteView;
static inline ByteView check_bytevector(const char *who, int argument, Value v) {
  if (__builtin_expect(!has_type(v, TYPE_BYTEVECTOR), 0)) eshkol_raise_type(who, argument, "a bytevector", v);
  return (ByteView){(uint8_t *)object_of(v)->words, bytes_of_header(header_of(v))};
}

/* A bytevector that is no literal. */
static inline ByteView check_mutable_bytevector(const char *who, int argument, Value v) {
  ByteView view = check_bytevector(who, argument, v);
  if (auxiliary_of_header(header_of(v)) & AUXILIARY_LITERAL)
    eshkol_raise_error(who, "cannot change a literal bytevector", eshkol_make_pair(v, NIL));
  return view;
}

/* A fresh vector, every element `fill`. The length has been checked by the caller; too much memory raises. */
Value eshkol_allocate_vector(size_t length, Value fill);
/* A fresh bytevector; only the padding of its last word is initialised. */
Value eshkol_allocate_bytevector(size_t length);

#endif
