/* What is seen first: queue, place against need and money of every scenario side by side; which
 * scenarios may be the best; every pair. */
#include "command/compare.h"

#include "analysis/number.h"

#include <math.h>
#include <string.h>

/* The indicators that are never shown one without the others, and their short names. */
static const struct {
    enum indicator indicator;
    enum text heading;
} headline[] = {{INDICATOR_queue_past_wish, TEXT_HEADLINE_QUEUE},
                {INDICATOR_days_below_need, TEXT_HEADLINE_BELOW},
                {INDICATOR_days_above_need, TEXT_HEADLINE_ABOVE},
                {INDICATOR_cost_state, TEXT_HEADLINE_STATE},
                {INDICATOR_cost_municipality, TEXT_HEADLINE_MUNICIPALITY},
                {INDICATOR_cost_total, TEXT_HEADLINE_TOTAL}};
enum { N_HEADLINE = sizeof headline / sizeof headline[0] };

/* Those that the file keeps. */
struct kept {
    const struct comparison_row *row[N_HEADLINE];
    const char *heading[N_HEADLINE];
    size_t n;
};

static struct kept find_kept(const struct compared *compared, const struct comparison *comparison)
{
    struct kept kept = {.n = 0};
    for (size_t i = 0; i < N_HEADLINE; i++) {
        kept.row[kept.n] = comparison_find(comparison, headline[i].indicator);
        kept.heading[kept.n] = say(compared->invocation, headline[i].heading);
        kept.n += kept.row[kept.n] != NULL;
    }
    return kept;
}

static const char *scenario_name(const struct comparison *comparison, size_t scenario)
{
    return comparison->results->scenario->category[scenario].name;
}

static const char *plain(const struct compared *compared, struct arena *arena, double value,
                         int decimals)
{
    char text[NUMBER_SIZE];
    number_plain(text, compared->invocation->language, value, decimals);
    return arena_text(arena, text, strlen(text));
}

/* A change, in parentheses where it is not distinguishable from zero. */
static const char *marked(const struct compared *compared, struct arena *arena,
                          const struct paired *paired)
{
    char text[NUMBER_SIZE];
    const struct estimate *change = &paired->difference;
    enum finding finding = finding_of(paired);
    int decimals = finding_decimals(change->interval);
    number_signed(text, compared->invocation->language, change->mean,
                  finding == FINDING_SAME ? 0 : decimals);
    return arena_print(arena, finding == FINDING_NOT_DISTINGUISHABLE ? "(%s)" : "%s", text);
}

/* ---- overview ---- */

static void add_base(const struct compared *compared, const struct kept *kept, size_t base,
                     struct arena *arena, const char **cell)
{
    for (size_t i = 0; i < kept->n; i++) {
        const struct estimate *level = &kept->row[i]->level[base];
        cell[1 + i] = plain(compared, arena, level->mean, finding_decimals(level->interval));
    }
}

static void add_scenarios(const struct compared *compared, const struct comparison *comparison,
                          const struct kept *kept, struct grid *grid, struct arena *arena)
{
    size_t base = comparison->order.base;
    const char **cell = grid_line(grid);
    cell[0] = scenario_name(comparison, base);
    add_base(compared, kept, base, arena, cell);
    for (size_t s = 0; s < comparison->results->scenarios; s++) {
        if (s == base)
            continue;
        cell = grid_line(grid);
        cell[0] = arena_print(arena, "  %s", scenario_name(comparison, s));
        for (size_t i = 0; i < kept->n; i++)
            cell[1 + i] = marked(compared, arena, &kept->row[i]->difference[s]);
    }
}

void compare_print_overview(const struct compared *compared, size_t w)
{
    const struct comparison *comparison = compared->comparison[w];
    struct kept kept = find_kept(compared, comparison);
    if (kept.n == 0)
        return;
    struct arena *arena = arena_make();
    struct grid_column columns[1 + N_HEADLINE] = {{"", false, GRID_STAYS}};
    for (size_t i = 0; i < kept.n; i++)
        columns[1 + i] = (struct grid_column){
            kept.heading[i], true,
            kept.row[i]->item.indicator == INDICATOR_days_above_need ? GRID_GOES : GRID_STAYS};
    struct grid *grid = grid_make(arena, columns, 1 + kept.n);
    char heading[1024];
    text_format(heading, sizeof heading, compared->invocation->language, TEXT_HEADLINE,
                ARGUMENTS(scenario_name(comparison, comparison->order.base)));
    bool several = compared->n > 1;
    grid_heading(grid, arena_print(arena, "%s%s%s", several ? comparison->results->world : "",
                                   several ? ": " : "", heading));
    add_scenarios(compared, comparison, &kept, grid, arena);
    grid_print(grid, compared->width, compared->invocation->out);
    arena_free(arena);
}

