/* Every indicator: the level of the base scenario and below it the change in each other; with
 * --levels also every scenario's level with median, P10 and P90. In several worlds: the changes in
 * each beside each other. */
#include "command/compare.h"

#include "analysis/number.h"

#include <math.h>
#include <string.h>

/* A table being filled. */
struct blocks {
    const struct compared *compared;
    const struct comparison *comparison;
    enum language language;
    struct arena *arena;
    struct grid *grid;
};

/* ---- cells ---- */

static const char *keep(const struct blocks *blocks, const char *text)
{
    return arena_text(blocks->arena, text, strlen(text));
}

static const char *plain(const struct blocks *blocks, double value, int decimals)
{
    char text[NUMBER_SIZE];
    return keep(blocks, number_plain(text, blocks->language, value, decimals));
}

static const char *signed_number(const struct blocks *blocks, double value, int decimals)
{
    char text[NUMBER_SIZE];
    return keep(blocks, number_signed(text, blocks->language, value, decimals));
}

static const char *interval(const struct blocks *blocks, struct interval bounds)
{
    return compare_interval(blocks->compared, blocks->arena, bounds);
}

static const char *reduction(const struct blocks *blocks, double factor)
{
    double known = isinf(factor) ? NAN : factor;
    return plain(blocks, known, known < 10 ? 1 : 0);
}

/* P10 and P90 with the decimals of the mean. */
static const char *spread(const struct blocks *blocks, const struct spread *lies, int decimals)
{
    char text[NUMBER_SIZE];
    if (isnan(lies->p10.value))
        return plain(blocks, NAN, 0);
    return keep(blocks,
                number_range(text, blocks->language, lies->p10.value, lies->p90.value, decimals));
}

/* What the interval says; and, where there are draws, in how many of them it is so. */
static const char *reading(const struct blocks *blocks, const struct paired *paired)
{
    const struct estimate *change = &paired->difference;
    enum finding finding = finding_of(paired);
    const char *words = compare_finding(finding, blocks->language);
    char text[256], share[NUMBER_SIZE];
    if (change->draws == 0 || finding == FINDING_UNKNOWN || finding == FINDING_SAME)
        return words;
    bool higher = change->mean > 0;
    number_percent(share, blocks->language, higher ? change->above : change->below, 0);
    text_format(text, sizeof text, blocks->language,
                finding != FINDING_NOT_DISTINGUISHABLE ? TEXT_FINDING_IN
                : higher                               ? TEXT_FINDING_HIGHER_IN
                                                       : TEXT_FINDING_LOWER_IN,
                ARGUMENTS(words, share));
    return keep(blocks, text);
}

/* A change with the decimals of its interval; no decimals where nothing differs. */
static const char *change_cell(const struct blocks *blocks, const struct paired *paired)
{
    bool same = finding_of(paired) == FINDING_SAME;
    return signed_number(blocks, paired->difference.mean,
                         same ? 0 : finding_decimals(paired->difference.interval));
}

static const char *scenario_name(const struct comparison *comparison, size_t scenario)
{
    return comparison->results->scenario->category[scenario].name;
}

static const char *indented(const struct blocks *blocks, const char *name)
{
    return arena_print(blocks->arena, "  %s", name);
}

/* ---- changes ---- */

enum { LABEL, VALUE, INTERVAL, READING, SPREAD, N_CELLS };

static void add_level(const struct blocks *blocks, const struct comparison_row *row)
{
    const struct comparison *comparison = blocks->comparison;
    size_t base = comparison->order.base;
    const struct estimate *level = &row->level[base];
    int decimals = finding_decimals(level->interval);
    const char **cell = grid_line(blocks->grid);
    cell[LABEL] = row->item.label[blocks->language];
    cell[VALUE] = plain(blocks, level->mean, decimals);
    cell[INTERVAL] = interval(blocks, level->interval);
    if (!isnan(row->spread[base].p10.value))
        cell[READING] =
            arena_print(blocks->arena, "P10–P90: %s", spread(blocks, &row->spread[base], decimals));
    if (level->draws)
        cell[SPREAD] = plain(blocks, level->between, decimals);
}

