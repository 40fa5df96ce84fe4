/* Part B of eshkol.h: resources, values that stand for something of the host's and clean up after it. */
#include "embedding.h"
#include "resources.h"

struct Making { void *pointer; ResourceCleanup cleanup; size_t bytes; };

static Value make_resource(Value *sp, void *data) {
  (void)sp;
  const struct Making *making = data;
  return eshkol_make_resource(making->pointer, making->cleanup, making->bytes);
}

eshkol_status eshkol_from_resource(void *pointer, void (*cleanup)(void *pointer), size_t bytes, eshkol_value *result) {
  struct Making making = {pointer, cleanup, bytes};
  return eshkol_cross_for(__func__, make_resource, &making, result);
}

struct Reading { Value resource; void *pointer; };

static Value read_resource(Value *sp, void *data) {
  (void)sp;
  struct Reading *reading = data;
  reading->pointer = eshkol_resource_pointer("eshkol_to_resource", reading->resource);
  return UNSPECIFIED;
}

eshkol_status eshkol_to_resource(eshkol_value value, void **pointer) {
  struct Reading reading = {value, NULL};
  eshkol_status status = eshkol_cross_for(__func__, read_resource, &reading, NULL);
  if (status == ESHKOL_OK) *pointer = reading.pointer;
  return status;
}
