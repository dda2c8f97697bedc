/* plassflyt diff: where the values of two scenarios differ, and from when. */
#include "command/command.h"
#include "command/show.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DAYS = 12 * 300 };

/* One of the two things compared: a policy in its world, or a world alone. */
struct side {
    struct study *study;
    const struct policy *policy;
};

/* Two values of each cell that were last printed as different. */
struct shown {
    bool differ[N_PARAMETER_CELLS];
    double a[N_PARAMETER_CELLS], b[N_PARAMETER_CELLS];
};

struct comparison {
    const struct invocation *invocation;
    struct arena *arena;
    struct side a, b;
    struct sheet *sheet;
    struct shown *shown;
    size_t rows;
};

static bool is_same(double x, double y)
{
    return !(x < y) && !(x > y);
}

/* The scenario named: the last policy of the study that is not there only for comparison. */
static bool read_side(const struct invocation *invocation, const char *path, struct side *side)
{
    side->study = read_study(invocation, &path, 1);
    if (!side->study)
        return false;
    side->policy = &side->study->policies[side->study->n_policies - 1];
    return true;
}

static void add_row(struct comparison *comparison, enum parameter parameter, const char *cell,
                    const char *from, double a, double b)
{
    struct arena *arena = comparison->arena;
    enum language language = comparison->invocation->language;
    bool people = form_wanted(comparison->invocation) == SHEET_TABLE;
    sheet_add(comparison->sheet, parameter_table[parameter].name);
    sheet_add(comparison->sheet, cell);
    sheet_add(comparison->sheet, from);
    sheet_add(comparison->sheet, people ? show_value(arena, parameter, a, language)
                                        : show_exactly(arena, parameter, a));
    sheet_add(comparison->sheet, people ? show_value(arena, parameter, b, language)
                                        : show_exactly(arena, parameter, b));
    sheet_add(comparison->sheet, parameter_table[parameter].unit);
    comparison->rows++;
}

/* Whether a cell must be printed: it differs in another way than before, or no longer does. */
static bool is_news(const struct shown *shown, size_t i, double a, double b)
{
    if (is_same(a, b))
        return shown->differ[i];
    return !shown->differ[i] || !is_same(shown->a[i], a) || !is_same(shown->b[i], b);
}

static void note(struct shown *shown, size_t i, double a, double b)
{
    shown->differ[i] = !is_same(a, b);
    shown->a[i] = a;
    shown->b[i] = b;
}

/* Whether all cells of a parameter are news with the same two values. */
static bool is_uniform(const struct shown *shown, const struct parameter_row *row, const double *a,
                       const double *b)
{
    for (size_t i = 0; i < shape_cells(&row->shape); i++)
        if (!is_same(a[i], a[0]) || !is_same(b[i], b[0]) ||
            !is_news(shown, row->first + i, a[i], b[i]))
            return false;
    return true;
}

static void compare_parameter(struct comparison *comparison, enum parameter parameter,
                              const struct parameters *a, const struct parameters *b,
                              const char *from)
{
    const struct parameter_row *row = &parameter_table[parameter];
    const double *x = parameter_cells_const(a, parameter);
    const double *y = parameter_cells_const(b, parameter);
    struct shown *shown = comparison->shown;
    size_t n = shape_cells(&row->shape);
    bool uniform = is_uniform(shown, row, x, y) &&
                   (n == 1 || form_wanted(comparison->invocation) == SHEET_TABLE);
    if (uniform)
        add_row(comparison, parameter,
                n > 1 ? text_table[TEXT_ALL_CELLS][comparison->invocation->language] : "", from,
                x[0], y[0]);
    for (size_t i = 0; i < n; i++) {
        if (!is_news(shown, row->first + i, x[i], y[i]))
            continue;
        char cell[256];
        shape_cell_name(&row->shape, i, cell, sizeof cell);
        if (!uniform)
            add_row(comparison, parameter, cell, from, x[i], y[i]);
        note(shown, row->first + i, x[i], y[i]);
    }
}

static void compare(struct comparison *comparison, const struct parameters *a,
                    const struct parameters *b, const char *from)
{
    for (int p = 0; p < N_PARAMETERS; p++)
        compare_parameter(comparison, (enum parameter)p, a, b, from);
}

static int by_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Days on which either side changes, ascending; some may stand twice. */
static size_t find_days(const struct comparison *comparison, int64_t *days)
{
    size_t n = policy_days(comparison->a.study, comparison->a.policy, days, MOST_DAYS);
    n += policy_days(comparison->b.study, comparison->b.policy, days + n, MOST_DAYS);
    qsort(days, n, sizeof days[0], by_day);
    return n;
}

static void compare_all(struct comparison *comparison)
{
    int64_t *days = arena_take(comparison->arena, (size_t)2 * MOST_DAYS * sizeof *days);
    const struct side *a = &comparison->a;
    const struct side *b = &comparison->b;
    size_t n = find_days(comparison, days);
    bool people = form_wanted(comparison->invocation) == SHEET_TABLE;
    compare(comparison, &a->study->value, &b->study->value,
            people ? say(comparison->invocation, TEXT_START) : NULL);
    for (size_t i = 0; i < n; i++) {
        struct parameters x, y;
        parameters_on(a->study, a->policy, days[i], &x);
        parameters_on(b->study, b->policy, days[i], &y);
        compare(comparison, &x, &y, show_day(comparison->arena, days[i]));
    }
}

static void print_comparison(const struct comparison *comparison)
{
    const struct invocation *invocation = comparison->invocation;
    enum sheet_form form = form_wanted(invocation);
    if (comparison->rows == 0 && form == SHEET_TABLE) {
        if (!invocation->quiet)
            fprintf(invocation->out, "%s\n", say(invocation, TEXT_DIFF_SAME));
        return;
    }
    sheet_print(comparison->sheet, form, invocation->language, invocation->out);
}

int command_diff(const struct invocation *invocation)
{
    static const struct column columns[] = {
        {"parameter", TEXT_COLUMN_PARAMETER, false, EVERYWHERE},
        {"where", TEXT_COLUMN_CELL, false, EVERYWHERE},
        {"from", TEXT_COLUMN_FROM, false, EVERYWHERE},
        {"a", TEXT_COLUMN_A, true, EVERYWHERE},
        {"b", TEXT_COLUMN_B, true, EVERYWHERE},
        {"unit", TEXT_COLUMN_UNIT, false, EVERYWHERE},
    };
    if (invocation->json && option_value(invocation, "csv"))
        return refuse(invocation, TEXT_CSV_AND_JSON, NO_ARGUMENTS);
    struct comparison comparison = {.invocation = invocation};
    bool good = read_side(invocation, invocation->operands[0], &comparison.a) &&
                read_side(invocation, invocation->operands[1], &comparison.b);
    if (good) {
        comparison.arena = arena_make();
        comparison.shown = arena_take(comparison.arena, sizeof *comparison.shown);
        comparison.sheet = sheet_make(columns, sizeof columns / sizeof columns[0]);
        compare_all(&comparison);
        print_comparison(&comparison);
        sheet_free(comparison.sheet);
        arena_free(comparison.arena);
    }
    study_free(comparison.a.study);
    study_free(comparison.b.study);
    return !good ? EXIT_BAD_INPUT : comparison.rows ? EXIT_ANSWER_IS_NO : EXIT_DONE;
}
