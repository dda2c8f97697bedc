/* A child's story for people: who it is, line by line what happens, what it adds up to. Under two
 * scenarios what is the same stands once, and what differs is marked. */
#include "analysis/number.h"
#include "command/replay.h"
#include "input/utf8.h"

#include <string.h>

enum { LINE_LENGTH = 96, SENTENCE_BYTES = 2048 };

/* ---- sentences ---- */

static const char *days(const struct retelling *r, int64_t n)
{
    char out[NUMBER_SIZE];
    number_plain(out, r->invocation->language, (double)n, 0);
    return n == 1 ? told(r, TEXT_REPLAY_DAY, NO_ARGUMENTS)
                  : told(r, TEXT_REPLAY_DAYS, ARGUMENTS(out));
}

static int64_t whole_days(tick time)
{
    return (time + TICKS_PER_DAY / 2) / TICKS_PER_DAY;
}

static const char *detail_words(const struct retelling *r, const struct detail_row *row,
                                int64_t detail)
{
    switch (row->kind) {
    case DETAIL_CATEGORY:
        return dimension_table[row->dimension].category[detail].label[r->invocation->language];
    case DETAIL_COUNT:
        return arena_print(r->arena, "%lld", (long long)detail);
    case DETAIL_DAY:
        return told_date(r, detail);
    case DETAIL_TIME:
        return days(r, whole_days(detail));
    default:
        return "";
    }
}

const char *told_sentence(const struct retelling *r, const struct story_line *line)
{
    const struct story_row *row = &story_table[line->what];
    const char *words[STORY_DETAILS];
    char out[SENTENCE_BYTES];
    for (int i = 0; i < STORY_DETAILS; i++)
        words[i] = detail_words(r, &row->detail[i], line->detail[i]);
    text_fill(out, sizeof out, row->text[r->invocation->language], words, STORY_DETAILS);
    return arena_text(r->arena, out, strlen(out));
}

/* ---- what stands on the page ---- */

struct entry {
    tick when;
    const char *text;
};

struct entries {
    struct entry *entry; /* [n] */
    size_t n;
};

static void add_entry(const struct retelling *r, struct entries *all, tick when, const char *text)
{
    all->entry = arena_extend(r->arena, all->entry, all->n, sizeof *all->entry);
    all->entry[all->n++] = (struct entry){when, text};
}

static bool begins_search(enum story what)
{
    return what >= STORY_SEARCH_PLANNED && what <= STORY_SEARCH_APPLICATION;
}

/* How long the wait that line number `at` ends has lasted, and why; "" if there was none. Whole
 * days are parted so that they sum to the whole. One cut off by the end is charged after it is
 * told. */
static const char *waited_words(const struct retelling *r, const struct story_book *book, size_t at)
{
    tick time[N_REASON] = {0}, sum = 0;
    size_t first = at, last = book->line[at].detail[0] == WAIT_END_STILL_WAITING ? book->n : at;
    while (first > 0 && !begins_search(book->line[first].what))
        first--;
    for (size_t i = first; i < last; i++)
        if (book->line[i].what == STORY_WAITED)
            time[book->line[i].detail[0]] += book->line[i].detail[1];
    const char *parts = "";
    for (int reason = 0; reason < N_REASON; reason++) {
        int64_t shown = whole_days(sum + time[reason]) - whole_days(sum);
        sum += time[reason];
        if (shown > 0)
            parts = arena_print(
                r->arena, "%s%s%s %lld", parts, *parts ? ", " : "",
                dimension_table[DIMENSION_REASON].category[reason].label[r->invocation->language],
                (long long)shown);
    }
    return *parts ? told(r, TEXT_REPLAY_WAITED, ARGUMENTS(days(r, whole_days(sum)), parts)) : "";
}

/* The duty's own clock says what the clock kept beside it would say. */
static bool is_repeated(const struct story_book *book, size_t at)
{
    enum story what = book->line[at].what;
    if (what != STORY_CLOCK_SHADOW && what != STORY_BREACH_SHADOW)
        return false;
    enum story legal = what == STORY_CLOCK_SHADOW ? STORY_CLOCK_LEGAL : STORY_BREACH_LEGAL;
    for (size_t i = 0; i < book->n; i++)
        if (book->line[i].when == book->line[at].when && book->line[i].what == legal)
            return true;
    return false;
}