static void add_change(const struct blocks *blocks, const struct comparison_row *row,
                       size_t scenario)
{
    const struct paired *paired = &row->difference[scenario];
    const struct estimate *change = &paired->difference;
    const char **cell = grid_line(blocks->grid);
    cell[LABEL] = indented(blocks, scenario_name(blocks->comparison, scenario));
    cell[VALUE] = change_cell(blocks, paired);
    cell[INTERVAL] = interval(blocks, change->interval);
    cell[READING] = reading(blocks, paired);
    cell[SPREAD] = change->draws
                       ? plain(blocks, change->between, finding_decimals(change->interval))
                       : reduction(blocks, paired->reduction);
}

static void add_changes(const struct blocks *blocks, const struct comparison_row *row)
{
    add_level(blocks, row);
    for (size_t s = 0; s < blocks->comparison->results->scenarios; s++)
        if (s != blocks->comparison->order.base)
            add_change(blocks, row, s);
}

/* ---- levels ---- */

enum { LEVEL_MEAN = 1, LEVEL_INTERVAL, LEVEL_MEDIAN, LEVEL_SPREAD, N_LEVEL_CELLS };

static void add_levels(const struct blocks *blocks, const struct comparison_row *row)
{
    grid_line(blocks->grid)[LABEL] = row->item.label[blocks->language];
    for (size_t s = 0; s < blocks->comparison->results->scenarios; s++) {
        const struct estimate *level = &row->level[s];
        int decimals = finding_decimals(level->interval);
        const char **cell = grid_line(blocks->grid);
        cell[LABEL] = indented(blocks, scenario_name(blocks->comparison, s));
        cell[LEVEL_MEAN] = plain(blocks, level->mean, decimals);
        cell[LEVEL_INTERVAL] = interval(blocks, level->interval);
        cell[LEVEL_MEDIAN] = plain(blocks, row->spread[s].median.value, decimals);
        cell[LEVEL_SPREAD] = spread(blocks, &row->spread[s], decimals);
    }
}

/* ---- several worlds ---- */

/* A change in one world: "−9.8 (−12.7 to −7.0)". */
static const char *world_cell(const struct blocks *blocks, const struct paired *paired)
{
    if (finding_of(paired) == FINDING_SAME)
        return change_cell(blocks, paired);
    return arena_print(blocks->arena, "%s (%s)", change_cell(blocks, paired),
                       interval(blocks, paired->difference.interval));
}

/* Below the heading "distinguishable from zero". */
static const char *agreement_cell(const struct blocks *blocks, enum agreement agreement)
{
    static const enum text words[] = {
        [AGREEMENT_UNKNOWN] = TEXT_FINDING_UNKNOWN,
        [AGREEMENT_SAME_SIGN] = TEXT_SHORT_AGREE,
        [AGREEMENT_DIRECTION_ONLY] = TEXT_SHORT_DIRECTION_ONLY,
        [AGREEMENT_OPPOSITE] = TEXT_SHORT_OPPOSITE,
        [AGREEMENT_SOME_ONLY] = TEXT_SHORT_SOME_ONLY,
        [AGREEMENT_NONE_DISTINGUISHABLE] = TEXT_SHORT_NONE,
    };
    bool one_of_two = agreement == AGREEMENT_SOME_ONLY && blocks->compared->n == 2;
    return text_table[one_of_two ? TEXT_SHORT_ONE_ONLY : words[agreement]][blocks->language];
}

static void add_worlds(const struct blocks *blocks, const struct comparison_row *row)
{
    const struct worlds *worlds = &blocks->compared->worlds;
    const struct comparison *first = blocks->comparison;
    const char **cell = grid_line(blocks->grid);
    cell[LABEL] = row->item.label[blocks->language];
    for (size_t w = 0; w < worlds->n; w++) {
        size_t base = worlds_scenario(worlds, w, first->order.base);
        const struct estimate *level = &worlds_row(worlds, w, row)->level[base];
        cell[1 + w] = plain(blocks, level->mean, finding_decimals(level->interval));
    }
    for (size_t s = 0; s < first->results->scenarios; s++) {
        if (s == first->order.base)
            continue;
        cell = grid_line(blocks->grid);
        cell[LABEL] = indented(blocks, scenario_name(first, s));
        for (size_t w = 0; w < worlds->n; w++)
            cell[1 + w] = world_cell(blocks, worlds_change(worlds, w, row, s));
        cell[1 + worlds->n] = agreement_cell(blocks, agreement_of(worlds, row, s));
    }
}

