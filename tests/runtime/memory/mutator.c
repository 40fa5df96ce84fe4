/* Random programs against a shadow model: memory_mutator SEED STEPS. Every reachable value must be what the model says. */
#include "harness.h"

/* --- The model: a node for each object, never freed. --- */

enum Kind { LEAF, PAIR, VECTOR, CLOSURE, ENVIRONMENT, BYTES, WEAK };
typedef struct Node {
  enum Kind kind;
  Value leaf;             /* LEAF: an immediate, fixnum or self-tagged flonum */
  unsigned count;         /* fields, or bytes */
  unsigned arena;         /* the number of the explicit arena it lives in; 0: ambient */
  Value real;             /* at the comparison number `seen` */
  unsigned seen;
  struct Node *bytes_of;  /* BYTES: the node whose address the contents come from */
  struct Node *copy;      /* in the graph copy number `copied` */
  unsigned copied;
  struct Node *fields[];
} Node;

static Node *new_node(enum Kind kind, unsigned count) {
  Node *node = calloc(1, sizeof *node + count * sizeof(Node *));
  CHECK(node);
  node->kind = kind;
  node->count = count;
  node->bytes_of = node;
  return node;
}
static Node *leaf_node(Value v) {
  Node *node = new_node(LEAF, 0);
  node->leaf = v;
  return node;
}

/* --- Explicit arenas of the model, by number. A reset gives an arena a new number. --- */

#define MOST_ARENAS 100000
typedef struct { bool alive; unsigned parent; } ModelArena;
static ModelArena model_arenas[MOST_ARENAS];
static unsigned model_arena_count = 1;

static bool is_dead(const Node *node) { return node->arena && !model_arenas[node->arena].alive; }

static bool is_in_family(unsigned arena, unsigned ancestor) {
  while (arena && arena != ancestor) arena = model_arenas[arena].parent;
  return arena == ancestor;
}

/* --- Comparing. --- */

#define GLOBALS 8
static Value globals[GLOBALS];
static Node *global_nodes[GLOBALS];

typedef struct { Value *words; Node **nodes; unsigned count; } Frame;
static Frame frames[400];
static unsigned frame_count;

static unsigned comparison;
static Node **to_visit;
static size_t visit_count, visit_capacity;
static Node **weak_nodes;
static size_t weak_count, weak_capacity;

static void compare(Value v, Node *node) {
  if (node->kind == LEAF) {
    CHECK(v == node->leaf);
    return;
  }
  if (node->seen == comparison) {
    CHECK(node->real == v);
    return;
  }
  node->seen = comparison;
  node->real = v;
  if (visit_count == visit_capacity) to_visit = eshkol_grow_table(to_visit, &visit_capacity, sizeof *to_visit);
  to_visit[visit_count++] = node;
}

static void compare_words(const Value *words, Node *node, unsigned first) {
  for (unsigned i = 0; i < node->count; i++) compare(words[first + i], node->fields[i]);
}

static void compare_contents(Node *node) {
  Value v = node->real;
  if (is_dead(node)) {
    CHECK(eshkol_is_stale(v));
    return;
  }
  CHECK(eshkol_is_in_explicit_arena(v) == (node->arena != 0));
  switch (node->kind) {
    case LEAF: return;
    case PAIR:
      CHECK(is_pair(v));
      compare(pair_of(v)->car, node->fields[0]);
      compare(pair_of(v)->cdr, node->fields[1]);
      return;
    case VECTOR:
      CHECK(header_of(v) == HEADER(TYPE_VECTOR, 0, node->count));
      compare_words(object_of(v)->words, node, 0);
      return;
    case CLOSURE:
      CHECK(header_of(v) == HEADER(TYPE_CLOSURE, 7, node->count + 1));
      CHECK(object_of(v)->words[0] == 0x1234567);
      compare_words(object_of(v)->words, node, 1);
      return;
    case ENVIRONMENT:
      CHECK(header_of(v) == HEADER(TYPE_ENVIRONMENT, 0, node->count + 1));
      compare_words(object_of(v)->words, node, 1);
      return;
    case BYTES:
      CHECK(header_of(v) == HEADER(TYPE_BYTEVECTOR, 0, node->count));
      for (unsigned i = 0; i < node->count; i++) CHECK(object_of(v)->words[i] == (Value)(uintptr_t)node->bytes_of + i);
      return;
    case WEAK:
      CHECK(has_type(v, TYPE_WEAK_REFERENCE));
      if (weak_count == weak_capacity) weak_nodes = eshkol_grow_table(weak_nodes, &weak_capacity, sizeof *weak_nodes);
      weak_nodes[weak_count++] = node;
      return;
  }
}

