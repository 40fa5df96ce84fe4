/* Numbers for the places where arenas are made and destroyed, so that much can be remembered in little memory. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "c_internal.h"

/* Rows never move: they are kept in pieces, of which each is twice as large as all before it together. */
#define FIRST_PIECE 64
#define MOST_PIECES 24

/* The file's name is copied, because the library that called may be unloaded; it is found by its address all the same. */
typedef struct { Place place; const char *key; } Row;

static Row *pieces[MOST_PIECES];
static _Atomic uint32_t place_count = PLACE_OBJECTS + 1;
static uint32_t *table; /* open addressing: numbers of places by hash; 0 is free */
static size_t table_size;

/* Row `number` is number `index` of piece `piece`. */
static size_t piece_of(uint32_t number, size_t *index) {
  size_t piece = 0, first = 0, size = FIRST_PIECE;
  while (number - first >= size) {
    first += size;
    size = first;
    piece++;
  }
  *index = number - first;
  return piece;
}

static Row *row(uint32_t number) {
  size_t index, piece = piece_of(number, &index);
  return &pieces[piece][index];
}

Place eshkol_c_place(uint32_t number) {
  if (number <= PLACE_OBJECTS || number >= atomic_load(&place_count)) return (Place){NULL, 0, NULL};
  return row(number)->place;
}

/* As the program gave it. */
static Place key(uint32_t number) {
  Place place = row(number)->place;
  place.file = row(number)->key;
  return place;
}

size_t eshkol_c_place_count(void) { return atomic_load(&place_count); }

static uint64_t hash(Place place) {
  uint64_t h = (uintptr_t)place.file ^ (uintptr_t)place.code ^ ((uint64_t)(uint32_t)place.line << 40);
  h *= 0x9e3779b97f4a7c15u;
  return h ^ (h >> 29);
}

/* Names are compared by address: one name at two addresses only gets two numbers. */
static bool same(Place a, Place b) { return a.file == b.file && a.line == b.line && a.code == b.code; }

static bool grow_table(void) {
  size_t size = table_size ? 2 * table_size : 256;
  uint32_t *larger = calloc(size, sizeof *larger);
  if (!larger) return false;
  for (size_t i = 0; i < table_size; i++) {
    if (!table[i]) continue;
    size_t at = hash(key(table[i])) & (size - 1);
    while (larger[at]) at = (at + 1) & (size - 1);
    larger[at] = table[i];
  }
  free(table);
  table = larger;
  table_size = size;
  return true;
}

static uint32_t add(Place place) {
  uint32_t number = atomic_load(&place_count);
  size_t index, piece = piece_of(number, &index);
  if (piece == MOST_PIECES) return PLACE_UNKNOWN;
  if (!pieces[piece]) {
    size_t rows = piece ? (size_t)FIRST_PIECE << (piece - 1) : FIRST_PIECE;
    pieces[piece] = malloc(rows * sizeof(Row));
    if (!pieces[piece]) return PLACE_UNKNOWN;
  }
  Row new = {place, place.file};
  if (place.file && !(new.place.file = strdup(place.file))) return PLACE_UNKNOWN;
  pieces[piece][index] = new;
  atomic_store(&place_count, number + 1);
  return number;
}

uint32_t eshkol_c_place_number(Place place) {
  if (!place.file && !place.code) return PLACE_UNKNOWN;
  if (2 * atomic_load(&place_count) >= table_size && !grow_table()) return PLACE_UNKNOWN;
  size_t at = hash(place) & (table_size - 1);
  for (; table[at]; at = (at + 1) & (table_size - 1)) {
    if (same(key(table[at]), place)) return table[at];
  }
  return table[at] = add(place);
}
