/* Calls of unknown procedures, multiple values and shared environments, as compiled code expands them. */
#ifndef ESHKOL_INLINE_CALLS_H
#define ESHKOL_INLINE_CALLS_H

#include "calls.h"
#include "errors.h"

/* True when v is a closure for exactly so many arguments: one comparison of the header's low half. */
static inline bool eshkol_accepts(Value v, unsigned arguments) {
  return is_object(v) && (uint32_t)header_of(v) == (uint32_t)HEADER(TYPE_CLOSURE, arguments, 0);
}
#define ESHKOL_CODE(type, v) ((type)(uintptr_t)object_of(v)->words[0])

/* callee_sp is what the callee gets; sp and site are the caller's, for errors. */
static inline Value eshkol_inline_call_0(Value *callee_sp, Value *sp, uint32_t site, Value f) {
  if (__builtin_expect(eshkol_accepts(f, 0), 1)) return ESHKOL_CODE(Code0, f)(callee_sp, f);
  eshkol_at(sp, site);
  return eshkol_call_0(callee_sp, f);
}
static inline Value eshkol_inline_call_1(Value *callee_sp, Value *sp, uint32_t site, Value f, Value a) {
  if (__builtin_expect(eshkol_accepts(f, 1), 1)) return ESHKOL_CODE(Code1, f)(callee_sp, f, a);
  eshkol_at(sp, site);
  return eshkol_call_1(callee_sp, f, a);
}
static inline Value eshkol_inline_call_2(Value *callee_sp, Value *sp, uint32_t site, Value f, Value a, Value b) {
  if (__builtin_expect(eshkol_accepts(f, 2), 1)) return ESHKOL_CODE(Code2, f)(callee_sp, f, a, b);
  eshkol_at(sp, site);
  return eshkol_call_2(callee_sp, f, a, b);
}
static inline Value eshkol_inline_call_3(Value *callee_sp, Value *sp, uint32_t site, Value f, Value a, Value b, Value c) {
  if (__builtin_expect(eshkol_accepts(f, 3), 1)) return ESHKOL_CODE(Code3, f)(callee_sp, f, a, b, c);
  eshkol_at(sp, site);
  return eshkol_call_3(callee_sp, f, a, b, c);
}
static inline Value eshkol_inline_call_4(Value *callee_sp, Value *sp, uint32_t site, Value f, Value a, Value b, Value c,
                                         Value d) {
  if (__builtin_expect(eshkol_accepts(f, 4), 1)) return ESHKOL_CODE(Code4, f)(callee_sp, f, a, b, c, d);
  eshkol_at(sp, site);
  return eshkol_call_4(callee_sp, f, a, b, c, d);
}
/* More arguments: the fifth and later ones stand in eshkol_arguments. */
Value eshkol_call_many(Value *sp, Value procedure, size_t count, Value a, Value b, Value c, Value d);
static inline Value eshkol_inline_call_many(Value *callee_sp, Value *sp, uint32_t site, Value f, unsigned count, Value a,
                                            Value b, Value c, Value d) {
  if (__builtin_expect(eshkol_accepts(f, count), 1)) return ESHKOL_CODE(Code4, f)(callee_sp, f, a, b, c, d);
  eshkol_at(sp, site);
  return eshkol_call_many(callee_sp, f, count, a, b, c, d);
}

/* Multiple values: a TYPE_VALUES object, unless there is exactly one. */
static inline bool eshkol_is_values(Value v) { return has_type(v, TYPE_VALUES); }
NO_RETURN void eshkol_raise_value_count(Value v, size_t expected, bool or_more);
static inline Value eshkol_single_value(Value *sp, uint32_t site, Value v) {
  if (__builtin_expect(eshkol_is_values(v), 0)) { eshkol_at(sp, site); eshkol_raise_value_count(v, 1, false); }
  return v;
}
static inline size_t eshkol_value_count(Value v) { return eshkol_is_values(v) ? words_of_header(header_of(v)) : 1; }
static inline void eshkol_check_values(Value *sp, uint32_t site, Value v, size_t expected, bool or_more) {
  size_t count = eshkol_value_count(v);
  if (__builtin_expect(or_more ? count < expected : count != expected, 0)) {
    eshkol_at(sp, site);
    eshkol_raise_value_count(v, expected, or_more);
  }
}
static inline Value eshkol_value_at(Value v, size_t index) { return eshkol_is_values(v) ? object_of(v)->words[index] : v; }
/* The values from number `first` on, as a fresh list. */
Value eshkol_values_after(Value v, size_t first);

/* A closure that captures an environment shares it. */
static inline void eshkol_share_environment(Value environment) { object_of(environment)->words[0]++; }

/* Environments, too, may live in a destroyed arena. */
#ifdef ESHKOL_USES_ARENAS
#define ESHKOL_CHECK_ALIVE(loaded, container, number) \
  do { if (__builtin_expect((loaded) == DEAD, 0)) { eshkol_at(sp, number); eshkol_raise_dead(container); } } while (0)
#else
#define ESHKOL_CHECK_ALIVE(loaded, container, number) ((void)0)
#endif

NO_RETURN void eshkol_raise_uninitialized(Value name);
static inline Value eshkol_inline_sys_check_initialized(Value *sp, uint32_t site, Value v, Value name) {
  if (__builtin_expect(v == UNINITIALIZED, 0)) { eshkol_at(sp, site); eshkol_raise_uninitialized(name); }
  return v;
}
NO_RETURN void eshkol_raise_too_many_arguments(const char *who);
/* Takes the next optional argument off a rest list, ABSENT where there is none. */
Value eshkol_next_argument(Value *rest);

#endif
