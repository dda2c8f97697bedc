#include "input/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024, ALIGNMENT = 16, EXIT_INTERNAL = 70 };

struct block {
    struct block *previous;
    size_t used, size;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct arena {
    struct block *last;
};

static void *claim(size_t bytes)
{
    void *memory = calloc(1, bytes);
    if (!memory) {
        fputs("plassflyt: out of memory\n", stderr);
        exit(EXIT_INTERNAL);
    }
    return memory;
}

struct arena *arena_make(void)
{
    return claim(sizeof(struct arena));
}

static struct block *add_block(struct arena *arena, size_t bytes)
{
    size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    struct block *block = claim(sizeof *block + size);
    block->previous = arena->last;
    block->size = size;
    arena->last = block;
    return block;
}

void *arena_take(struct arena *arena, size_t bytes)
{
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct block *block = arena->last;
    if (!block || block->size - block->used < bytes)
        block = add_block(arena, bytes);
    void *taken = block->bytes + block->used;
    block->used += bytes;
    return taken;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_take(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    size_t size = length > 0 ? (size_t)length + 1 : 1;
    char *text = arena_take(arena, size);
    va_start(arguments, format);
    vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return text;
}

void *arena_extend(struct arena *arena, void *items, size_t n, size_t item_size)
{
    bool full = (n & (n - 1)) == 0;
    if (!full)
        return items;
    void *longer = arena_take(arena, (n ? 2 * n : 1) * item_size);
    if (n)
        memcpy(longer, items, n * item_size);
    return longer;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->last; block;) {
        struct block *previous = block->previous;
        free(block);
        block = previous;
    }
    free(arena);
}
