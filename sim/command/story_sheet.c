/* What a child's story adds up to, and which children are worth looking at. */
#include "analysis/number.h"
#include "command/replay.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- sums of one child ---- */

static const struct column sum_columns[] = {
    {"sum", TEXT_COLUMN_SUM, false, EVERYWHERE},
    {"1", TEXT_COLUMN_ONE, true, EVERYWHERE},
    {"2", TEXT_COLUMN_TWO, true, EVERYWHERE},
};

static const struct column single_columns[] = {
    {"sum", TEXT_COLUMN_SUM, false, EVERYWHERE},
    {"1", TEXT_COLUMN_VALUE, true, EVERYWHERE},
};

struct sums_page {
    const struct retelling *r;
    const struct story_sums *sums;
    struct sheet *sheet;
    size_t n;
};

static int64_t whole_days(tick time)
{
    return (time + TICKS_PER_DAY / 2) / TICKS_PER_DAY;
}

static void add_heading(const struct sums_page *page, enum text text)
{
    sheet_add(page->sheet, say(page->r->invocation, text));
    for (size_t s = 0; s < page->n; s++)
        sheet_add(page->sheet, "");
}

/* A row of whole numbers, one a scenario; left out where all are zero and `always` is not set. */
static void add_row(const struct sums_page *page, const char *name, const int64_t *value,
                    bool always)
{
    char out[NUMBER_SIZE];
    bool any = always;
    for (size_t s = 0; s < page->n; s++)
        any = any || value[s] != 0;
    if (!any)
        return;
    sheet_add(page->sheet, name);
    for (size_t s = 0; s < page->n; s++)
        sheet_add(page->sheet,
                  number_plain(out, page->r->invocation->language, (double)value[s], 0));
}

/* The times by category that lie at an offset in a scenario's sums. */
static const tick *times_of(const struct sums_page *page, size_t s, size_t offset)
{
    return (const tick *)((const char *)&page->sums[s] + offset);
}

static bool any_time(const struct sums_page *page, int count, size_t offset)
{
    for (size_t s = 0; s < page->n; s++)
        for (int c = 0; c < count; c++)
            if (times_of(page, s, offset)[c] != 0)
                return true;
    return false;
}

/* Times by category, in whole days that sum to those of the whole. */
static void add_times(const struct sums_page *page, enum text heading, enum dimension d,
                      size_t offset)
{
    const struct dimension_row *row = &dimension_table[d];
    tick sum[MOST_TOLD] = {0};
    int64_t shown[MOST_TOLD];
    if (!any_time(page, row->count, offset))
        return;
    add_heading(page, heading);
    for (int c = 0; c < row->count; c++) {
        for (size_t s = 0; s < page->n; s++) {
            tick time = times_of(page, s, offset)[c];
            shown[s] = whole_days(sum[s] + time) - whole_days(sum[s]);
            sum[s] += time;
        }
        add_row(page,
                arena_print(page->r->arena, "  %s",
                            row->category[c].label[page->r->invocation->language]),
                shown, false);
    }
    for (size_t s = 0; s < page->n; s++)
        shown[s] = whole_days(sum[s]);
    add_row(page, say(page->r->invocation, TEXT_REPLAY_TOTAL), shown, true);
}

static void add_count(const struct sums_page *page, const char *name, size_t offset, bool always)
{
    int64_t value[MOST_TOLD];
    for (size_t s = 0; s < page->n; s++)
        value[s] = *(const int *)((const char *)&page->sums[s] + offset);
    add_row(page, name, value, always);
}

static void add_counts(const struct sums_page *page)
{
    const struct {
        enum text text;
        size_t offset;
        bool always;
    } counts[] = {
        {TEXT_REPLAY_MOVES, offsetof(struct story_sums, moves), true},
        {TEXT_REPLAY_BREAKDOWNS, offsetof(struct story_sums, breakdowns), false},
        {TEXT_REPLAY_ASKED, offsetof(struct story_sums, offers), false},
        {TEXT_REPLAY_DECLINED, offsetof(struct story_sums, declined), false},
    };
    add_heading(page, TEXT_REPLAY_COUNTS);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        add_count(page, say(page->r->invocation, counts[i].text), counts[i].offset,
                  counts[i].always);
    for (int b = 0; b < N_BREACH; b++) {
        const char *kind =
            dimension_table[DIMENSION_BREACH].category[b].label[page->r->invocation->language];
        add_count(page, told(page->r, TEXT_REPLAY_BREACHES, ARGUMENTS(kind)),
                  offsetof(struct story_sums, breaches) + (size_t)b * sizeof(int), false);
    }
}

