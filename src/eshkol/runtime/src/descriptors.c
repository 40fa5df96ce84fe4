/* Reading from and writing to file descriptors, whether they are files, pipes, terminals or do not block. */
#include "descriptors.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define AT_ONCE 0
#define FOR_EVER (-1)

/* False when the time is over. Where the system cannot tell, it is reading or writing that says why. */
static bool wait_until_ready(int descriptor, short events, int milliseconds) {
  struct pollfd wanted = {.fd = descriptor, .events = events};
  int ready;
  do ready = poll(&wanted, 1, milliseconds);
  while (ready < 0 && errno == EINTR);
  return ready != 0;
}

/* Whether to try again after a failure, once it is possible. Descriptors that do not block are often inherited from
 * programs that want theirs so. */
static bool is_passing(int descriptor, short events) {
  if (errno == EINTR) return true;
  return (errno == EAGAIN || errno == EWOULDBLOCK) && wait_until_ready(descriptor, events, FOR_EVER);
}

ssize_t eshkol_read_some(int descriptor, void *buffer, size_t count) {
  ssize_t got;
  do got = read(descriptor, buffer, count);
  while (got < 0 && is_passing(descriptor, POLLIN));
  return got;
}

bool eshkol_write_all(int descriptor, const void *bytes, size_t count) {
  const char *rest = bytes;
  while (count > 0) {
    ssize_t written = write(descriptor, rest, count);
    if (written == 0) errno = EIO;
    if (written == 0 || (written < 0 && !is_passing(descriptor, POLLOUT))) return false;
    if (written < 0) continue;
    rest += written;
    count -= (size_t)written;
  }
  return true;
}

bool eshkol_can_read_at_once(int descriptor) { return wait_until_ready(descriptor, POLLIN, AT_ONCE); }
