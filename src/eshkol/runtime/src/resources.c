/* Objects that stand for something outside of the arenas: making them, releasing them, cleaning up after dead ones. */
#include "resources.h"

#include "checks.h"
#include "memory.h"
#include "memory_internal.h"
#include "primitives.h"

/* A released resource keeps its pointer for nobody: its RELEASED word is 1, and the cleanup has been called. */
enum { RESOURCE_POINTER, RESOURCE_CLEANUP, RESOURCE_RELEASED, RESOURCE_WORDS };

/* True if it was not released yet. */
static bool release(Value resource) {
  Value *words = object_of(resource)->words;
  if (words[RESOURCE_RELEASED]) return false;
  words[RESOURCE_RELEASED] = 1;
  ResourceCleanup cleanup = (ResourceCleanup)(Address)words[RESOURCE_CLEANUP];
  if (cleanup) cleanup((void *)(Address)words[RESOURCE_POINTER]);
  return true;
}

static void release_dead(Value resource) { release(resource); }

static bool release_and_forget(Value resource) {
  release(resource);
  return false;
}

void eshkol_release_all_resources(void) { eshkol_registry_filter(REGISTRY_RESOURCE, release_and_forget); }

Value eshkol_make_resource(void *pointer, ResourceCleanup cleanup, size_t bytes) {
  eshkol_registry_define(REGISTRY_RESOURCE, (RegistryCallbacks){.died = release_dead});
  eshkol_allocate_object(TYPE_FILLER, 0, bytes / sizeof(Value)); /* counts as allocation; its pages are not touched */
  Object *object = eshkol_new_object(TYPE_RESOURCE, 0, RESOURCE_WORDS);
  object->words[RESOURCE_POINTER] = (Value)(Address)pointer;
  object->words[RESOURCE_CLEANUP] = (Value)(Address)cleanup;
  object->words[RESOURCE_RELEASED] = 0;
  eshkol_registry_add(REGISTRY_RESOURCE, from_object(object));
  return from_object(object);
}

static Value *check_resource(const char *who, Value x) {
  if (!has_type(x, TYPE_RESOURCE)) eshkol_raise_type(who, 1, "a resource", x);
  return object_of(x)->words;
}

void *eshkol_resource_pointer(const char *who, Value resource) {
  const Value *words = check_resource(who, resource);
  if (words[RESOURCE_RELEASED]) eshkol_raise_type(who, 1, "a resource that has not been released", resource);
  return (void *)(Address)words[RESOURCE_POINTER];
}

Value eshkol_resource_p(Value x) { return from_boolean(has_type(x, TYPE_RESOURCE)); }

Value eshkol_resource_live_p(Value resource) {
  return from_boolean(!check_resource("resource-live?", resource)[RESOURCE_RELEASED]);
}

Value eshkol_release_resource_x(Value resource) {
  check_resource("release-resource!", resource);
  return from_boolean(release(resource));
}