/* A weak reference must have its target while something else reaches it. */
static void compare_weak(Node *node) {
  Value target = object_of(node->real)->words[0];
  Node *model = node->fields[0];
  if (model->kind == LEAF) CHECK(target == model->leaf);
  else if (model->seen == comparison) CHECK(target == model->real);
}

static void compare_everything(void) {
  comparison++;
  for (unsigned i = 0; i < GLOBALS; i++) compare(globals[i], global_nodes[i]);
  for (unsigned f = 0; f < frame_count; f++) {
    for (unsigned i = 0; i < frames[f].count; i++) compare(frames[f].words[i], frames[f].nodes[i]);
  }
  while (visit_count > 0) compare_contents(to_visit[--visit_count]);
  while (weak_count > 0) compare_weak(weak_nodes[--weak_count]);
}

/* --- The program. --- */

#define LOCALS 6
static long steps_left;
static Node *empty;

typedef struct { Value *sp; Node **nodes; unsigned depth; } Activation;

static unsigned any_local(void) { return random_below(LOCALS); }

static void set_local(Activation *a, unsigned i, Value v, Node *node) {
  a->sp[i] = v;
  a->nodes[i] = node;
}

static void allocate_pair(Activation *a) {
  unsigned x = any_local(), y = any_local();
  Node *node = new_node(PAIR, 2);
  node->fields[0] = a->nodes[x];
  node->fields[1] = a->nodes[y];
  set_local(a, any_local(), cons(a->sp[x], a->sp[y]), node);
}

static void allocate_object(Activation *a, enum Kind kind, unsigned type, uint32_t auxiliary, unsigned raw) {
  unsigned count = 1 + random_below(kind == VECTOR && random_below(20) == 0 ? 300 : 5);
  Object *o = eshkol_allocate_object(type, auxiliary, count + raw);
  Node *node = new_node(kind, count);
  o->words[0] = kind == CLOSURE ? 0x1234567 : 0;
  for (unsigned i = 0; i < count; i++) {
    unsigned x = any_local();
    o->words[raw + i] = a->sp[x];
    node->fields[i] = a->nodes[x];
  }
  set_local(a, any_local(), from_object(o), node);
}

static void allocate_bytes(Activation *a) {
  unsigned count = random_below(30) == 0 ? 2000 : random_below(10);
  Object *o = eshkol_allocate_object(TYPE_BYTEVECTOR, 0, count);
  Node *node = new_node(BYTES, count);
  for (unsigned i = 0; i < count; i++) o->words[i] = (Value)(uintptr_t)node->bytes_of + i;
  set_local(a, any_local(), from_object(o), node);
}

static void allocate_weak(Activation *a) {
  unsigned x = any_local();
  Node *node = new_node(WEAK, 1);
  node->fields[0] = a->nodes[x];
  set_local(a, any_local(), eshkol_make_weak_ref(a->sp[x]), node);
}

/* The words of an object that may be mutated, and their number; 0 for others. */
static unsigned fields_of(Value v, const Node *node, Value **words) {
  *words = NULL;
  if (is_dead(node)) return 0;
  if (node->kind == PAIR) *words = &pair_of(v)->car;
  if (node->kind == VECTOR) *words = object_of(v)->words;
  if (node->kind == ENVIRONMENT) *words = object_of(v)->words + 1;
  return *words ? node->count : 0;
}

