/* plassflyt diff: where the values of two scenarios differ, and from when. */
#include "command/command.h"
#include "command/show.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DAYS = 12 * 300, LONGEST_MONTH = 31 };

/* One of the two things compared: a policy in its world, or a world alone. */
struct side {
    struct study *study;
    const struct policy *policy;
};

/* Two values of each cell that were last found different; whether they became so on the last day,
 * and whether days before it are left out of the table. */
struct shown {
    bool differ[N_PARAMETER_CELLS], news[N_PARAMETER_CELLS], left_out[N_PARAMETER_CELLS];
    double a[N_PARAMETER_CELLS], b[N_PARAMETER_CELLS];
};

/* The values of both sides on a day, and on the next on which one of them changes. */
struct day {
    const char *from;
    bool
        among_months; /* the days before and after are at most a month off, as steps of a ramp are */
    struct parameters a, b, next_a, next_b;
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
    shown->news[i] = is_news(shown, i, a, b);
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

/* For people the first and the last step of a value that changes every month are enough. */
static bool is_midway(const struct comparison *comparison, const struct day *day,
                      enum parameter parameter, size_t i)
{
    const struct parameter_row *row = &parameter_table[parameter];
    const struct shown *shown = comparison->shown;
    double a = parameter_cells_const(&day->a, parameter)[i];
    double b = parameter_cells_const(&day->b, parameter)[i];
    double next_a = parameter_cells_const(&day->next_a, parameter)[i];
    double next_b = parameter_cells_const(&day->next_b, parameter)[i];
    return form_wanted(comparison->invocation) == SHEET_TABLE && day->among_months &&
           shown->news[row->first + i] && !is_same(next_a, next_b) &&
           (!is_same(a, next_a) || !is_same(b, next_b));
}

/* The day from which values hold, and that they came in steps. */
static const char *from_words(const struct comparison *comparison, const struct day *day, size_t i)
{
    char words[128];
    if (!comparison->shown->left_out[i])
        return day->from;
    text_format(words, sizeof words, comparison->invocation->language, TEXT_DIFF_STEPS,
                ARGUMENTS(day->from));
    return arena_text(comparison->arena, words, strlen(words));
}

static void add_cell(struct comparison *comparison, const struct day *day, enum parameter parameter,
                     size_t i, const char *cell)
{
    struct shown *shown = comparison->shown;
    size_t at = parameter_table[parameter].first + i;
    double a = parameter_cells_const(&day->a, parameter)[i];
    double b = parameter_cells_const(&day->b, parameter)[i];
    bool midway = is_midway(comparison, day, parameter, i);
    if (!midway && cell)
        add_row(comparison, parameter, cell, from_words(comparison, day, at), a, b);
    note(shown, at, a, b);
    shown->left_out[at] = midway;
}

/* Whether one row can stand for all cells, and they are in step. */
static bool is_one_row(const struct comparison *comparison, const struct day *day,
                       enum parameter parameter)
{
    const struct parameter_row *row = &parameter_table[parameter];
    size_t n = shape_cells(&row->shape);
    if (!is_uniform(comparison->shown, row, parameter_cells_const(&day->a, parameter),
                    parameter_cells_const(&day->b, parameter)))
        return false;
    for (size_t i = 1; i < n; i++)
        if (is_midway(comparison, day, parameter, i) != is_midway(comparison, day, parameter, 0))
            return false;
    return n == 1 || form_wanted(comparison->invocation) == SHEET_TABLE;
}

static void compare_parameter(struct comparison *comparison, enum parameter parameter,
                              const struct day *day)
{
    const struct parameter_row *row = &parameter_table[parameter];
    const double *x = parameter_cells_const(&day->a, parameter);
    const double *y = parameter_cells_const(&day->b, parameter);
    size_t n = shape_cells(&row->shape);
    bool uniform = is_one_row(comparison, day, parameter);
    const char *all = n > 1 ? text_table[TEXT_ALL_CELLS][comparison->invocation->language] : "";
    for (size_t i = 0; i < n; i++) {
        char cell[256];
        shape_cell_name(&row->shape, i, cell, sizeof cell);
        if (is_news(comparison->shown, row->first + i, x[i], y[i]))
            add_cell(comparison, day, parameter, i, !uniform ? cell : i == 0 ? all : NULL);
        else
            comparison->shown->news[row->first + i] = false;
    }
}

static void compare(struct comparison *comparison, const struct day *day)
{
    for (int p = 0; p < N_PARAMETERS; p++)
        compare_parameter(comparison, (enum parameter)p, day);
}

static int by_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Days on which either side changes, ascending. */
static size_t find_days(const struct comparison *comparison, int64_t *days)
{
    size_t n = policy_days(comparison->a.study, comparison->a.policy, days, MOST_DAYS);
    n += policy_days(comparison->b.study, comparison->b.policy, days + n, MOST_DAYS);
    qsort(days, n, sizeof days[0], by_day);
    size_t once = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || days[i] != days[i - 1])
            days[once++] = days[i];
    return once;
}

static void compare_all(struct comparison *comparison)
{
    int64_t *days = arena_take(comparison->arena, (size_t)2 * MOST_DAYS * sizeof *days);
    const struct side *a = &comparison->a, *b = &comparison->b;
    struct day *day = arena_take(comparison->arena, sizeof *day);
    size_t n = find_days(comparison, days);
    bool people = form_wanted(comparison->invocation) == SHEET_TABLE;
    *day = (struct day){people ? say(comparison->invocation, TEXT_START) : NULL,
                        false,
                        a->study->value,
                        b->study->value,
                        a->study->value,
                        b->study->value};
    compare(comparison, day);
    for (size_t i = 0; i < n; i++) {
        size_t next = i + 1 < n ? i + 1 : i;
        day->from = show_day(comparison->arena, days[i]);
        day->among_months = i > 0 && days[i] - days[i - 1] <= LONGEST_MONTH &&
                            days[next] - days[i] <= LONGEST_MONTH;
        parameters_on(a->study, a->policy, days[i], &day->a);
        parameters_on(b->study, b->policy, days[i], &day->b);
        parameters_on(a->study, a->policy, days[next], &day->next_a);
        parameters_on(b->study, b->policy, days[next], &day->next_b);
        compare(comparison, day);
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