/* ---- ranking ---- */

static void add_ranked(const struct compared *compared, const struct ranked_world *world,
                       size_t position, struct grid *grid, struct arena *arena)
{
    const struct ranking *ranking = &world->ranking;
    const struct ranked *ranked = &ranking->ranked[position];
    const struct estimate *level = &ranking->row->level[ranked->scenario];
    char margin[NUMBER_SIZE];
    const char **cell = grid_line(grid);
    cell[0] = arena_print(arena, "  %s", scenario_name(world->comparison, ranked->scenario));
    cell[1] = plain(compared, arena, level->mean, finding_decimals(level->interval));
    number_signed(margin, compared->invocation->language, ranked->margin,
                  finding_decimals(ranked->interval));
    cell[2] = arena_text(arena, margin, strlen(margin));
    cell[3] = compare_interval(compared, arena, ranked->interval);
    cell[4] = verdict_words(ranked->verdict, compared->invocation->language);
}

static const char *ranking_heading(const struct compared *compared,
                                   const struct ranked_world *world, struct arena *arena)
{
    char text[1024];
    enum language language = compared->invocation->language;
    const struct ranking *ranking = &world->ranking;
    text_format(
        text, sizeof text, language, TEXT_RANKING,
        ARGUMENTS(ranking->row->item.label[language], better_words(ranking->better, language)));
    if (compared->n > 1)
        return arena_print(arena, "%s: %s", world->comparison->results->world, text);
    return arena_text(arena, text, strlen(text));
}

void compare_print_ranking(const struct compared *compared)
{
    const struct invocation *invocation = compared->invocation;
    if (compared->n_rankings == 0)
        return;
    struct arena *arena = arena_make();
    const char *percent = compare_percent(compared, arena, compared->ranking[0].ranking.confidence);
    const struct grid_column columns[] = {
        {"", false, GRID_STAYS},
        {say(invocation, TEXT_RANKING_LEVEL), true, GRID_STAYS},
        {say(invocation, TEXT_RANKING_MARGIN), true, GRID_STAYS},
        {say(invocation, TEXT_RANKING_INTERVAL), false, GRID_GOES},
        {say(invocation, TEXT_RANKING_VERDICT), false, GRID_FOLDS}};
    struct grid *grid = grid_make(arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < compared->n_rankings; i++) {
        grid_heading(grid, ranking_heading(compared, &compared->ranking[i], arena));
        for (size_t p = 0; p < compared->ranking[i].ranking.n; p++)
            add_ranked(compared, &compared->ranking[i], p, grid, arena);
    }
    grid_print(grid, compared->width, invocation->out);
    fputc('\n', invocation->out);
    compare_say(compared, TEXT_RANKING_NOTE, ARGUMENTS(percent));
    arena_free(arena);
}

/* ---- uncertainty ---- */

/* The change; of several worlds from the lowest to the highest. */
static const char *split_change(const struct compared *compared, struct arena *arena,
                                const struct comparison_row *row, size_t scenario, int decimals)
{
    double low = INFINITY, high = -INFINITY;
    char text[NUMBER_SIZE];
    for (size_t w = 0; w < compared->n; w++) {
        double mean = worlds_change(&compared->worlds, w, row, scenario)->difference.mean;
        low = fmin(low, mean);
        high = fmax(high, mean);
    }
    if (compared->n == 1)
        number_signed(text, compared->invocation->language, low, decimals);
    else
        number_range(text, compared->invocation->language, low, high, decimals);
    return arena_text(arena, text, strlen(text));
}

