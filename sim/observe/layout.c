#include "observe/layout.h"

#include "engine/date.h"

#define MS_PER_DAY INT64_C(86400000)

size_t layout_periods(const struct layout *layout, enum layer layer)
{
    return (size_t)(layer == MONTHLY ? layout->months : layout->years);
}

static size_t block_length(const struct layout *layout, int m)
{
    return layout->cells[m] * layout_periods(layout, layout->layer[m]);
}

static void place_starts(struct layout *layout)
{
    for (int m = 0; m < N_MEASURES; m++) {
        layout->start_first[m] = layout->total;
        if (layout->has_start && measure_table[m].type == LEVEL)
            layout->total += layout->cells[m];
    }
}

void layout_place(struct layout *layout)
{
    layout->total = 0;
    for (int m = 0; m < N_MEASURES; m++) {
        size_t each = layout->layer[m] == WEEKS ? N_WEEKS : 1;
        layout->cells[m] = layout->is_kept[m] ? shape_cells(&layout->shape[m]) * each : 0;
        layout->first[m] = layout->total;
        layout->total += block_length(layout, m);
        layout->end_first[m] = layout->total;
        if (layout->has_end[m])
            layout->total += block_length(layout, m);
    }
    place_starts(layout);
}

void layout_count_periods(struct layout *layout)
{
    struct date start = date_of_days(layout->start_day);
    struct date last = date_of_days(layout->end_day - 1);
    layout->years = last.year - start.year + 1;
    layout->months = (last.year - start.year) * 12 + last.month - start.month + 1;
}

void layout_make(struct layout *layout, int64_t start_day, int64_t end_day)
{
    *layout = (struct layout){.start_day = start_day, .end_day = end_day, .policy_day = start_day};
    layout_count_periods(layout);
    for (int m = 0; m < N_MEASURES; m++) {
        layout->is_kept[m] = true;
        layout->layer[m] = measure_table[m].layer;
        layout->shape[m] = measure_table[m].shape;
        layout->has_end[m] = measure_table[m].type == LEVEL;
    }
    layout_place(layout);
}

void layout_add_start(struct layout *layout)
{
    layout->has_start = true;
    layout_place(layout);
}

int layout_year_of_month(const struct layout *layout, int month)
{
    struct date start = date_of_days(layout->start_day);
    return (start.month - 1 + month) / 12;
}

/* First day of period number `period`, not before the start nor after the end. */
static int64_t period_start(const struct layout *layout, enum layer layer, size_t period)
{
    struct date start = date_of_days(layout->start_day);
    struct date first = layer == MONTHLY ? date_add_months(start, (int)period)
                                         : (struct date){start.year + (int)period, 1, 1};
    int64_t day = date_days(first);
    if (day < layout->start_day)
        return layout->start_day;
    return day > layout->end_day ? layout->end_day : day;
}

int64_t layout_period_ms(const struct layout *layout, enum layer layer, size_t period)
{
    return (period_start(layout, layer, period + 1) - period_start(layout, layer, period)) *
           MS_PER_DAY;
}
