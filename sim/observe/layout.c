#include "observe/layout.h"

#include "engine/date.h"

#define MS_PER_DAY INT64_C(86400000)

size_t layout_periods(const struct layout *layout, enum layer layer)
{
    return (size_t)(layer == MONTHLY ? layout->months : layout->years);
}

void layout_make(struct layout *layout, int64_t start_day, int64_t end_day)
{
    struct date start = date_of_days(start_day);
    struct date last = date_of_days(end_day - 1);
    layout->start_day = start_day;
    layout->has_start = false;
    layout->end_day = end_day;
    layout->years = last.year - start.year + 1;
    layout->months = (last.year - start.year) * 12 + last.month - start.month + 1;
    size_t next = 0;
    for (int m = 0; m < N_MEASURES; m++) {
        const struct measure_row *row = &measure_table[m];
        size_t cells = shape_cells(&row->shape) * (row->layer == WEEKS ? N_WEEKS : 1);
        size_t block = cells * layout_periods(layout, row->layer);
        layout->cells[m] = cells;
        layout->first[m] = next;
        next += block;
        layout->end_first[m] = next;
        if (row->type == LEVEL)
            next += block;
    }
    layout->total = next;
}

void layout_add_start(struct layout *layout)
{
    layout->has_start = true;
    for (int m = 0; m < N_MEASURES; m++) {
        layout->start_first[m] = layout->total;
        if (measure_table[m].type == LEVEL)
            layout->total += layout->cells[m];
    }
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
