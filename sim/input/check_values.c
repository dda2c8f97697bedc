/* Whether the values that come out, after all changes, are ones that the model can have. */
#include "input/cells.h"
#include "input/parts.h"

#include "engine/date.h"

#include <math.h>
#include <string.h>

/* By how much shares may miss the sum of 1. */
#define SHARE_TOLERANCE 1e-9

enum { MOST_DAYS = 12 * 300, CELL_NAME = 256 };

const struct document *document_of(const struct reading *reading, const struct origin *origin)
{
    for (const struct document *d = reading->documents; d; d = d->next)
        if (d->path == origin->file)
            return d;
    return NULL;
}

/* ---- one parameter ---- */

/* Name of the first cell of a row without its last category: "care_order" of "care_order.nord". */
static const char *row_name(struct reading *reading, const struct shape *shape, size_t cell)
{
    char name[CELL_NAME];
    shape_cell_name(shape, cell, name, sizeof name);
    char *last = strrchr(name, '.');
    return arena_text(reading->arena, name, last ? (size_t)(last - name) : 0);
}

bool check_shares(struct reading *reading, const struct origin *origin, enum parameter parameter,
                  const double *cells)
{
    const struct parameter_row *row = &parameter_table[parameter];
    if (strcmp(row->unit, "share") != 0)
        return true;
    const struct shape *shape = &row->shape;
    size_t length = (size_t)dimension_table[shape->dimension[shape->dimensions - 1]].count;
    for (size_t first = 0; first < shape_cells(shape); first += length) {
        double sum = 0;
        for (size_t i = 0; i < length; i++)
            sum += cells[first + i];
        if (fabs(sum - 1) <= SHARE_TOLERANCE)
            continue;
        const char *name = row_name(reading, shape, first);
        complain_line(reading, document_of(reading, origin), origin->line, 0, TEXT_SHARES,
                      ARGUMENTS(row->name, *name ? arena_print(reading->arena, " (%s)", name) : "",
                                number_text(reading, sum)));
        return false;
    }
    return true;
}

static bool check_bounds(struct reading *reading, const struct origin *origin,
                         enum parameter parameter, const double *cells)
{
    const struct parameter_row *row = &parameter_table[parameter];
    for (size_t i = 0; i < shape_cells(&row->shape); i++) {
        if (cells[i] >= row->low && cells[i] <= row->high)
            continue;
        char name[CELL_NAME];
        shape_cell_name(&row->shape, i, name, sizeof name);
        complain_line(reading, document_of(reading, origin), origin->line, 0,
                      TEXT_RESULT_OUT_OF_BOUNDS,
                      ARGUMENTS(row->name, *name ? arena_print(reading->arena, " (%s)", name) : "",
                                number_text(reading, cells[i]), number_text(reading, row->low),
                                number_text(reading, row->high), row->unit));
        return false;
    }
    return true;
}

static bool check_parameter(struct reading *reading, const struct origin *origin,
                            enum parameter parameter, const struct parameters *values)
{
    const double *cells = parameter_cells_const(values, parameter);
    return check_bounds(reading, origin, parameter, cells) &&
           check_shares(reading, origin, parameter, cells);
}

/* Checks each parameter that is changed, once, at the last of its changes that has begun. checked
 * [N_PARAMETERS] is set for those that were found wrong, so that each is said once. */
static void check_changed(struct reading *reading, const struct change *changes, size_t n,
                          const struct parameters *values, bool *wrong)
{
    bool seen[N_PARAMETERS] = {false};
    for (size_t i = n; i-- > 0;) {
        enum parameter parameter = changes[i].parameter;
        if (seen[parameter] || wrong[parameter])
            continue;
        seen[parameter] = true;
        wrong[parameter] = !check_parameter(reading, &changes[i].origin, parameter, values);
    }
}

/* ---- worlds ---- */

/* Where a parameter of the world got its value: its last change, or its evidence. */
static const struct origin *world_origin(const struct study *study, enum parameter parameter)
{
    for (size_t i = study->n_world_changes; i-- > 0;)
        if (study->world_changes[i].parameter == parameter)
            return &study->world_changes[i].origin;
    return &study->evidence[parameter].origin;
}

static void check_date_order(struct reading *reading, enum parameter early, enum parameter late)
{
    const struct study *study = reading->study;
    double first = *parameter_cells_const(&study->value, early);
    double second = *parameter_cells_const(&study->value, late);
    if (first < second)
        return;
    const struct origin *origin = world_origin(study, late);
    complain_line(reading, document_of(reading, origin), origin->line, 0, TEXT_WORLD_DATES,
                  ARGUMENTS(parameter_table[late].name, parameter_table[early].name));
}

static void check_length(struct reading *reading)
{
    const struct study *study = reading->study;
    const struct parameters *p = &study->value;
    double years = p->fill_years + (p->end_date - p->history_start) / 365.25;
    if (years <= SIMULATED_YEARS_MOST)
        return;
    const struct origin *origin = world_origin(study, PARAMETER_end_date);
    complain_line(reading, document_of(reading, origin), origin->line, 0, TEXT_WORLD_LENGTH,
                  ARGUMENTS(arena_print(reading->arena, "%.0f", years),
                            arena_print(reading->arena, "%d", SIMULATED_YEARS_MOST)));
}

void check_world(struct reading *reading)
{
    const struct study *study = reading->study;
    bool wrong[N_PARAMETERS] = {false};
    check_changed(reading, study->world_changes, study->n_world_changes, &study->value, wrong);
    check_date_order(reading, PARAMETER_history_start, PARAMETER_policy_date);
    check_date_order(reading, PARAMETER_policy_date, PARAMETER_end_date);
    check_length(reading);
}

/* ---- policies ---- */

static bool overlap(const struct change *a, const struct change *b)
{
    size_t n = shape_cells(&parameter_table[a->parameter].shape);
    if (a->from >= b->to || b->from >= a->to)
        return false;
    for (size_t i = 0; i < n; i++)
        if (a->where[i] && b->where[i])
            return true;
    return false;
}

/* A value set by `first` that `second`, which applies after it, would hide from its start on. */
static bool hides(const struct change *first, const struct change *second)
{
    return first->parameter == second->parameter && first->operation == CHANGE_VALUE &&
           second->operation == CHANGE_VALUE && second->from <= first->from &&
           overlap(first, second);
}

static void check_hidden(struct reading *reading, const struct policy *policy)
{
    for (size_t i = 0; i < policy->n_changes; i++) {
        for (size_t j = i + 1; j < policy->n_changes; j++) {
            const struct change *first = &policy->changes[i];
            const struct change *second = &policy->changes[j];
            if (!hides(first, second))
                continue;
            struct date from = date_of_days(first->from);
            complain_line(
                reading, document_of(reading, &second->origin), second->origin.line, 0,
                TEXT_CHANGE_HIDDEN,
                ARGUMENTS(parameter_table[first->parameter].name, first->origin.file,
                          number_text(reading, first->origin.line),
                          arena_print(reading->arena, "%04d-%02d", from.year, from.month)));
        }
    }
}

void check_policy(struct reading *reading, const struct policy *policy)
{
    const struct study *study = reading->study;
    int64_t days[MOST_DAYS];
    size_t n = policy_days(study, policy, days, MOST_DAYS);
    bool wrong[N_PARAMETERS] = {false};
    check_hidden(reading, policy);
    for (size_t i = 0; i < n && i < MOST_DAYS; i++) {
        struct parameters values;
        parameters_on(study, policy, days[i], &values);
        check_changed(reading, policy->changes, policy->n_changes, &values, wrong);
    }
}
