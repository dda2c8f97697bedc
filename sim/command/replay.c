/* plassflyt replay: the story of one child in one replication. */
#include "command/replay.h"

#include <stdlib.h>
#include <string.h>

/* The most digits that a child's number has (numbering.h). */
#define MOST_NUMBER UINT64_C(999999999999999)

/* The child asked for; 0 if --child says something else. */
static uint64_t number_given(const char *text)
{
    char *end;
    unsigned long long number = strtoull(text, &end, 10);
    bool plain = text[0] >= '0' && text[0] <= '9' && *end == '\0';
    return plain && number <= MOST_NUMBER ? number : 0;
}

static void refuse_child(const struct retelling *r, const struct story_book *book)
{
    char child[32], replication[32], before[32], after[32];
    const char *ending = "";
    snprintf(child, sizeof child, "%llu", (unsigned long long)book->child);
    snprintf(replication, sizeof replication, "%lu", (unsigned long)r->order.number);
    snprintf(before, sizeof before, "%llu", (unsigned long long)book->before);
    snprintf(after, sizeof after, "%llu", (unsigned long long)book->after);
    if (book->before && book->after)
        ending = told(r, TEXT_REPLAY_NEAREST, ARGUMENTS(before, after));
    else if (book->before || book->after)
        ending = told(r, TEXT_REPLAY_NEAREST_ONE, ARGUMENTS(book->before ? before : after));
    refuse(r->invocation, TEXT_REPLAY_NO_CHILD, ARGUMENTS(child, replication, ending));
}

static bool tell_child(const struct retelling *r, uint64_t child)
{
    struct story_book book[MOST_TOLD];
    size_t n = r->order.scenarios, lines = 0;
    for (size_t i = 0; i < n; i++)
        book[i] = story_open(child);
    bool good = retell(r, book);
    for (size_t i = 0; i < n; i++)
        lines += book[i].n;
    if (good && lines == 0) {
        refuse_child(r, &book[0]);
        good = false;
    } else if (good && r->invocation->json) {
        story_print_json(r, book);
    } else if (good) {
        story_print(r, book);
    }
    for (size_t i = 0; i < n; i++)
        story_close(&book[i]);
    return good;
}

static bool is_random(const char *child)
{
    return strcmp(child, "random") == 0;
}

static bool tell_asked(const struct retelling *r)
{
    const char *child = option_value(r->invocation, "child");
    if (!child)
        return story_list(r);
    uint64_t number = is_random(child) ? story_any_child(r) : number_given(child);
    return number != 0 && tell_child(r, number);
}

int command_replay(const struct invocation *invocation)
{
    const char *child = option_value(invocation, "child");
    if (child && !is_random(child) && number_given(child) == 0)
        return refuse(invocation, TEXT_REPLAY_WANTS_CHILD, ARGUMENTS(child));
    struct retelling r;
    bool good = retelling_open(&r, invocation) && tell_asked(&r);
    retelling_close(&r);
    return good ? EXIT_DONE : EXIT_BAD_INPUT;
}
