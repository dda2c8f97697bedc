#include "observe/observer.h"

#include <stdlib.h>
#include <string.h>

bool observer_open(struct observer *o, const struct layout *layout)
{
    *o = (struct observer){.layout = layout, .month = -1, .year = -1};
    for (int m = 0; m < N_MEASURES; m++) {
        o->first_level[m] = o->levels;
        if (measure_table[m].type == LEVEL)
            o->levels += layout->cells[m];
    }
    o->level = calloc(o->levels, sizeof *o->level);
    o->value = calloc(layout->total, sizeof *o->value);
    if (o->level && o->value)
        return true;
    observer_close(o);
    return false;
}

void observer_close(struct observer *o)
{
    free(o->level);
    free(o->value);
    o->level = NULL;
    o->value = NULL;
}

void observer_copy(struct observer *to, const struct observer *from)
{
    to->month = from->month;
    to->year = from->year;
    memcpy(to->level, from->level, from->levels * sizeof *from->level);
    memcpy(to->value, from->value, from->layout->total * sizeof *from->value);
}

/* Reports the running period of measure m (if one runs) and starts the next. */
static void end_period(struct observer *o, int m, int period, tick now)
{
    const struct layout *layout = o->layout;
    size_t at = (size_t)(period < 0 ? 0 : period) * layout->cells[m];
    for (size_t cell = 0; cell < layout->cells[m]; cell++) {
        struct level *level = &o->level[o->first_level[m] + cell];
        int64_t integral = level_take(level, now);
        if (period < 0)
            continue;
        o->value[layout->first[m] + at + cell] = integral;
        o->value[layout->end_first[m] + at + cell] = level->count;
    }
}

static void end_layer(struct observer *o, enum layer layer, int period, tick now)
{
    for (int m = 0; m < N_MEASURES; m++)
        if (measure_table[m].type == LEVEL && measure_table[m].layer == layer)
            end_period(o, m, period, now);
}

void observer_start(struct observer *o, tick now)
{
    end_layer(o, MONTHLY, -1, now);
    end_layer(o, YEARLY, -1, now);
    o->month = 0;
    o->year = 0;
}

void observer_note_start(struct observer *o)
{
    const struct layout *layout = o->layout;
    for (int m = 0; m < N_MEASURES && layout->has_start; m++)
        for (size_t cell = 0; measure_table[m].type == LEVEL && cell < layout->cells[m]; cell++)
            o->value[layout->start_first[m] + cell] = o->level[o->first_level[m] + cell].count;
}

void observer_end_month(struct observer *o, tick now)
{
    if (o->month < 0)
        return;
    end_layer(o, MONTHLY, o->month, now);
    o->month++;
}

void observer_end_year(struct observer *o, tick now)
{
    if (o->year < 0)
        return;
    end_layer(o, YEARLY, o->year, now);
    o->year++;
}

void observe_weeks(struct observer *o, enum measure m, int year, int64_t weeks, size_t cell,
                   int64_t amount)
{
    if (year < 0 || year >= o->layout->years)
        return;
    size_t week = weeks < N_WEEKS - 1 ? (size_t)weeks : N_WEEKS - 1;
    size_t cells = o->layout->cells[m] / N_WEEKS;
    o->value[o->layout->first[m] + (size_t)year * o->layout->cells[m] + week * cells + cell] +=
        amount;
}
