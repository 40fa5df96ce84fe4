/* Parses a JSON document into a tree, uses it and drops the tree, again and again: `json FILE REPETITIONS`.
 *
 * The parser is that of programs/json.scm: whole numbers, strings without escapes except \" and \\, no limits on depth
 * but the C stack's. Each node and each string is allocated alone. */
#include "bench.h"

typedef enum Kind { NOTHING, BOOLEAN, NUMBER, STRING, ARRAY, OBJECT } Kind;

/* A value; within an array or object, `next` is its neighbour. In objects `key` is its name, otherwise NULL. */
typedef struct Node {
  Kind kind;
  long number;         /* of NUMBER; of BOOLEAN 0 or 1; of STRING its length */
  char *text;          /* of STRING, without a final 0 */
  struct Node *first;  /* of ARRAY and OBJECT */
  struct Node *next;
  char *key;
  long key_length;
} Node;

static const char *here, *end;

#if KIND == REGIONS
static Region region;
static void *take(size_t size) { return checked(region_allocate(region, size)); }
static void *take_bytes(size_t size) { return take(size); }
static void start_tree(void) { region = checked(region ? region_reset(region) : region_create(1 << 16, NULL)); }
static void drop_tree(Node *tree) { (void)tree; }
#else
static void *take(size_t size) { return checked(object_allocate(size)); }
static void *take_bytes(size_t size) { return checked(object_allocate_bytes(size)); }
static void start_tree(void) {}

static void drop_tree(Node *tree) {
#if KIND == INDIVIDUAL
  while (tree) {
    Node *next = tree->next;
    drop_tree(tree->first);
    object_free(tree->text);
    object_free(tree->key);
    object_free(tree);
    tree = next;
  }
#else
  (void)tree;
#endif
}
#endif

static void skip_space(void) {
  while (here < end && (*here == ' ' || *here == '\n')) here++;
}

static void expect(char c) {
  skip_space();
  if (here == end || *here != c) fail("malformed document");
  here++;
}

/* The bytes up to the closing quote; `length` receives how many. */
static char *parse_text(long *length) {
  expect('"');
  const char *p = here;
  while (p < end && *p != '"') p += *p == '\\' ? 2 : 1;
  if (p >= end) fail("a string that does not end");
  char *text = take_bytes((size_t)(p - here) + 1);
  long used = 0;
  while (here < p) {
    if (*here == '\\') here++;
    text[used++] = *here++;
  }
  here++;
  *length = used;
  return text;
}

static Node *make_node(Kind kind, long number) {
  Node *node = take(sizeof *node);
  *node = (Node){.kind = kind, .number = number};
  return node;
}

static Node *parse_word(const char *word, Kind kind, long number) {
  size_t length = strlen(word);
  if ((size_t)(end - here) < length || memcmp(here, word, length) != 0) fail("an unknown word");
  here += length;
  return make_node(kind, number);
}

static Node *parse_number(void) {
  long sign = 1, number = 0;
  if (*here == '-') sign = -1, here++;
  if (here == end || *here < '0' || *here > '9') fail("malformed number");
  while (here < end && *here >= '0' && *here <= '9') number = number * 10 + (*here++ - '0');
  return make_node(NUMBER, sign * number);
}

static Node *parse_value(void);

static Node *parse_members(Kind kind, char closing) {
  Node *node = make_node(kind, 0), **last = &node->first;
  here++;
  skip_space();
  if (here < end && *here == closing) return here++, node;
  for (;;) {
    char *key = NULL;
    long key_length = 0;
    if (kind == OBJECT) {
      key = parse_text(&key_length);
      expect(':');
    }
    Node *member = parse_value();
    member->key = key;
    member->key_length = key_length;
    *last = member;
    last = &member->next;
    skip_space();
    if (here == end) fail("a document that does not end");
    if (*here == closing) return here++, node;
    expect(',');
    skip_space();
  }
}

static Node *parse_value(void) {
  skip_space();
  if (here == end) fail("a document that does not end");
  switch (*here) {
    case '{': return parse_members(OBJECT, '}');
    case '[': return parse_members(ARRAY, ']');
    case 't': return parse_word("true", BOOLEAN, 1);
    case 'f': return parse_word("false", BOOLEAN, 0);
    case 'n': return parse_word("null", NOTHING, 0);
    case '"': {
      Node *node = make_node(STRING, 0);
      node->text = parse_text(&node->number);
      return node;
    }
    default: return parse_number();
  }
}

/* Of every number its value, of every string and key its length, of everything else one. */
static long sum_of(const Node *node) {
  long sum = 0;
  for (; node; node = node->next) {
    long own = node->kind == NUMBER || node->kind == STRING ? node->number : 1;
    sum += own + node->key_length + sum_of(node->first);
  }
  return sum;
}

static char *read_file(const char *name, size_t *length) {
  FILE *file = fopen(name, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) fail("cannot read the document");
  *length = (size_t)ftell(file);
  rewind(file);
  char *text = checked(malloc(*length + 1));
  if (fread(text, 1, *length, file) != *length) fail("cannot read the document");
  fclose(file);
  return text;
}

int main(int argument_count, char **arguments) {
  long repetitions = number_argument(argument_count, arguments, 2);
  allocator_start();
  size_t length;
  const char *text = read_file(arguments[1], &length);
  long check = 0;
  long long start = processor_nanoseconds();
  for (long i = 0; i < repetitions; i++) {
    here = text, end = text + length;
    start_tree();
    Node *tree = parse_value();
    check += sum_of(tree);
    drop_tree(tree);
  }
  report("processor-nanoseconds", processor_nanoseconds() - start);
  report("check-sum", check);
  return 0;
}
