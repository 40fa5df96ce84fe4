/* Runs a command and writes its wall, user and system seconds, peak resident KiB and exit status to a file.
 *
 * A process of its own because the peak that wait4 reports for a child includes what its parent had resident when it
 * forked: started from Python, no program could show a peak below that of Python. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The peak in KiB; Darwin counts bytes. */
static long peak_of(const struct rusage *usage) {
#ifdef __APPLE__
  return usage->ru_maxrss / 1024;
#else
  return usage->ru_maxrss;
#endif
}

static int status_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int main(int count, char **arguments) {
  if (count < 3) {
    fprintf(stderr, "usage: measure REPORT COMMAND ARGUMENT...\n");
    return 2;
  }
  FILE *report = fopen(arguments[1], "we");
  if (!report) {
    perror(arguments[1]);
    return 2;
  }
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    execvp(arguments[2], arguments + 2);
    perror(arguments[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) {
    perror("measure");
    return 2;
  }
  fprintf(report, "%.6f %.6f %.6f %ld %d\n", now() - start, seconds(usage.ru_utime), seconds(usage.ru_stime),
          peak_of(&usage), status_of(status));
  return fclose(report) == 0 ? 0 : 2;
}
