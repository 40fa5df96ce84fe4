/* Resources: objects that stand for something outside of the arenas, which is cleaned up when nothing refers to them. */
#ifndef ESHKOL_RESOURCES_H
#define ESHKOL_RESOURCES_H

#include "values.h"

/* Called once with the resource's pointer: when it is released, when a reclamation has found it dead, or when the program
 * ends. Must not call functions of the runtime. */
typedef void (*ResourceCleanup)(void *pointer);

/* A new resource for `pointer`; `bytes` is about how much memory outside of the arenas it holds, so that reclamations come
 * in time. A NULL cleanup does nothing. Resources are never copied: arenas share them. */
Value eshkol_make_resource(void *pointer, ResourceCleanup cleanup, size_t bytes);
/* The pointer of a resource that has not been released; anything else is an error of argument 1 of `who`. */
void *eshkol_resource_pointer(const char *who, Value resource);
/* Cleans up whatever has not been; to be called when the program ends. */
void eshkol_release_all_resources(void);

#endif
