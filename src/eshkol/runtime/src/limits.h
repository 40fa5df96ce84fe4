/* How much memory and address space a program may use when nobody says. */
#ifndef ESHKOL_LIMITS_H
#define ESHKOL_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes for the ambient arena: such a part of what the machine, or the container that the program runs in, has that a
 * reclamation of all of it stays within. 0: not known. */
uint64_t eshkol_default_memory_limit(void);

/* Bytes of address space that the process may still take (ulimit -v, ulimit -d); SIZE_MAX when there is no limit. */
size_t eshkol_address_space_left(void);

/* The size of a page. */
size_t eshkol_page_bytes(void);

#endif