void story_print_sums(const struct retelling *r, const struct story_sums *sums)
{
    size_t n = r->order.scenarios;
    struct sums_page page = {r, sums, sheet_make(n == 2 ? sum_columns : single_columns, n + 1), n};
    int64_t institution[MOST_TOLD];
    add_times(&page, TEXT_REPLAY_BY_PLACE, DIMENSION_PLACE, offsetof(struct story_sums, in_place));
    add_times(&page, TEXT_REPLAY_BY_REASON, DIMENSION_REASON, offsetof(struct story_sums, waited));
    for (size_t s = 0; s < n; s++)
        institution[s] = whole_days(sums[s].waited_institution);
    add_row(&page, say(r->invocation, TEXT_REPLAY_INSTITUTION), institution, false);
    add_counts(&page);
    sheet_print(page.sheet, SHEET_TABLE, r->invocation->language, r->invocation->out);
    sheet_free(page.sheet);
}

/* ---- children worth looking at ---- */

enum { SHOWN = 5 };

struct candidate {
    uint64_t child;
    tick waited[MOST_TOLD];
    int moves[MOST_TOLD];
};

struct candidates {
    struct candidate *candidate; /* [n], by number */
    size_t n;
};

static int by_child(const void *a, const void *b)
{
    uint64_t x = ((const struct candidate *)a)->child, y = ((const struct candidate *)b)->child;
    return (x > y) - (x < y);
}

/* One candidate a line, then those of one child put together. */
static bool gather(const struct retelling *r, const struct story_book *book, struct candidates *all)
{
    size_t lines = 0, kept = 0;
    for (size_t s = 0; s < r->order.scenarios; s++)
        lines += book[s].n;
    struct candidate *c = calloc(lines + 1, sizeof *c);
    if (!c)
        return false;
    size_t n = 0;
    for (size_t s = 0; s < r->order.scenarios; s++)
        for (size_t i = 0; i < book[s].n; i++) {
            const struct story_line *line = &book[s].line[i];
            bool waited = line->what == STORY_WAITED;
            c[n].child = line->child;
            c[n].waited[s] = waited ? line->detail[1] : 0;
            c[n++].moves[s] = !waited;
        }
    qsort(c, n, sizeof *c, by_child);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || c[kept - 1].child != c[i].child) {
            c[kept++] = c[i];
            continue;
        }
        for (size_t s = 0; s < MOST_TOLD; s++) {
            c[kept - 1].waited[s] += c[i].waited[s];
            c[kept - 1].moves[s] += c[i].moves[s];
        }
    }
    *all = (struct candidates){c, kept};
    return true;
}

static int64_t longest(const struct candidate *c)
{
    return c->waited[0] > c->waited[1] ? c->waited[0] : c->waited[1];
}

static int64_t most_moved(const struct candidate *c)
{
    return c->moves[0] > c->moves[1] ? c->moves[0] : c->moves[1];
}

static int64_t shorter(const struct candidate *c)
{
    return c->waited[0] - c->waited[1];
}

static int64_t longer(const struct candidate *c)
{
    return c->waited[1] - c->waited[0];
}

/* Ways in which a child may be worth looking at. */
static const struct {
    const char *key;
    enum text text;
    int64_t (*points)(const struct candidate *c);
    bool of_two; /* scenarios */
} ways[] = {
    {"longest_wait", TEXT_REPLAY_LONGEST, longest, false},
    {"most_moves", TEXT_REPLAY_MOST_MOVED, most_moved, false},
    {"waits_less", TEXT_REPLAY_SHORTER, shorter, true},
    {"waits_longer", TEXT_REPLAY_LONGER, longer, true},
};
enum { N_WAYS = sizeof ways / sizeof ways[0] };

static const struct column two_columns[] = {
    {"why", TEXT_COLUMN_WHY_LISTED, false, EVERYWHERE},
    {"child", TEXT_COLUMN_CHILD, true, EVERYWHERE},
    {"days_waited_1", TEXT_COLUMN_WAITED_1, true, EVERYWHERE},
    {"days_waited_2", TEXT_COLUMN_WAITED_2, true, EVERYWHERE},
    {"moves_1", TEXT_COLUMN_MOVES_1, true, EVERYWHERE},
    {"moves_2", TEXT_COLUMN_MOVES_2, true, EVERYWHERE},
};

static const struct column one_columns[] = {
    {"why", TEXT_COLUMN_WHY_LISTED, false, EVERYWHERE},
    {"child", TEXT_COLUMN_CHILD, true, EVERYWHERE},
    {"days_waited", TEXT_COLUMN_WAITED, true, EVERYWHERE},
    {"moves", TEXT_COLUMN_MOVES, true, EVERYWHERE},
};

