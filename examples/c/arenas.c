/* Arenas in a C program: words are counted in an arena for each line, the result is kept in one that lives longer. */
#include <eshkol.h>
#include <stdio.h>
#include <string.h>

typedef struct Word {
  const char *text;
  int count;
  struct Word *next;
} Word;

/* The words of a line, in the order in which they first occur. Everything is in the arena. */
static Word *count_words(Arena *arena, const char *line) {
  Word *words = NULL, **last = &words;
  char *copy = arena_copy_string(arena, line);
  for (char *text = strtok(copy, " "); text; text = strtok(NULL, " ")) {
    Word *word = words;
    while (word && strcmp(word->text, text) != 0) word = word->next;
    if (!word) {
      word = (Word *)arena_alloc(arena, sizeof(Word));
      word->text = text;
      *last = word;
      last = &word->next;
    }
    word->count++;
  }
  return words;
}

/* The most frequent word, copied to where the caller wants to keep it. */
static const char *most_frequent(Arena *result, const char *line) {
  Arena *scratch = arena_create(1024);
  const Word *best = NULL;
  for (const Word *word = count_words(scratch, line); word; word = word->next) {
    if (!best || word->count > best->count) best = word;
  }
  const char *kept = best ? arena_copy_string(result, best->text) : "";
  arena_destroy(scratch); /* all words, the copy of the line, the list */
  return kept;
}

static void say_goodbye(void *name) { printf("%s is destroyed\n", (const char *)name); }

int main(void) {
  const char *lines[] = {
    "the cat and the dog and the bird",
    "row row row your boat",
    "to be or not to be",
  };
  Arena *session = arena_create(4096);
  arena_add_cleanup(session, say_goodbye, arena_copy_string(session, "the session"));
  const char *found[3];
  for (int i = 0; i < 3; i++) found[i] = most_frequent(session, lines[i]);
  for (int i = 0; i < 3; i++) printf("%s\n", found[i]);
  ArenaStatistics statistics = arena_statistics(session);
  printf("%zu block, %zu allocations, %zu bytes used\n", statistics.blocks, statistics.allocations, statistics.used);

  Arena *request = arena_create_child(session, 1024);
  arena_alloc(request, 100);
  arena_destroy(session);
  printf("the request's arena is %s\n", arena_is_live(request) ? "still there" : "gone with its parent");
  return 0;
}
