#include "observe/story.h"

#include <stdlib.h>
#include <string.h>

struct story_book story_open(uint64_t child)
{
    return (struct story_book){.child = child, .from = INT64_MIN};
}

void story_close(struct story_book *book)
{
    free(book->line);
    book->line = NULL;
    book->n = book->room = 0;
}

/* Room for `n` lines; false and a torn book if memory is short. */
static bool make_room(struct story_book *book, size_t n)
{
    if (n <= book->room)
        return true;
    size_t room = n < 64 ? 64 : 2 * n;
    struct story_line *longer = realloc(book->line, room * sizeof *longer);
    if (!longer) {
        book->torn = true;
        return false;
    }
    book->line = longer;
    book->room = room;
    return true;
}

void story_copy(struct story_book *to, const struct story_book *from)
{
    struct story_line *line = to->line;
    size_t room = to->room;
    *to = *from;
    to->line = line;
    to->room = room;
    to->n = 0;
    if (from->n > 0 && make_room(to, from->n)) {
        memcpy(to->line, from->line, from->n * sizeof *from->line);
        to->n = from->n;
    }
}

void story_only(struct story_book *book, const enum story *what, size_t n)
{
    for (int i = 0; i < N_STORIES; i++)
        book->dropped[i] = true;
    for (size_t i = 0; i < n; i++)
        book->dropped[what[i]] = false;
}

/* Whose numbers are near the one looked for. */
static void note_neighbour(struct story_book *book, uint64_t child)
{
    if (child < book->child && child > book->before)
        book->before = child;
    if (child > book->child && (book->after == 0 || child < book->after))
        book->after = child;
}

void story_tell(struct story_book *book, tick when, uint64_t child, enum story what,
                const int64_t detail[STORY_DETAILS])
{
    if (what == STORY_ARRIVES)
        note_neighbour(book, child);
    bool about = book->child == STORY_OF_ALL || book->child == child;
    if (!about || book->dropped[what] || when < book->from || !make_room(book, book->n + 1))
        return;
    struct story_line *line = &book->line[book->n++];
    *line = (struct story_line){.child = child, .when = when, .what = what};
    memcpy(line->detail, detail, sizeof line->detail);
}
