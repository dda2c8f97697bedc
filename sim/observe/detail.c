#include "observe/detail.h"

#include "engine/date.h"

#include <string.h>

/* Means are rounded to this part of a thing. It divides a day's milliseconds, so that the integral
 * of a rounded mean is a whole number. */
enum { STEPS_OF_MEAN = 1024 };
static const int64_t step_of_time = INT64_C(1) << 23, step_of_money = INT64_C(1) << 20;

/* ---- what is kept ---- */

static int place_in_shape(const struct shape *shape, int dimension)
{
    for (int i = 0; i < shape->dimensions; i++)
        if ((int)shape->dimension[i] == dimension)
            return i;
    return -1;
}

void detail_make(struct detail *detail, enum detail_name name)
{
    *detail = (struct detail){.name = name, .projects = name == DETAIL_LARGE};
    for (int m = 0; m < N_MEASURES; m++) {
        struct kept_row row = detail_keeps(name, (enum measure)m);
        int summed = place_in_shape(&measure_table[m].shape, row.summed);
        detail->kept[m] = (struct kept){row.periods, row.ends, summed};
    }
}

void detail_only(struct detail *detail, const bool wanted[N_MEASURES])
{
    detail->chosen = true;
    for (int m = 0; m < N_MEASURES; m++) {
        struct kept *kept = &detail->kept[m];
        if (!wanted[m])
            kept->periods = NOTHING;
        else if (kept->periods == NOTHING)
            *kept = (struct kept){AS_IT_IS, true, -1};
    }
}

/* ---- the layout ---- */

static void drop_dimension(struct shape *shape, int place)
{
    shape->dimensions--;
    for (int i = place; i < shape->dimensions; i++)
        shape->dimension[i] = shape->dimension[i + 1];
}

/* The year in which policies begin, if some of it is reported; else all. */
static int64_t first_day(const struct layout *full)
{
    int64_t day = date_days((struct date){date_of_days(full->policy_day).year, 1, 1});
    return day < full->start_day || day >= full->end_day ? full->start_day : day;
}

void detail_layout(const struct detail *detail, const struct layout *full, struct layout *kept)
{
    *kept = *full;
    if (detail->projects)
        kept->start_day = first_day(full);
    layout_count_periods(kept);
    for (int m = 0; m < N_MEASURES; m++) {
        const struct kept *how = &detail->kept[m];
        kept->is_kept[m] = how->periods != NOTHING;
        kept->has_end[m] = full->has_end[m] && how->ends;
        if (how->periods == BY_YEAR)
            kept->layer[m] = YEARLY;
        if (how->summed >= 0)
            drop_dimension(&kept->shape[m], how->summed);
    }
    layout_place(kept);
}

/* ---- the values ---- */

/* How the cells of a period (with weeks, if it has them) become fewer: [outer][summed][inner] become
 * [outer][inner]. */
struct folding {
    size_t outer, summed, inner;
};

static struct folding folding_of(const struct shape *shape, size_t cells, int place)
{
    struct folding folding = {1, 1, shape_cells(shape)};
    for (int i = 0; i <= place; i++)
        folding.inner /= (size_t)dimension_table[shape->dimension[i]].count;
    if (place >= 0)
        folding.summed = (size_t)dimension_table[shape->dimension[place]].count;
    folding.outer = cells / (folding.summed * folding.inner);
    return folding;
}

static void add_cells(size_t n, const int64_t *cell, int64_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] += cell[i];
}

/* Adds one period's cells. */
static void add_folded(const struct folding *folding, const int64_t *cell, int64_t *out)
{
    for (size_t o = 0; o < folding->outer; o++, out += folding->inner)
        for (size_t s = 0; s < folding->summed; s++, cell += folding->inner)
            add_cells(folding->inner, cell, out);
}

/* The period of the kept layout that a period of the full one goes into; negative: none. */
static int period_kept(const struct layout *full, const struct layout *kept, int m, int period)
{
    if (full->layer[m] == MONTHLY && kept->layer[m] == MONTHLY)
        return period - (full->months - kept->months);
    int year = full->layer[m] == MONTHLY ? layout_year_of_month(full, period) : period;
    return year - (full->years - kept->years);
}

/* Sums a measure's block. Of the ends that come into one period, the last is its end. */
static void keep_block(const struct layout *full, const struct layout *kept, int m,
                       const struct folding *folding, bool ends, const int64_t *values,
                       int64_t *out)
{
    int periods = (int)layout_periods(full, full->layer[m]);
    for (int p = 0; p < periods; p++, values += full->cells[m]) {
        int to = period_kept(full, kept, m, p);
        if (to < 0)
            continue;
        int64_t *cell = out + (size_t)to * kept->cells[m];
        if (ends)
            memset(cell, 0, kept->cells[m] * sizeof *cell);
        if (folding->summed > 1)
            add_folded(folding, values, cell);
        else
            add_cells(kept->cells[m], values, cell);
    }
}

static int64_t rounded(int64_t value, int64_t step)
{
    return (value + step / 2) / step * step;
}

static void round_block(const struct detail *detail, const struct layout *kept, int m, int64_t *out)
{
    enum measure_type type = measure_table[m].type;
    if (!(detail_step(detail, type) > 0))
        return;
    for (size_t p = 0; p < layout_periods(kept, kept->layer[m]); p++) {
        int64_t step = type == LEVEL  ? layout_period_ms(kept, kept->layer[m], p) / STEPS_OF_MEAN
                       : type == TIME ? step_of_time
                                      : step_of_money;
        for (size_t c = 0; c < kept->cells[m]; c++, out++)
            *out = rounded(*out, step);
    }
}

double detail_step(const struct detail *detail, enum measure_type type)
{
    if (type == LEVEL)
        return detail->name == DETAIL_FULL ? 0 : 1.0 / STEPS_OF_MEAN;
    if (detail->name != DETAIL_LARGE)
        return 0;
    return type == TIME ? (double)step_of_time : type == MONEY ? (double)step_of_money : 0;
}

void detail_keep(const struct detail *detail, const struct layout *full, const int64_t *values,
                 const struct layout *kept, int64_t *out)
{
    memset(out, 0, kept->total * sizeof *out);
    for (int m = 0; m < N_MEASURES; m++) {
        if (!kept->is_kept[m])
            continue;
        struct folding folding =
            folding_of(&measure_table[m].shape, full->cells[m], detail->kept[m].summed);
        keep_block(full, kept, m, &folding, false, values + full->first[m], out + kept->first[m]);
        round_block(detail, kept, m, out + kept->first[m]);
        if (kept->has_end[m])
            keep_block(full, kept, m, &folding, true, values + full->end_first[m],
                       out + kept->end_first[m]);
        if (kept->has_start && measure_table[m].type == LEVEL)
            add_folded(&folding, values + full->start_first[m], out + kept->start_first[m]);
    }
}
