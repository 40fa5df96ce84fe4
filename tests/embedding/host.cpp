// A host in C++: the headers work there, too, and a C++ object is the context of a procedure.
//
// It needs nothing of the C++ library when it is linked: the bundled compiler would have to build that first.
#include "library.h"

#include <cstddef>
#include <cstdio>

namespace {

// Texts that have been appended, the first `count` of them. Invariant: count <= 4, and each ends with a null byte.
class Texts {
public:
  eshkol_status append(eshkol_value value) {
    if (count == sizeof texts / sizeof texts[0]) return eshkol_fail("no room for another text", eshkol_from_null());
    std::size_t size;
    if (eshkol_status status = eshkol_to_utf8(value, texts[count], sizeof texts[count], &size)) return status;
    if (size >= sizeof texts[count]) return eshkol_fail("no room for so long a text", eshkol_from_null());
    count++;
    return ESHKOL_OK;
  }
  std::size_t size() const { return count; }
  const char *operator[](std::size_t index) const { return texts[index]; }

private:
  char texts[4][64] = {};
  std::size_t count = 0;
};

eshkol_status append(void *context, std::size_t count, const eshkol_value *arguments, eshkol_value *result) {
  for (std::size_t i = 0; i < count; i++) {
    if (eshkol_status status = static_cast<Texts *>(context)->append(arguments[i])) return status;
  }
  *result = eshkol_from_nothing();
  return ESHKOL_OK;
}

} // namespace

int main() {
  Texts seen;
  eshkol_value result, procedure, greeting;
  if (eshkol_start(nullptr) != ESHKOL_OK) return 1;
  if (eshkol_make_procedure(append, &seen, 0, true, "append", &procedure) != ESHKOL_OK) return 2;
  if (eshkol_find_global("greeting", &greeting) != ESHKOL_OK) return 3;
  const eshkol_value arguments[] = {procedure, greeting, greeting};
  if (library_call(&result, 3, arguments) != ESHKOL_OK) return 4;
  std::printf("%zu %s\n", seen.size(), seen[0]);
  return eshkol_stop();
}