static void add_split(const struct compared *compared, const struct comparison_row *row,
                      size_t scenario, struct grid *grid, struct arena *arena)
{
    struct split split = uncertainty_of(&compared->worlds, row, scenario);
    int decimals = finding_decimals((struct interval){-split.chance, split.chance});
    const char **cell = grid_line(grid);
    cell[0] = arena_print(arena, "  %s", scenario_name(compared->comparison[0], scenario));
    cell[1] = split_change(compared, arena, row, scenario, decimals);
    cell[2] = plain(compared, arena, split.chance, decimals);
    cell[3] = plain(compared, arena, split.values, decimals);
    cell[4] = plain(compared, arena, split.worlds, decimals);
}

static bool is_split(enum indicator indicator)
{
    return indicator == INDICATOR_queue_past_wish || indicator == INDICATOR_days_below_need ||
           indicator == INDICATOR_cost_total;
}

void compare_print_uncertainty(const struct compared *compared)
{
    const struct invocation *invocation = compared->invocation;
    const struct comparison *first = compared->comparison[0];
    struct kept kept = find_kept(compared, first);
    if (!worlds_have_split(&compared->worlds) || kept.n == 0)
        return;
    struct arena *arena = arena_make();
    const struct grid_column columns[] = {{"", false, GRID_STAYS},
                                          {say(invocation, TEXT_SPLIT_CHANGE), true, GRID_GOES},
                                          {say(invocation, TEXT_SPLIT_CHANCE), true, GRID_STAYS},
                                          {say(invocation, TEXT_SPLIT_VALUES), true, GRID_STAYS},
                                          {say(invocation, TEXT_SPLIT_WORLDS), true, GRID_STAYS}};
    struct grid *grid = grid_make(arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < kept.n; i++) {
        if (!is_split(kept.row[i]->item.indicator))
            continue;
        char heading[512];
        text_format(heading, sizeof heading, invocation->language, TEXT_SPLIT,
                    ARGUMENTS(kept.row[i]->item.label[invocation->language]));
        grid_heading(grid, arena_text(arena, heading, strlen(heading)));
        for (size_t s = 0; s < first->results->scenarios; s++)
            if (s != first->order.base)
                add_split(compared, kept.row[i], s, grid, arena);
    }
    grid_print(grid, compared->width, invocation->out);
    fputc('\n', invocation->out);
    compare_say(compared, TEXT_SPLIT_NOTE, NO_ARGUMENTS);
    arena_free(arena);
}

/* ---- pairs ---- */

enum { PAIR_CELL = 11, PAIR_LABEL = 34 };

/* Some columns of a triangle: what the row's scenario differs by from each column's. */
static void print_triangle(const struct compared *compared, const struct comparison *comparison,
                           const struct comparison_row *row, size_t first, size_t end)
{
    struct arena *arena = arena_make();
    struct grid_column columns[GRID_COLUMNS] = {{"", false, GRID_STAYS}};
    size_t n = 1;
    for (size_t c = first; c < end; c++)
        columns[n++] = (struct grid_column){arena_print(arena, "− %zu", c + 1), true, GRID_STAYS};
    struct grid *grid = grid_make(arena, columns, n);
    grid_heading(grid, row->item.label[compared->invocation->language]);
    for (size_t s = first + 1; s < comparison->results->scenarios; s++) {
        const char **cell = grid_line(grid);
        cell[0] = arena_print(arena, "%3zu %s", s + 1, scenario_name(comparison, s));
        for (size_t c = first; c < end && c < s; c++) {
            struct paired paired = comparison_pair(comparison, row, s, c);
            cell[1 + c - first] = marked(compared, arena, &paired);
        }
    }
    grid_print(grid, compared->width, compared->invocation->out);
    arena_free(arena);
}

void compare_print_pairs(const struct compared *compared, size_t w)
{
    const struct comparison *comparison = compared->comparison[w];
    size_t most = compared->width > PAIR_LABEL ? (compared->width - PAIR_LABEL) / PAIR_CELL : 1;
    most = most < 1 ? 1 : most < GRID_COLUMNS - 1 ? most : GRID_COLUMNS - 1;
    fputc('\n', compared->invocation->out);
    compare_say(compared, TEXT_PAIRS,
                ARGUMENTS(comparison->results->world, scenario_name(comparison, 0)));
    struct kept kept = find_kept(compared, comparison);
    size_t last = comparison->results->scenarios - 1;
    for (size_t i = 0; i < kept.n; i++)
        for (size_t first = 0; first < last; first += most)
            print_triangle(compared, comparison, kept.row[i], first,
                           first + most < last ? first + most : last);
}