/* ---- tables ---- */

/* Adds every indicator that is shown, with a heading for each block. */
static void fill(const struct blocks *blocks,
                 void (*add)(const struct blocks *blocks, const struct comparison_row *row))
{
    int block = -1;
    for (size_t i = 0; i < blocks->comparison->n_rows; i++) {
        const struct comparison_row *row = &blocks->comparison->rows[i];
        int own = (int)indicator_table[row->item.indicator].block;
        if (!compare_shows(blocks->compared, own))
            continue;
        if (own != block)
            grid_heading(blocks->grid, block_label[own][blocks->language]);
        block = own;
        add(blocks, row);
    }
}

static bool print(struct blocks *blocks, const struct grid_column *columns, size_t n,
                  void (*add)(const struct blocks *blocks, const struct comparison_row *row))
{
    blocks->grid = grid_make(blocks->arena, columns, n);
    fill(blocks, add);
    return grid_print(blocks->grid, blocks->compared->width, blocks->compared->invocation->out);
}

/* "95 % interval" */
static const char *interval_heading(const struct blocks *blocks)
{
    char text[128];
    text_format(text, sizeof text, blocks->language, TEXT_COMPARE_INTERVAL,
                ARGUMENTS(compare_percent(blocks->compared, blocks->arena,
                                          blocks->comparison->order.confidence)));
    return keep(blocks, text);
}

static struct blocks start(const struct compared *compared)
{
    return (struct blocks){compared, compared->comparison[0], compared->invocation->language,
                           arena_make(), NULL};
}

bool compare_print_blocks(const struct compared *compared)
{
    const struct invocation *invocation = compared->invocation;
    struct blocks blocks = start(compared);
    bool drawn = blocks.comparison->results->n_draws > 0;
    const char *heading = interval_heading(&blocks);
    const struct grid_column changes[N_CELLS] = {
        {"", false, GRID_STAYS},
        {say(invocation, TEXT_COMPARE_LEVEL), true, GRID_STAYS},
        {heading, false, GRID_STAYS},
        {say(invocation, TEXT_COMPARE_FINDING), false, GRID_FOLDS},
        {say(invocation, drawn ? TEXT_COMPARE_BETWEEN : TEXT_COMPARE_REDUCTION), true,
         drawn ? GRID_STAYS : GRID_GOES}};
    const struct grid_column levels[N_LEVEL_CELLS] = {
        {"", false, GRID_STAYS},
        {say(invocation, TEXT_COMPARE_MEAN), true, GRID_STAYS},
        {heading, false, GRID_STAYS},
        {say(invocation, TEXT_COMPARE_MEDIAN), true, GRID_STAYS},
        {"P10–P90", false, GRID_STAYS}};
    if (option_value(invocation, "levels"))
        print(&blocks, levels, N_LEVEL_CELLS, add_levels);
    bool left_out = print(&blocks, changes, N_CELLS, add_changes);
    arena_free(blocks.arena);
    return left_out;
}

bool compare_print_worlds(const struct compared *compared)
{
    const struct invocation *invocation = compared->invocation;
    struct blocks blocks = start(compared);
    struct grid_column columns[GRID_COLUMNS] = {{"", false, GRID_STAYS}};
    size_t n = 1;
    for (size_t w = 0; w < compared->n && n + 1 < GRID_COLUMNS; w++)
        columns[n++] = (struct grid_column){compared->results[w]->world, true, GRID_STAYS};
    columns[n++] = (struct grid_column){say(invocation, TEXT_COMPARE_WORLDS), false, GRID_FOLDS};
    bool left_out = print(&blocks, columns, n, add_worlds);
    arena_free(blocks.arena);
    return left_out;
}