static void mutate(Activation *a) {
  unsigned x = any_local(), y = any_local();
  Value *words;
  unsigned count = fields_of(a->sp[x], a->nodes[x], &words);
  if (count == 0) return;
  unsigned k = random_below(count);
  eshkol_store(words + k, a->sp[y]);
  a->nodes[x]->fields[k] = a->nodes[y];
}

static void load(Activation *a) {
  unsigned x = any_local();
  Value *words;
  unsigned count = fields_of(a->sp[x], a->nodes[x], &words);
  if (count == 0) return;
  unsigned k = random_below(count);
  set_local(a, any_local(), words[k], a->nodes[x]->fields[k]);
}

static void use_global(Activation *a) {
  unsigned g = random_below(GLOBALS), x = any_local();
  if (random_below(3) == 0) {
    globals[g] = a->sp[x];
    global_nodes[g] = a->nodes[x];
  } else {
    set_local(a, x, globals[g], global_nodes[g]);
  }
}

static void clear_local(Activation *a) {
  Value v = random_below(2) ? from_fixnum((int64_t)random_below(1000)) : from_double(random_below(1000) / 7.0);
  set_local(a, any_local(), v, leaf_node(v));
}

/* Builds a list in a loop, so that reclamation has something to do. */
static void build_list(Activation *a) {
  Value *sp = a->sp;
  unsigned x = any_local(), length = random_below(200);
  for (unsigned i = 0; i < length; i++) {
    Node *node = new_node(PAIR, 2);
    node->fields[0] = leaf_node(from_fixnum(i));
    node->fields[1] = a->nodes[x];
    set_local(a, x, cons(from_fixnum(i), sp[x]), node);
    SAFE_POINT(LOCALS);
  }
}

static Value run(Value *sp, Value argument, Node *argument_node, Node **result, unsigned depth);

static void call_without_safe_point(Activation *a) {
  Value *sp = a->sp;
  unsigned x = any_local();
  Node *result;
  Value v = CALL(LOCALS, run, sp[x], a->nodes[x], &result, a->depth + 1);
  set_local(a, any_local(), v, result);
}

static void call(Activation *a) {
  Value *sp = a->sp;
  call_without_safe_point(a);
  SAFE_POINT(LOCALS);
}

/* C code that keeps raw values across a call back into the program. */
static void call_from_c(Activation *a) {
  Value *sp = a->sp, raw[LOCALS], fresh = cons(sp[0], sp[1]);
  memcpy(raw, sp, sizeof raw);
  eshkol_push_floor(sp + LOCALS);
  call_without_safe_point(a);
  eshkol_pop_floor();
  CHECK(car(fresh) == raw[0] && cdr(fresh) == raw[1]);
}

/* --- Escapes: the nearest activation that catches them. --- */

typedef struct { jmp_buf context; unsigned frame_count; } Catcher;
static Catcher *catchers[400];
static unsigned catcher_count;

static void catch_escape(Activation *a) {
  Catcher catcher = {.frame_count = frame_count};
  Value *sp = a->sp;
  catchers[catcher_count++] = &catcher;
  unsigned count = catcher_count;
  if (setjmp(catcher.context) == 0) {
    call(a);
  } else {
    frame_count = catcher.frame_count;
    eshkol_pop_floors_from(sp + LOCALS);
  }
  catcher_count = count - 1;
  SAFE_POINT(LOCALS);
}

static void escape(void) {
  if (catcher_count > 0 && random_below(4) == 0) longjmp(catchers[catcher_count - 1]->context, 1);
}

/* Only the first values are live from here on. */
static void forget_some(Activation *a) {
  Value *sp = a->sp;
  unsigned live = random_below(LOCALS + 1);
  for (unsigned i = live; i < LOCALS; i++) set_local(a, i, from_fixnum(0), empty);
  if (ESHKOL_MUST_RECLAIM(sp)) {
    for (unsigned i = live; i < LOCALS; i++) sp[i] = UINT64_C(0x7777777777777771);
    eshkol_reclaim(sp, live);
    for (unsigned i = live; i < LOCALS; i++) sp[i] = from_fixnum(0);
    if (random_below(50) == 0) eshkol_verify(sp, LOCALS);
  }
}