static void add_line(const struct retelling *r, struct entries *all, const struct story_book *book,
                     size_t at)
{
    const struct story_line *line = &book->line[at];
    const char *text = told_sentence(r, line);
    const char *more = line->what == STORY_WAIT_OVER ? waited_words(r, book, at) : "";
    if (*text && !is_repeated(book, at))
        add_entry(r, all, line->when, *more ? arena_print(r->arena, "%s %s", text, more) : text);
}

/* Whether an instant lies between a line and the one before it. */
static bool passes(const struct story_book *book, size_t at, tick instant)
{
    return at > 0 && book->line[at - 1].when < instant && book->line[at].when >= instant;
}

/* All that is shown of a book, with the day on which policies begin and the end of the run. */
static struct entries entries_of(const struct retelling *r, const struct story_book *book)
{
    struct entries all = {0};
    struct story_sums sums;
    story_add_up(book->line, book->n, INT64_MIN, r->plan->end, &sums);
    for (size_t i = 0; i < book->n; i++) {
        if (passes(book, i, 0))
            add_entry(r, &all, 0, told(r, TEXT_REPLAY_HISTORY_BEGINS, NO_ARGUMENTS));
        if (passes(book, i, r->plan->history_end))
            add_entry(r, &all, r->plan->history_end,
                      told(r, TEXT_REPLAY_POLICIES_BEGIN, NO_ARGUMENTS));
        add_line(r, &all, book, i);
    }
    if (sums.place != PLACE_RETURNED) {
        const char *place =
            dimension_table[DIMENSION_PLACE].category[sums.place].label[r->invocation->language];
        add_entry(r, &all, r->plan->end, told(r, TEXT_REPLAY_END, ARGUMENTS(place)));
    }
    return all;
}

/* ---- printing ---- */

/* Length in bytes of as many words as fit into `room` characters: at least one. */
static size_t words_that_fit(const char *text, size_t room)
{
    size_t fit = 0, width = 0;
    for (size_t i = 0; text[i]; i++) {
        width += (text[i] & 0xC0) != 0x80;
        if (text[i + 1] == ' ' || text[i + 1] == '\0') {
            if (fit > 0 && width > room)
                return fit;
            fit = i + 1;
        }
    }
    return fit;
}

static void print_entry(const struct retelling *r, const struct entry *entry, const char *mark,
                        size_t margin)
{
    FILE *out = r->invocation->out;
    const char *date = told_date(r, entry->when), *text = entry->text;
    size_t left = 2 + margin + 2 + (*mark ? 3 : 0);
    fprintf(out, "  %*s%s  %s%s", (int)(margin - utf8_length(date)), "", date, mark,
            *mark ? "  " : "");
    while (*text) {
        size_t n = words_that_fit(text, LINE_LENGTH - left);
        fprintf(out, "%.*s\n", (int)n, text);
        text += n;
        text += *text == ' ';
        if (*text)
            fprintf(out, "%*s", (int)left, "");
    }
}

static bool same_entry(const struct entry *a, const struct entry *b)
{
    return a->when == b->when && strcmp(a->text, b->text) == 0;
}

static size_t common_entries(const struct entries *a, const struct entries *b)
{
    size_t n = 0;
    while (n < a->n && n < b->n && same_entry(&a->entry[n], &b->entry[n]))
        n++;
    return n;
}

/* Whether an entry stands later on the same instant of the other story. */
static bool comes_later(const struct entry *entry, const struct entries *other, size_t from)
{
    for (size_t i = from; i < other->n && other->entry[i].when == entry->when; i++)
        if (same_entry(entry, &other->entry[i]))
            return true;
    return false;
}

/* Two stories in one list, each entry marked by whose it is. */
static void print_merged(const struct retelling *r, const struct entries *a,
                         const struct entries *b, size_t from, size_t margin)
{
    size_t i = from, j = from;
    while (i < a->n || j < b->n) {
        const struct entry *x = i < a->n ? &a->entry[i] : NULL;
        const struct entry *y = j < b->n ? &b->entry[j] : NULL;
        if (x && y && same_entry(x, y)) {
            print_entry(r, x, "=", margin);
            i++;
            j++;
        } else if (!y ||
                   (x && (x->when < y->when || (x->when == y->when && !comes_later(x, b, j))))) {
            print_entry(r, x, "1", margin);
            i++;
        } else {
            print_entry(r, y, "2", margin);
            j++;
        }
    }
}

static size_t date_margin(const struct retelling *r, const struct entries *all, size_t n)
{
    size_t margin = 0;
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < all[s].n; i++) {
            size_t width = utf8_length(told_date(r, all[s].entry[i].when));
            margin = width > margin ? width : margin;
        }
    return margin;
}

