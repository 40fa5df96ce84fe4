// A host in C++: the headers work there, too, and a C++ object is the context of a procedure.
#include "library.h"

#include <cstdio>
#include <string>
#include <vector>

static eshkol_status append(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  for (size_t i = 0; i < count; i++) {
    size_t size;
    if (eshkol_status status = eshkol_to_utf8(arguments[i], nullptr, 0, &size)) return status;
    std::string text(size + 1, '\0');
    if (eshkol_status status = eshkol_to_utf8(arguments[i], &text[0], text.size(), &size)) return status;
    text.resize(size);
    static_cast<std::vector<std::string> *>(context)->push_back(text);
  }
  *result = eshkol_from_nothing();
  return ESHKOL_OK;
}

int main() {
  std::vector<std::string> seen;
  eshkol_value result, procedure, greeting;
  if (eshkol_start(nullptr) != ESHKOL_OK) return 1;
  if (eshkol_make_procedure(append, &seen, 0, true, "append", &procedure) != ESHKOL_OK) return 2;
  if (eshkol_find_global("greeting", &greeting) != ESHKOL_OK) return 3;
  const eshkol_value arguments[] = {procedure, greeting, greeting};
  if (library_call(&result, 3, arguments) != ESHKOL_OK) return 4;
  std::printf("%zu %s\n", seen.size(), seen[0].c_str());
  return eshkol_stop();
}
