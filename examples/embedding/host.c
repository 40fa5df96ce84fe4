/* A C program that calls compiled Eshkol, is called by it, and handles its errors. */
#include "shapes.h"

#include <stdio.h>

/* Prints what went wrong and gives the status on. */
static eshkol_status report(eshkol_status status) {
  const eshkol_failure *failure = eshkol_last_failure();
  if (status != ESHKOL_OK) printf("%s (%s, line %u)\n", failure->message, failure->kind, (unsigned)failure->line);
  return status;
}

/* (NAME SIZE ...) */
static eshkol_status make_shape(const char *name, size_t count, const double *sizes, eshkol_value *result) {
  eshkol_value parts[3];
  eshkol_status status = eshkol_from_symbol(name, &parts[0]);
  for (size_t i = 0; i < count && status == ESHKOL_OK; i++) status = eshkol_from_double(sizes[i], &parts[i + 1]);
  return status == ESHKOL_OK ? eshkol_from_list(count + 1, parts, result) : status;
}

/* The procedure that Eshkol calls: three squares, then #f. */
static eshkol_status next_square(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  int *made = context;
  double side = ++*made;
  (void)count, (void)arguments;
  *result = eshkol_from_boolean(false);
  return *made > 3 ? ESHKOL_OK : make_shape("rectangle", 2, (double[]){side, side}, result);
}

int main(void) {
  eshkol_value shape, result, procedure;
  double area;
  int made = 0;
  if (report(eshkol_start(NULL)) != ESHKOL_OK) return 1;

  if (report(make_shape("circle", 1, (double[]){2}, &shape)) != ESHKOL_OK) return 1;
  if (report(shapes_area(&result, shape)) == ESHKOL_OK && eshkol_to_double(result, &area) == ESHKOL_OK)
    printf("circle: %.3f\n", area);

  if (report(make_shape("triangle", 1, (double[]){3}, &shape)) != ESHKOL_OK) return 1;
  report(shapes_area(&result, shape));

  if (report(eshkol_make_procedure(next_square, &made, 0, false, "next-square", &procedure)) != ESHKOL_OK) return 1;
  if (report(shapes_total_area(&result, procedure)) == ESHKOL_OK && eshkol_to_double(result, &area) == ESHKOL_OK)
    printf("squares: %.3f\n", area);

  for (int i = 0; i < 1000000; i++) { /* a scope for what is no longer needed after each turn */
    eshkol_begin_scope();
    if (make_shape("rectangle", 2, (double[]){i, 2}, &shape) != ESHKOL_OK || shapes_area(&result, shape) != ESHKOL_OK) break;
    eshkol_to_double(result, &area);
    eshkol_end_scope(NULL);
  }
  printf("last: %.0f\n", area);
  return report(eshkol_stop()) == ESHKOL_OK ? 0 : 1;
}
