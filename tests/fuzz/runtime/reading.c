/* `read` on damaged programs gives data or read errors; what is written of its data reads as the same data. */
#include "fuzz.h"

#include "conditions.h"
#include "ports.h"

static FuzzText text;

typedef struct { Value port, datum; } Reading;
static void read_datum(void *reading) {
  Reading *r = reading;
  r->datum = eshkol_read(r->port);
}

/* What `writer` writes of a datum; the bytes are in the port, which lives as long as this iteration. */
static const struct Port *written(Value datum, Value (*writer)(Value, Value)) {
  Value port = eshkol_open_output_string();
  writer(datum, port);
  return port_of(port);
}

/* A symbol without a name that could be read and the like do not come from `read`: so what it gives can be written. */
static void check_round_trip(Value datum) {
  Value (*writer)(Value, Value) = fuzz_one_in(4) ? eshkol_write_shared : eshkol_write;
  const struct Port *first = written(datum, writer);
  Reading again = {fuzz_port_on((const char *)first->buffer, first->end), FALSE};
  FUZZ_CHECK(fuzz_catch(read_datum, &again), "what was written cannot be read: %.*s: %s", (int)first->end, first->buffer, fuzz_show(fuzz_condition));
  FUZZ_CHECK(eshkol_equal_p(datum, again.datum) == TRUE, "another datum is read from what was written: %.*s", (int)first->end, first->buffer);
  FUZZ_CHECK(eshkol_read(again.port) == END_OF_FILE, "more than one datum was written: %.*s", (int)first->end, first->buffer);
  const struct Port *second = written(again.datum, writer);
  FUZZ_CHECK(first->end == second->end && memcmp(first->buffer, second->buffer, first->end) == 0, "%.*s is written as %.*s the next time",
             (int)first->end, first->buffer, (int)second->end, second->buffer);
}

/* An exact number that no memory has room for, such as #e1e999999999. */
static bool is_too_large(void) {
  static const char text[] = "#<condition error \"string->number: integer too large\">";
  return strcmp(fuzz_show(fuzz_condition), text) == 0;
}

void fuzz_reading(void *unused) {
  (void)unused;
  fuzz_note("read");
  fuzz_program_text(&text);
  if (fuzz_explain) fprintf(stderr, "  text of %zu bytes: %.*s\n", text.length, (int)text.length, text.bytes);
  Reading reading = {fuzz_port_on(text.bytes, text.length), FALSE};
  eshkol_at(fuzz_sp(), 1);
  for (unsigned count = 0; count < 3; count++) {
    if (!fuzz_catch(read_datum, &reading)) {
      fuzz_progress->raised++;
      FUZZ_CHECK(eshkol_condition_has_kind(fuzz_condition, "read") || is_too_large(), "an error of another kind: %s", fuzz_show(fuzz_condition));
      return;
    }
    if (reading.datum == END_OF_FILE) return;
    check_round_trip(reading.datum);
  }
}
