/* The tables of compare --children. */
#include "command/compare_children_screen.h"

#include "analysis/number.h"

#include <math.h>
#include <string.h>

/* ---- less, same, more ---- */

/* Headings of a table of splits; times are told as such. */
struct grid *screen_splits(const struct screen *screen, bool times,
                           struct grid_column columns[N_CELLS])
{
    const struct invocation *invocation = screen->compared->invocation;
    const struct grid_column all[N_CELLS] = {
        {"", false, GRID_STAYS},
        {say(invocation, TEXT_CHILDREN_CONCERNED), true, GRID_STAYS},
        {say(invocation, times ? TEXT_CHILDREN_SHORTER : TEXT_CHILDREN_LESS), true, GRID_STAYS},
        {say(invocation, times ? TEXT_CHILDREN_AS_LONG : TEXT_CHILDREN_SAME), true, GRID_GOES},
        {say(invocation, times ? TEXT_CHILDREN_LONGER : TEXT_CHILDREN_MORE), true, GRID_STAYS},
        {say(invocation, TEXT_CHILDREN_MEAN), true, GRID_STAYS},
        {say(invocation, TEXT_COMPARE_FINDING), false, GRID_GOES}};
    memcpy(columns, all, sizeof all);
    return grid_make(screen->arena, columns, N_CELLS);
}

void screen_add_split(const struct screen *screen, struct grid *grid, const char *label,
                      size_t outcome, const struct child_split *split)
{
    char share[NUMBER_SIZE];
    const char **cell = grid_line(grid);
    cell[CELL_WHO] = label;
    cell[CELL_CHILDREN] = screen_count(screen, &split->concerned);
    if (!(split->concerned.mean > 0))
        return;
    number_percent(share, screen->language, split->share[CHANGE_SAME].mean, 0);
    cell[CELL_LESS] = screen_share(screen, &split->share[CHANGE_LESS]);
    cell[CELL_SAME] = screen_text(screen, share);
    cell[CELL_MORE] = screen_share(screen, &split->share[CHANGE_MORE]);
    cell[CELL_MEAN] = screen_change(screen, &split->mean, screen_is_time(screen, outcome) ? 1 : 2);
    cell[CELL_READS] = screen_net(screen, split);
}

const char *screen_heading(const struct screen *screen, enum text text, const char *first,
                           const char *second)
{
    char words[1024];
    text_format(words, sizeof words, screen->language, text, ARGUMENTS(first, second));
    return screen_text(screen, words);
}

bool screen_print_outcomes(const struct screen *screen)
{
    struct grid_column columns[N_CELLS];
    struct grid *grid = screen_splits(screen, false, columns);
    grid_heading(grid, screen_heading(screen, TEXT_CHILDREN_OUTCOMES, "", ""));
    for (size_t i = 0; i < screen->comparison->n_outcomes; i++)
        screen_add_split(
            screen, grid, screen_label(screen, i), i,
            &child_changes_of(screen->comparison, screen->changes->scenario, i)->split[0]);
    return grid_print(grid, screen->compared->width, screen->compared->invocation->out);
}

bool screen_print_groups(const struct screen *screen)
{
    struct grid_column columns[N_CELLS];
    size_t outcome = screen->compared->outcome;
    struct grid *grid = screen_splits(screen, screen_is_time(screen, outcome), columns);
    grid_heading(grid,
                 screen_heading(screen, TEXT_CHILDREN_WHO, screen_label(screen, outcome), ""));
    for (size_t i = 0; i < screen->changes->n_splits; i++)
        screen_add_split(screen, grid, screen_group(screen, &screen->changes->split[i]), outcome,
                         &screen->changes->split[i]);
    return grid_print(grid, screen->compared->width, screen->compared->invocation->out);
}

void screen_print_quantiles(const struct screen *screen)
{
    struct grid_column columns[N_CHILD_QUANTILES + 1] = {{"", false, GRID_STAYS}};
    for (int q = 0; q < N_CHILD_QUANTILES; q++) {
        char text[NUMBER_SIZE];
        number_percent(text, screen->language, child_quantile[q], 0);
        columns[q + 1] = (struct grid_column){screen_text(screen, text), true, GRID_STAYS};
    }
    struct grid *grid = grid_make(screen->arena, columns, N_CHILD_QUANTILES + 1);
    grid_heading(grid, screen_heading(screen, TEXT_CHILDREN_SPREAD,
                                      screen_label(screen, screen->compared->outcome),
                                      screen_unit(screen)));
    const char **cell = grid_line(grid);
    for (int q = 0; q < N_CHILD_QUANTILES; q++)
        cell[q + 1] = screen_change(screen, &screen->changes->quantile[q], 1);
    grid_print(grid, screen->compared->width, screen->compared->invocation->out);
}

