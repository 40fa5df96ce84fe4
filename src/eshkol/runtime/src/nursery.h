/* How much is allocated before a safe point reclaims. In a header of its own: what builds for torture change is only here, so
 * files that do not include it are the same in those. */
#ifndef ESHKOL_NURSERY_H
#define ESHKOL_NURSERY_H

#include "memory.h"

#ifdef ESHKOL_TORTURE
#define ESHKOL_NURSERY 0
#define ESHKOL_MUST_RECLAIM(sp) 1
#else
#ifndef ESHKOL_NURSERY /* tests make it small */
#define ESHKOL_NURSERY ((size_t)1 << 20)
#endif
#define ESHKOL_MUST_RECLAIM(sp) __builtin_expect((uint64_t)(uintptr_t)eshkol_hp > (sp)[-1], 0)
#endif

#endif
