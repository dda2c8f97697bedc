/* Memory that is taken piece by piece and given back all at once. */
#ifndef PLASSFLYT_INPUT_ARENA_H
#define PLASSFLYT_INPUT_ARENA_H

#include <stddef.h>

struct arena;

/* An empty arena, to be given back with arena_free. */
struct arena *arena_make(void);

/* `bytes` bytes of zeros, aligned for any type. The program ends when the machine has no memory
 * left: nothing that a user could do about it fits in a message about input. */
void *arena_take(struct arena *arena, size_t bytes);

/* A NUL-terminated copy of length bytes of text. */
char *arena_text(struct arena *arena, const char *text, size_t length);

/* A text made by a printf format. */
char *arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The n items with room for one more: the same array, or a copy of twice the length when n is 0 or
 * a power of two. The new item is zeros. */
void *arena_extend(struct arena *arena, void *items, size_t n, size_t item_size);

void arena_free(struct arena *arena);

#endif
