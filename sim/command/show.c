#include "command/show.h"

#include "command/sheet.h"
#include "engine/date.h"
#include "input/cells.h"

#include <string.h>

enum { LONGEST_NUMBER = 12 };

const char *show_day(struct arena *arena, int64_t day)
{
    struct date date = date_of_days(day);
    return arena_print(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static const char *show_number(struct arena *arena, double number)
{
    char text[32];
    exact_number(number, text);
    if (strlen(text) <= LONGEST_NUMBER)
        return arena_text(arena, text, strlen(text));
    return arena_print(arena, "%.10g", number);
}

const char *show_exactly(struct arena *arena, enum parameter parameter, double value)
{
    if (parameter_quantity(parameter) == QUANTITY_DATE)
        return show_day(arena, (int64_t)value);
    char text[32];
    exact_number(value, text);
    return arena_text(arena, text, strlen(text));
}

const char *show_value(struct arena *arena, enum parameter parameter, double value,
                       enum language language)
{
    enum quantity quantity = parameter_quantity(parameter);
    if (quantity == QUANTITY_DATE)
        return show_day(arena, (int64_t)value);
    if (quantity == QUANTITY_SWITCH)
        return text_table[value > 0 ? TEXT_YES : TEXT_NO][language];
    return show_number(arena, value);
}

/* The least and greatest of the cells that are meant (where NULL: all). */
static const char *show_spread(struct arena *arena, enum parameter parameter, const double *cells,
                               const bool *where, enum language language)
{
    size_t n = shape_cells(&parameter_table[parameter].shape);
    double low = 0, high = 0;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (where && !where[i])
            continue;
        low = !any || cells[i] < low ? cells[i] : low;
        high = !any || cells[i] > high ? cells[i] : high;
        any = true;
    }
    const char *lowest = show_value(arena, parameter, low, language);
    if (!(low < high))
        return lowest;
    return arena_print(arena, "%s–%s", lowest, show_value(arena, parameter, high, language));
}

const char *show_values(struct arena *arena, enum parameter parameter, const double *cells,
                        enum language language)
{
    return show_spread(arena, parameter, cells, NULL, language);
}

const char *show_range(struct arena *arena, enum parameter parameter,
                       const struct evidence *evidence, enum language language)
{
    if (!evidence->has_range)
        return "";
    if (evidence->range_is_factor)
        return arena_print(arena, "× %s–%s", show_number(arena, evidence->low),
                           show_number(arena, evidence->high));
    return arena_print(arena, "%s–%s", show_value(arena, parameter, evidence->low, language),
                       show_value(arena, parameter, evidence->high, language));
}

const char *show_shape(struct arena *arena, const struct shape *shape)
{
    const char *all = "";
    for (int d = 0; d < shape->dimensions; d++)
        all = arena_print(arena, "%s%s%s", all, d ? " × " : "",
                          dimension_table[shape->dimension[d]].name);
    return all;
}

const char *show_role(struct arena *arena, unsigned role)
{
    static const struct {
        enum role role;
        const char *name;
    } roles[] = {{UNCERTAIN, "uncertain"}, {CALIBRATED, "calibrated"}, {LEVER, "lever"}};
    const char *all = "";
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (role & roles[i].role)
            all = arena_print(arena, "%s%s%s", all, *all ? ", " : "", roles[i].name);
    return *all ? all : "fixed";
}

/* ---- changes ---- */

/* Whether a change touches any cell with this category on this axis. */
static bool touches(const struct change *change, const struct shape *shape, int axis, int category)
{
    size_t stride = 1;
    for (int d = shape->dimensions; --d > axis;)
        stride *= (size_t)dimension_table[shape->dimension[d]].count;
    size_t count = (size_t)dimension_table[shape->dimension[axis]].count;
    for (size_t cell = 0; cell < shape_cells(shape); cell++)
        if (change->where[cell] && cell / stride % count == (size_t)category)
            return true;
    return false;
}

/* " (path: care_order, voluntary; area: oslo)", or "" for a change of all cells. */
static const char *show_where(struct arena *arena, const struct change *change)
{
    const struct shape *shape = &parameter_table[change->parameter].shape;
    const char *all = "";
    for (int d = 0; d < shape->dimensions; d++) {
        const struct dimension_row *row = &dimension_table[shape->dimension[d]];
        const char *names = "";
        int touched = 0;
        for (int c = 0; c < row->count; c++) {
            if (!touches(change, shape, d, c))
                continue;
            names = arena_print(arena, "%s%s%s", names, touched ? ", " : "", row->category[c].name);
            touched++;
        }
        if (touched < row->count)
            all = arena_print(arena, "%s%s%s: %s", all, *all ? "; " : "", row->name, names);
    }
    return *all ? arena_print(arena, " (%s)", all) : "";
}

const char *show_change(struct arena *arena, const struct change *change, enum language language)
{
    static const char *const sign[] = {
        [CHANGE_VALUE] = "=", [CHANGE_TIMES] = "×", [CHANGE_PLUS] = "+"};
    return arena_print(
        arena, "%s %s %s%s", parameter_table[change->parameter].name, sign[change->operation],
        show_spread(arena, change->parameter, change->amount, change->where, language),
        show_where(arena, change));
}

static const char *phrase(struct arena *arena, enum text text, enum language language,
                          const char *argument)
{
    char made[256];
    text_format(made, sizeof made, language, text, &argument, 1);
    return arena_text(arena, made, strlen(made));
}

const char *show_dates(struct arena *arena, const struct change *change, enum language language)
{
    const char *all = show_day(arena, change->from);
    if (change->ramp_months > 0)
        all = arena_print(
            arena, "%s, %s", all,
            phrase(arena, TEXT_CHECK_RAMP, language, show_number(arena, change->ramp_months)));
    if (change->to != INT64_MAX)
        all = arena_print(arena, "%s, %s", all,
                          phrase(arena, TEXT_CHECK_TO, language, show_day(arena, change->to)));
    return all;
}
