/* Reading from and writing to file descriptors, whether they are files, pipes, terminals or do not block. */
#ifndef ESHKOL_DESCRIPTORS_H
#define ESHKOL_DESCRIPTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Waits until there is something, however often the system interrupts. As read: 0 at the end, -1 with errno set. */
ssize_t eshkol_read_some(int descriptor, void *buffer, size_t count);
/* Writes all, in as many pieces as the system likes. False, with errno set: perhaps only a part. For signal handlers, too. */
bool eshkol_write_all(int descriptor, const void *bytes, size_t count);
/* Whether reading would not wait: also at the end and where it fails. */
bool eshkol_can_read_at_once(int descriptor);

#endif