static void add_candidate(const struct retelling *r, struct sheet *sheet, size_t way,
                          const struct candidate *c, bool first)
{
    enum sheet_form form = form_wanted(r->invocation);
    const char *why = say(r->invocation, ways[way].text);
    sheet_add(sheet, form == SHEET_JSON ? ways[way].key : first ? why : "");
    sheet_add(sheet, arena_print(r->arena, "%llu", (unsigned long long)c->child));
    for (size_t s = 0; s < r->order.scenarios; s++)
        sheet_add(sheet, arena_print(r->arena, "%lld", (long long)whole_days(c->waited[s])));
    for (size_t s = 0; s < r->order.scenarios; s++)
        sheet_add(sheet, arena_print(r->arena, "%d", c->moves[s]));
}

/* The next best in one way below `below` points and beyond child `after` of equal points. */
static const struct candidate *next_best(const struct candidates *all, size_t way, int64_t below,
                                         uint64_t after)
{
    const struct candidate *best = NULL;
    int64_t most = 0;
    for (size_t i = 0; i < all->n; i++) {
        int64_t points = ways[way].points(&all->candidate[i]);
        bool left = points < below || (points == below && all->candidate[i].child > after);
        if (left && points > most) {
            best = &all->candidate[i];
            most = points;
        }
    }
    return best;
}

static void add_way(const struct retelling *r, struct sheet *sheet, const struct candidates *all,
                    size_t way)
{
    int64_t below = INT64_MAX;
    uint64_t after = 0;
    for (int i = 0; i < SHOWN; i++) {
        const struct candidate *c = next_best(all, way, below, after);
        if (!c)
            return;
        add_candidate(r, sheet, way, c, i == 0);
        below = ways[way].points(c);
        after = c->child;
    }
}

static void print_list(const struct retelling *r, const struct candidates *all)
{
    FILE *out = r->invocation->out;
    size_t n = r->order.scenarios;
    enum sheet_form form = form_wanted(r->invocation);
    struct sheet *sheet = n == 2 ? sheet_make(two_columns, 6) : sheet_make(one_columns, 4);
    for (size_t way = 0; way < N_WAYS; way++)
        if (n == 2 || !ways[way].of_two)
            add_way(r, sheet, all, way);
    if (form == SHEET_TABLE && !r->invocation->quiet) {
        fprintf(out, "%s\n",
                told(r, TEXT_REPLAY_LIST,
                     ARGUMENTS(arena_print(r->arena, "%lu", (unsigned long)r->order.number),
                               arena_print(r->arena, "%lu", (unsigned long)r->order.seed),
                               told_date(r, r->plan->history_end))));
        fprintf(out, "%s\n\n",
                n == 2 ? told(r, TEXT_REPLAY_NUMBERS,
                              ARGUMENTS(told_scenario(r, 0), told_scenario(r, 1)))
                       : told(r, TEXT_REPLAY_SCENARIO, ARGUMENTS(told_scenario(r, 0))));
    }
    sheet_print(sheet, form, r->invocation->language, out);
    sheet_free(sheet);
}

/* Books of all children, from the day on which policies begin, that keep these lines only. */
static bool retell_all(const struct retelling *r, struct story_book *book, const enum story *what,
                       size_t n)
{
    for (size_t s = 0; s < r->order.scenarios; s++) {
        book[s] = story_open(STORY_OF_ALL);
        book[s].from = r->plan->history_end;
        story_only(&book[s], what, n);
    }
    return retell(r, book);
}

bool story_list(const struct retelling *r)
{
    static const enum story looked_at[] = {STORY_WAITED, STORY_PLACED_MOVE};
    struct story_book book[MOST_TOLD];
    struct candidates all = {0};
    bool good = retell_all(r, book, looked_at, 2);
    if (good && !gather(r, book, &all)) {
        refuse(r->invocation, TEXT_OUT_OF_MEMORY, ARGUMENTS(""));
        good = false;
    }
    if (good)
        print_list(r, &all);
    free(all.candidate);
    for (size_t s = 0; s < r->order.scenarios; s++)
        story_close(&book[s]);
    return good;
}

uint64_t story_any_child(const struct retelling *r)
{
    static const enum story looked_at[] = {STORY_ARRIVES};
    struct story_book book[MOST_TOLD];
    uint64_t child = 0;
    if (retell_all(r, book, looked_at, 1) && book[0].n > 0) {
        struct timespec clock;
        clock_gettime(CLOCK_REALTIME, &clock);
        size_t any = (size_t)(clock.tv_nsec / 1000 + clock.tv_sec) % book[0].n;
        child = book[0].line[any].child;
    } else if (book[0].n == 0) {
        refuse(r->invocation, TEXT_REPLAY_NOBODY,
               ARGUMENTS(arena_print(r->arena, "%lu", (unsigned long)r->order.number)));
    }
    for (size_t s = 0; s < r->order.scenarios; s++)
        story_close(&book[s]);
    return child;
}