static void print_lines(const struct retelling *r, const struct entries *all)
{
    FILE *out = r->invocation->out;
    bool two = r->order.scenarios == 2;
    size_t margin = date_margin(r, all, r->order.scenarios);
    size_t common = two ? common_entries(&all[0], &all[1]) : all[0].n;
    for (size_t i = 0; i < common; i++)
        print_entry(r, &all[0].entry[i], "", margin);
    if (!two)
        return;
    const char *const names[] = {told_scenario(r, 0), told_scenario(r, 1)};
    bool parts = common < all[0].n || common < all[1].n;
    fprintf(out, "\n%s\n", told(r, parts ? TEXT_REPLAY_PARTS : TEXT_REPLAY_SAME, names, 2));
    if (parts)
        fputs("\n", out);
    print_merged(r, &all[0], &all[1], common, margin);
}

/* ---- who it is ---- */

static const struct story_line *first_line(const struct story_book *book, enum story what)
{
    for (size_t i = 0; i < book->n; i++)
        if (book->line[i].what == what)
            return &book->line[i];
    return NULL;
}

static void print_siblings(const struct retelling *r, uint64_t child, int64_t siblings)
{
    FILE *out = r->invocation->out;
    const char *numbers = "";
    uint64_t first = child - child % 10;
    for (uint64_t one = first; one <= first + (uint64_t)siblings; one++)
        if (one != child)
            numbers = arena_print(r->arena, "%s%s%llu", numbers, *numbers ? ", " : "",
                                  (unsigned long long)one);
    fprintf(out, "%s\n",
            siblings > 0 ? told(r, TEXT_REPLAY_SIBLINGS, ARGUMENTS(numbers))
                         : told(r, TEXT_REPLAY_ALONE, NO_ARGUMENTS));
}

static const char *label(const struct retelling *r, enum dimension d, int64_t category)
{
    return dimension_table[d].category[category].label[r->invocation->language];
}

static void print_child(const struct retelling *r, const struct story_book *book)
{
    FILE *out = r->invocation->out;
    const struct story_line *arrives = first_line(book, STORY_ARRIVES),
                            *is = first_line(book, STORY_IS),
                            *siblings = first_line(book, STORY_SIBLINGS);
    if (!arrives || !is || !siblings)
        return;
    int64_t age = (arrives->when - is->detail[0]) / TICKS_PER_YEAR;
    fprintf(
        out, "%s\n",
        told(r, TEXT_REPLAY_BORN,
             ARGUMENTS(told_date(r, is->detail[0]), label(r, DIMENSION_AREA, arrives->detail[1]),
                       arena_print(r->arena, "%lld", (long long)arrives->detail[2]),
                       arena_print(r->arena, "%lld", (long long)age))));
    fprintf(out, "%s\n",
            told(r, TEXT_REPLAY_NEEDS,
                 ARGUMENTS(label(r, DIMENSION_NEED, is->detail[1]),
                           label(r, DIMENSION_NEED, is->detail[2]))));
    print_siblings(r, arrives->child, siblings->detail[0]);
}

void story_print(const struct retelling *r, const struct story_book *book)
{
    FILE *out = r->invocation->out;
    size_t n = r->order.scenarios;
    const struct story_book *any = book[0].n > 0 ? &book[0] : &book[n - 1];
    struct entries all[MOST_TOLD] = {{0}};
    struct story_sums sums[MOST_TOLD];
    for (size_t s = 0; s < n; s++) {
        all[s] = entries_of(r, &book[s]);
        story_add_up(book[s].line, book[s].n, INT64_MIN, r->plan->end, &sums[s]);
    }
    fprintf(out, "%s\n",
            told(r, TEXT_REPLAY_CHILD,
                 ARGUMENTS(arena_print(r->arena, "%llu", (unsigned long long)any->child),
                           arena_print(r->arena, "%lu", (unsigned long)r->order.number),
                           arena_print(r->arena, "%lu", (unsigned long)r->order.seed),
                           r->study->world_title[r->invocation->language])));
    print_child(r, any);
    if (n == 1)
        fprintf(out, "%s\n", told(r, TEXT_REPLAY_SCENARIO, ARGUMENTS(told_scenario(r, 0))));
    fputs("\n", out);
    print_lines(r, all);
    fputs("\n", out);
    story_print_sums(r, sums);
}