/* --- Explicit arenas: graphs are copied into them and out, mutated there, and die with them. --- */

#define HANDLES 6
#define LARGEST_COPY 300
static Value handles[HANDLES];
static unsigned handle_arenas[HANDLES]; /* the arena's number, 0: destroyed or not made yet */

static unsigned copy_number;
static Node *copy_queue[LARGEST_COPY + 400];
static unsigned copy_count;

/* What is met in a copy, and where copies go. */
typedef struct { bool out; unsigned arena; } Copying;

static bool is_copied(const Copying *c, const Node *node) {
  if (node->kind == LEAF || node->kind == WEAK) return false;
  return c->out ? node->arena && is_in_family(node->arena, c->arena) : node->arena != c->arena;
}

/* Counts what a copy would meet; false when it is too much or something dead. */
static bool survey(const Copying *c, Node *node) {
  copy_number++;
  copy_count = 0;
  node->copied = copy_number;
  copy_queue[copy_count++] = node;
  for (unsigned i = 0; i < copy_count; i++) {
    Node *next = copy_queue[i];
    if (is_dead(next)) return false;
    if (next->kind == WEAK || (!c->out && !is_copied(c, next))) continue;
    for (unsigned k = 0; k < next->count && next->kind != BYTES; k++) {
      if (next->fields[k]->copied == copy_number) continue;
      if (copy_count == LARGEST_COPY) return false;
      next->fields[k]->copied = copy_number;
      copy_queue[copy_count++] = next->fields[k];
    }
  }
  return true;
}

/* After a survey: makes the copies and makes everything that was met refer to them. */
static Node *copy_model(const Copying *c, Node *node) {
  for (unsigned i = 0; i < copy_count; i++) {
    Node *old = copy_queue[i];
    old->copy = old;
    if (!is_copied(c, old)) continue;
    old->copy = new_node(old->kind, old->count);
    old->copy->arena = c->out ? 0 : c->arena;
    old->copy->bytes_of = old->bytes_of;
    if (old->kind != BYTES) memcpy(old->copy->fields, old->fields, old->count * sizeof(Node *));
  }
  for (unsigned i = 0; i < copy_count; i++) {
    Node *now = copy_queue[i]->copy;
    bool looked_into = now != copy_queue[i] || c->out;
    if (!looked_into || now->kind == WEAK || now->kind == BYTES) continue;
    for (unsigned k = 0; k < now->count; k++) now->fields[k] = now->fields[k]->copy;
  }
  return node->copy;
}

static void copy_with_arena(Activation *a, bool out) {
  unsigned h = random_below(HANDLES), x = any_local();
  Copying c = {out, handle_arenas[h]};
  if (c.arena == 0 || !survey(&c, a->nodes[x])) return;
  Node *node = copy_model(&c, a->nodes[x]);
  Value v = (out ? eshkol_sys_arena_copy_out : eshkol_copy_to_arena)(a->sp[x], handles[h]);
  set_local(a, any_local(), v, node);
}

static void end_family(unsigned ancestor) {
  for (unsigned i = ancestor; i < model_arena_count; i++) {
    if (model_arenas[i].alive && is_in_family(i, ancestor)) model_arenas[i].alive = false;
  }
  for (unsigned h = 0; h < HANDLES; h++) {
    if (handle_arenas[h] && !model_arenas[handle_arenas[h]].alive) {
      CHECK(eshkol_arena_live_p(handles[h]) == FALSE || handle_arenas[h] == ancestor);
      handle_arenas[h] = 0;
    }
  }
}

