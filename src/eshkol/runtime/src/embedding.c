/* Part B of eshkol.h: starting and stopping a library of compiled Eshkol inside a host process. */
#include "embedding.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host_memory.h"
#include "ports.h"
#include "program.h"
#include "signals.h"
#include "stacks.h"
#include "startup.h"

struct Embedding eshkol_embedding;

static pthread_t owner;
static eshkol_status start_status;
static struct { jmp_buf context; char message[300]; } start_failure;

bool eshkol_on_own_thread(void) { return pthread_equal(owner, pthread_self()); }

bool eshkol_may_call(const char *who) {
  const char *problem = NULL;
  switch (eshkol_embedding.phase) {
    case NOT_STARTED: problem = "the library has not been started: call eshkol_start first"; break;
    case STOPPED: problem = "the library has been stopped"; break;
    case FAILED: problem = "the library could not be started: eshkol_start tells why"; break;
    case STARTING:
    case STARTED:
      if (!eshkol_on_own_thread()) return eshkol_misuse_by_thread(who) == ESHKOL_OK;
      if (eshkol_embedding.runs) problem = "Eshkol is running: only C procedures that it calls can call it";
      break;
  }
  return !problem || eshkol_misuse(who, problem) == ESHKOL_OK;
}

/* --- In the place of the end of a process. --- */

NO_RETURN static void end_uncaught(Value object) {
  eshkol_note_failure(object);
  eshkol_end_crossing(ESHKOL_ERROR);
}

NO_RETURN static void end_by_exit(int status) {
  eshkol_note_exit(status);
  eshkol_end_crossing(ESHKOL_EXIT);
}

/* While the library starts, the host goes on without it. Later, the runtime's own tables are half changed. */
NO_RETURN static void panic(const char *message) {
  if (eshkol_embedding.phase != NOT_STARTED) {
    fprintf(stderr, "error: %s\n", message);
    abort();
  }
  snprintf(start_failure.message, sizeof start_failure.message, "%s", message);
  _longjmp(start_failure.context, 1);
}

static bool takes_faults(void) { return eshkol_embedding.runs && eshkol_on_own_thread(); }

static const struct Host host = {
  .uncaught = end_uncaught, .leave = end_by_exit, .panic = panic, .made = eshkol_is_c_procedure, .takes_faults = takes_faults};

/* --- Starting. --- */

static Value run_top_level(Value *sp, void *data) {
  (void)data;
  eshkol_program.main(sp);
  return UNSPECIFIED;
}

/* Panics when the system refuses. */
static void start_runtime(const eshkol_options *options) {
  static char no_name[] = "";
  static char *no_arguments[] = {no_name, NULL};
  eshkol_argument_count = 1;
  eshkol_argument_values = no_arguments;
  eshkol_runtime_start(options ? options->maximal_memory : 0, options ? options->maximal_stack : 0);
}

eshkol_status eshkol_start(const eshkol_options *options) {
  if (eshkol_embedding.phase == STOPPED)
    return eshkol_misuse("eshkol_start", "the library has been stopped: unload it and load it again");
  if (eshkol_embedding.phase == STARTING) return eshkol_misuse("eshkol_start", "the library is being started");
  if (eshkol_embedding.phase != NOT_STARTED) return start_status;
  owner = pthread_self();
  eshkol_host = &host;
  if (_setjmp(start_failure.context) != 0) {
    eshkol_embedding.phase = FAILED;
    return start_status = eshkol_misuse("eshkol_start", start_failure.message);
  }
  start_runtime(options);
  eshkol_note_host_stack();
  eshkol_signals_start_in_host();
  eshkol_failures_start();
  eshkol_globals_start();
  Value *bottom = eshkol_value_stack_bottom();
  bottom[0] = ESHKOL_MARK();
  eshkol_embedding.free = bottom + 1;
  eshkol_embedding.phase = STARTING;
  start_status = eshkol_cross(run_top_level, NULL, NULL);
  eshkol_embedding.phase = start_status == ESHKOL_OK ? STARTED : FAILED;
  return start_status;
}

/* --- Stopping. --- */

eshkol_status eshkol_stop(void) {
  if (eshkol_embedding.phase == STOPPED || eshkol_embedding.phase == NOT_STARTED) {
    eshkol_embedding.phase = STOPPED;
    return ESHKOL_OK;
  }
  if (!eshkol_on_own_thread()) return eshkol_misuse_by_thread("eshkol_stop");
  if (eshkol_embedding.crossing) return eshkol_misuse("eshkol_stop", "Eshkol is running");
  bool written = eshkol_close_all_files();
  eshkol_embedding.phase = STOPPED;
  eshkol_failures_stop();
  bool restored = eshkol_signals_stop_in_host();
  eshkol_runtime_stop();
  eshkol_free_all_memory();
  if (!written) return eshkol_misuse("eshkol_stop", "not all output could be written");
  return restored ? ESHKOL_OK : eshkol_misuse("eshkol_stop", "the system refuses to restore the host's handling of signals");
}

/* When the library is unloaded, or the process ends: perhaps in the middle of a call, and on any thread. Then only what has
 * been printed matters. */
__attribute__((destructor)) static void stop_at_the_end(void) {
  if (eshkol_embedding.phase != STARTED && eshkol_embedding.phase != FAILED) return;
  if (eshkol_on_own_thread() && !eshkol_embedding.crossing) eshkol_stop();
  else eshkol_flush_all_ports();
}