/* Bounds of a bin in whole days or times. */
static const char *bin_words(const struct screen *screen, const struct child_bin *bin)
{
    char low[NUMBER_SIZE], high[NUMBER_SIZE];
    bool time = screen_is_time(screen, screen->compared->outcome);
    double step = time ? 0 : 0.5; /* counts lie between the bounds */
    number_signed(low, screen->language, bin->low + step, 0);
    number_signed(high, screen->language, bin->high - step, 0);
    if (isinf(bin->low))
        return time ? screen_heading(screen, TEXT_CHILDREN_BELOW, high, "")
                    : screen_heading(screen, TEXT_CHILDREN_AT_MOST, high, "");
    if (isinf(bin->high))
        return screen_heading(screen, TEXT_CHILDREN_FROM, low, "");
    if (!time)
        return screen_text(screen, low);
    if (bin->low < 0 && bin->high > 0)
        return screen_heading(screen, TEXT_CHILDREN_WITHIN,
                              number_plain(high, screen->language, bin->high, 0), "");
    return screen_heading(screen, TEXT_NUMBER_FROM_TO, low, high);
}

void screen_print_bins(const struct screen *screen)
{
    enum { LONGEST = 30 };
    static const char block[] = "█";
    const struct grid_column columns[] = {
        {"", false, GRID_STAYS},
        {say(screen->compared->invocation, TEXT_CHILDREN_CONCERNED), true, GRID_STAYS},
        {"", false, GRID_GOES}};
    struct grid *grid = grid_make(screen->arena, columns, sizeof columns / sizeof *columns);
    double most = 0;
    for (size_t b = 0; b < screen->changes->n_bins; b++)
        most = fmax(most, screen->changes->bin[b].count.mean);
    grid_heading(grid, screen_heading(screen, TEXT_CHILDREN_BINS,
                                      screen_label(screen, screen->compared->outcome),
                                      screen_unit(screen)));
    for (size_t b = 0; b < screen->changes->n_bins; b++) {
        const struct child_bin *bin = &screen->changes->bin[b];
        const char **cell = grid_line(grid);
        char bar[LONGEST * sizeof block + 1] = "";
        for (int i = 0; most > 0 && i < (int)lround(LONGEST * bin->count.mean / most); i++)
            strcat(bar, block);
        cell[0] = bin_words(screen, bin);
        cell[1] = screen_count(screen, &bin->count);
        cell[2] = screen_text(screen, bar);
    }
    grid_print(grid, screen->compared->width, screen->compared->invocation->out);
}

/* ---- children one may read of ---- */

static void add_extreme(const struct screen *screen, struct grid *grid,
                        const struct child_extreme *child)
{
    char text[NUMBER_SIZE];
    const char **cell = grid_line(grid);
    cell[0] = arena_print(screen->arena, "%.0f", child->number);
    cell[1] = arena_print(screen->arena, "%d", child->replication);
    cell[2] = screen_text(screen, number_plain(text, screen->language, child->base, 0));
    cell[3] = screen_text(screen, number_plain(text, screen->language, child->scenario, 0));
    cell[4] = screen_text(screen,
                          number_signed(text, screen->language, child->scenario - child->base, 0));
}

void screen_print_extremes(const struct screen *screen)
{
    const struct child_changes *changes = screen->changes;
    const char *base = screen_scenario(screen, changes->base);
    const char *scenario = screen_scenario(screen, changes->scenario);
    const struct grid_column columns[] = {
        {field_table[FIELD_child].heading[screen->language], false, GRID_STAYS},
        {field_table[FIELD_replication].heading[screen->language], true, GRID_STAYS},
        {base, true, GRID_STAYS},
        {scenario, true, GRID_STAYS},
        {field_table[FIELD_change].heading[screen->language], true, GRID_STAYS}};
    struct grid *grid = grid_make(screen->arena, columns, sizeof columns / sizeof *columns);
    if (changes->n_least + changes->n_most == 0)
        return;
    grid_heading(grid, screen_heading(screen, TEXT_CHILDREN_EXTREMES,
                                      screen_label(screen, screen->compared->outcome), ""));
    for (size_t i = 0; i < changes->n_least; i++)
        add_extreme(screen, grid, &changes->least[i]);
    for (size_t i = 0; i < changes->n_most; i++)
        add_extreme(screen, grid, &changes->most[i]);
    grid_print(grid, screen->compared->width, screen->compared->invocation->out);
    const struct child_extreme *child = changes->n_least ? &changes->least[0] : &changes->most[0];
    SAY(screen, TEXT_CHILDREN_STORY, screen->compared->results->path,
        arena_print(screen->arena, "%d", child->replication),
        arena_print(screen->arena, "%.0f", child->number), base, scenario);
}