static void make_or_end_arena(void) {
  unsigned h = random_below(HANDLES), p = random_below(HANDLES), number = handle_arenas[h];
  if (model_arena_count == MOST_ARENAS) return;
  if (number == 0) {
    bool nested = handle_arenas[p] != 0;
    handles[h] = eshkol_make_arena(from_fixnum(random_below(2000)), nested ? handles[p] : ABSENT, ABSENT);
    handle_arenas[h] = model_arena_count++;
    model_arenas[handle_arenas[h]] = (ModelArena){true, nested ? handle_arenas[p] : 0};
  } else if (random_below(3) == 0) {
    eshkol_destroy_arena(handles[h]);
    end_family(number);
  } else if (random_below(3) == 0) {
    eshkol_reset_arena(handles[h]);
    unsigned parent = model_arenas[number].parent;
    end_family(number);
    handle_arenas[h] = model_arena_count++;
    model_arenas[handle_arenas[h]] = (ModelArena){true, parent};
  }
}

static void use_arenas(Activation *a) {
  if (random_below(4) == 0) make_or_end_arena();
  else copy_with_arena(a, random_below(4) == 0);
}

static void step(Activation *a) {
  Value *sp = a->sp;
  switch (random_below(32)) {
    case 0 ... 5: allocate_pair(a); return;
    case 6 ... 7: allocate_object(a, VECTOR, TYPE_VECTOR, 0, 0); return;
    case 8: allocate_object(a, CLOSURE, TYPE_CLOSURE, 7, 1); return;
    case 9: allocate_object(a, ENVIRONMENT, TYPE_ENVIRONMENT, 0, 1); return;
    case 10: allocate_bytes(a); return;
    case 11: allocate_weak(a); return;
    case 12 ... 16: mutate(a); return;
    case 17 ... 19: load(a); return;
    case 20: use_global(a); return;
    case 21 ... 22: clear_local(a); return;
    case 23: build_list(a); return;
    case 24 ... 26: if (a->depth < 100) call(a); return;
    case 27: if (a->depth < 100) call_from_c(a); return;
    case 28: if (a->depth < 100) catch_escape(a); return;
    case 29: escape(); return;
    case 30: if (random_below(2)) use_arenas(a); else forget_some(a); return;
    default: SAFE_POINT(LOCALS); return;
  }
}

static Value run(Value *sp, Value argument, Node *argument_node, Node **result, unsigned depth) {
  Node *nodes[LOCALS];
  Activation a = {sp, nodes, depth};
  for (unsigned i = 0; i < LOCALS; i++) set_local(&a, i, from_fixnum(0), empty);
  set_local(&a, 0, argument, argument_node);
  frames[frame_count++] = (Frame){sp, nodes, LOCALS};
  unsigned count = frame_count;
  for (unsigned length = random_below(depth == 0 ? 1000000 : 60); length > 0 && steps_left > 0; length--, steps_left--) {
    step(&a);
    CHECK(frame_count == count);
    if (random_below(2000) == 0) compare_everything();
  }
  frame_count--;
  unsigned x = any_local();
  *result = nodes[x];
  return sp[x];
}

int main(int argc, char **argv) {
  CHECK(argc == 3);
  seed_random(strtoull(argv[1], NULL, 10));
  steps_left = strtol(argv[2], NULL, 10);
  Value *sp = start(0);
  empty = leaf_node(from_fixnum(0));
  for (unsigned i = 0; i < GLOBALS; i++) globals[i] = from_fixnum(0), global_nodes[i] = empty;
  for (unsigned i = 0; i < HANDLES; i++) handles[i] = FALSE;
  eshkol_register_roots(globals, GLOBALS);
  eshkol_register_roots(handles, HANDLES);
  while (steps_left > 0) {
    Node *result;
    CALL(0, run, from_fixnum(0), empty, &result, 0);
    frame_count = 0;
    compare_everything();
    eshkol_verify(sp, 0);
  }
  printf("arenas %u scoped %llu full %llu declined %llu copied %llu reclaimed %llu\n", model_arena_count - 1,
         (unsigned long long)eshkol_statistics.scoped_reclamations, (unsigned long long)eshkol_statistics.full_reclamations,
         (unsigned long long)eshkol_statistics.declined_reclamations, (unsigned long long)eshkol_statistics.bytes_copied,
         (unsigned long long)eshkol_statistics.bytes_reclaimed);
  return 0;
}
