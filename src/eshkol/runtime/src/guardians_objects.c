/* Ephemerons and guardians as programs see them. */
#include "arenas.h"
#include "errors.h"
#include "guardians.h"
#include "memory.h"
#include "memory_internal.h"
#include "primitives.h"

/* --- Ephemerons. --- */

Value eshkol_make_ephemeron(Value key, Value value) {
  Object *object = eshkol_new_object(TYPE_EPHEMERON, 0, EPHEMERON_WORDS);
  object->words[EPHEMERON_KEY] = key;
  object->words[EPHEMERON_VALUE] = value;
  eshkol_registry_add(REGISTRY_EPHEMERON, from_object(object));
  return from_object(object);
}

Value eshkol_ephemeron_p(Value x) { return from_boolean(has_type(x, TYPE_EPHEMERON)); }

/* Broken ones have the key ABSENT. */
static const Value *words_of_ephemeron(Value ephemeron) {
  Value *words = object_of(ephemeron)->words;
  if (eshkol_is_stale(words[EPHEMERON_KEY])) {
    words[EPHEMERON_KEY] = ABSENT;
    words[EPHEMERON_VALUE] = FALSE;
  }
  return words;
}

static const Value *check_ephemeron(const char *who, Value x) {
  if (!has_type(x, TYPE_EPHEMERON)) eshkol_raise_type(who, 1, "an ephemeron", x);
  return words_of_ephemeron(x);
}

bool eshkol_ephemeron_parts(Value ephemeron, Value *key, Value *value) {
  const Value *words = words_of_ephemeron(ephemeron);
  *key = words[EPHEMERON_KEY];
  *value = words[EPHEMERON_VALUE];
  return *key != ABSENT;
}

Value eshkol_ephemeron_key(Value ephemeron) {
  Value key = check_ephemeron("ephemeron-key", ephemeron)[EPHEMERON_KEY];
  return key == ABSENT ? FALSE : key;
}

Value eshkol_ephemeron_value(Value ephemeron) {
  return check_ephemeron("ephemeron-value", ephemeron)[EPHEMERON_VALUE];
}

Value eshkol_ephemeron_broken_p(Value ephemeron) {
  return from_boolean(check_ephemeron("ephemeron-broken?", ephemeron)[EPHEMERON_KEY] == ABSENT);
}

/* --- Guardians. --- */

Value eshkol_sys_make_guardian(Value state) {
  Object *guardian = eshkol_new_object(TYPE_GUARDIAN, 0, GUARDIAN_WORDS);
  guardian->words[GUARDIAN_FIRST] = guardian->words[GUARDIAN_LAST] = guardian->words[GUARDIAN_PROCEDURE] = FALSE;
  guardian->words[GUARDIAN_STATE] = state;
  return from_object(guardian);
}

Value eshkol_sys_guardian_state(Value guardian) { return object_of(guardian)->words[GUARDIAN_STATE]; }

Value eshkol_sys_guardian_procedure_set_x(Value guardian, Value procedure) {
  eshkol_store(&object_of(guardian)->words[GUARDIAN_PROCEDURE], procedure);
  return UNSPECIFIED;
}

/* A closure that refers to a guardian object is its procedure if it has the procedure's code: so is a copy of it. */
Value eshkol_sys_procedure_guardian(Value x) {
  if (!has_type(x, TYPE_CLOSURE)) return FALSE;
  const Object *closure = object_of(x);
  for (uint64_t i = 1; i < words_of_header(closure->header); i++) {
    Value captured = closure->words[i];
    if (!has_type(captured, TYPE_GUARDIAN)) continue;
    Value procedure = object_of(captured)->words[GUARDIAN_PROCEDURE];
    if (procedure != FALSE && object_of(procedure)->words[0] == closure->words[0]) return captured;
  }
  return FALSE;
}

/* Objects in explicit arenas die when these are destroyed or reset; their guardians find out when asked. */
static size_t guarded_in_arenas;
static uint64_t last_destruction;

Value eshkol_sys_guardian_add_x(Value guardian, Value object, Value representative) {
  if (eshkol_is_stale(object)) eshkol_raise_dead(object);
  if (!eshkol_is_in_arenas(object)) return UNSPECIFIED; /* it never dies */
  Object *element = eshkol_new_object(TYPE_VECTOR, 0, GUARDED_WORDS);
  element->words[GUARDED_OBJECT] = object;
  element->words[GUARDED_REPRESENTATIVE] = representative;
  element->words[GUARDED_GUARDIAN] = guardian;
  element->words[GUARDED_NEXT] = FALSE;
  eshkol_registry_add(REGISTRY_GUARDED, from_object(element));
  if (eshkol_is_in_explicit_arena(object)) guarded_in_arenas++;
  return UNSPECIFIED;
}

static void enqueue(Value element) {
  Value *guardian = object_of(object_of(element)->words[GUARDED_GUARDIAN])->words, last = guardian[GUARDIAN_LAST];
  eshkol_store(last == FALSE ? &guardian[GUARDIAN_FIRST] : &object_of(last)->words[GUARDED_NEXT], element);
  eshkol_store(&guardian[GUARDIAN_LAST], element);
}

/* A representative that has gone with the object is of no use to anybody. */
static bool stays_guarded(Value element) {
  Value *words = object_of(element)->words;
  if (!eshkol_is_stale(words[GUARDED_OBJECT])) {
    guarded_in_arenas += eshkol_is_in_explicit_arena(words[GUARDED_OBJECT]);
    return true;
  }
  words[GUARDED_OBJECT] = FALSE;
  if (!eshkol_is_stale(words[GUARDED_REPRESENTATIVE])) enqueue(element);
  return false;
}

static void find_destroyed_objects(void) {
  if (guarded_in_arenas == 0 || last_destruction == eshkol_arena_destructions) return;
  last_destruction = eshkol_arena_destructions;
  guarded_in_arenas = 0;
  eshkol_registry_filter(REGISTRY_GUARDED, stays_guarded);
}

Value eshkol_sys_guardian_take_x(Value guardian) {
  Value *words = object_of(guardian)->words;
  if (words[GUARDIAN_FIRST] == FALSE) find_destroyed_objects();
  Value first = words[GUARDIAN_FIRST];
  if (first == FALSE) return FALSE;
  eshkol_store(&words[GUARDIAN_FIRST], object_of(first)->words[GUARDED_NEXT]);
  if (words[GUARDIAN_FIRST] == FALSE) words[GUARDIAN_LAST] = FALSE;
  return object_of(first)->words[GUARDED_REPRESENTATIVE];
}

/* --- What moves. --- */

Value eshkol_current_hash(Value x) { return from_fixnum((int64_t)(is_pointer(x) ? address_of(x) >> 3 : x >> 3)); }

Value eshkol_sys_reclamation_epoch(void) { return from_fixnum((int64_t)eshkol_reclamation_epoch); }

Value eshkol_sys_moved_since_p(Value x, Value epoch) {
  return from_boolean(is_pointer(x) && !eshkol_is_in_explicit_arena(x) && eshkol_is_in_arenas(x) &&
                      address_of(x) >= eshkol_lowest_moved_since((uint64_t)to_fixnum(epoch)));
}
