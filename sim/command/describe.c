/* plassflyt describe: the tables of parameters, dimensions, measures, units and evidence. */
#include "command/command.h"
#include "command/show.h"
#include "input/count_rows.h"
#include "tables/measures.h"
#include "tables/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* Adds the label in the chosen language, then in all. */
static void add_labels(struct sheet *sheet, const char *const *label, enum language language)
{
    sheet_add(sheet, label[language]);
    for (int l = 0; l < N_LANGUAGES; l++)
        sheet_add(sheet, label[l]);
}

#define LABEL_COLUMNS                                                                              \
    {"label", TEXT_COLUMN_LABEL, false, EVERYWHERE},                                               \
        {"label_en", TEXT_COLUMN_LABEL, false, FILE_ONLY},                                         \
        {"label_nb", TEXT_COLUMN_LABEL, false, FILE_ONLY},                                         \
    {                                                                                              \
        "label_nn", TEXT_COLUMN_LABEL, false, FILE_ONLY                                            \
    }

static struct sheet *describe_parameters(const struct invocation *invocation, struct arena *arena)
{
    static const struct column columns[] = {
        {"name", TEXT_COLUMN_NAME, false, EVERYWHERE},
        {"unit", TEXT_COLUMN_UNIT, false, EVERYWHERE},
        {"dimensions", TEXT_COLUMN_DIMENSIONS, false, EVERYWHERE},
        {"low", TEXT_COLUMN_LOW, true, EVERYWHERE},
        {"high", TEXT_COLUMN_HIGH, true, EVERYWHERE},
        {"role", TEXT_COLUMN_ROLE, false, EVERYWHERE},
        LABEL_COLUMNS,
        {"description", TEXT_COLUMN_DESCRIPTION, false, FILE_ONLY},
    };
    struct sheet *sheet = sheet_make(columns, LENGTH(columns));
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct parameter_row *row = &parameter_table[p];
        sheet_add(sheet, row->name);
        sheet_add(sheet, row->unit);
        sheet_add(sheet, show_shape(arena, &row->shape));
        sheet_add_number(sheet, row->low);
        sheet_add_number(sheet, row->high);
        sheet_add(sheet, show_role(arena, row->role));
        add_labels(sheet, row->label, invocation->language);
        sheet_add(sheet, row->description);
    }
    return sheet;
}

static struct sheet *describe_dimensions(const struct invocation *invocation, struct arena *arena)
{
    static const struct column columns[] = {
        {"dimension", TEXT_COLUMN_DIMENSION, false, EVERYWHERE},
        {"category", TEXT_COLUMN_CATEGORY, false, EVERYWHERE},
        LABEL_COLUMNS,
    };
    (void)arena;
    struct sheet *sheet = sheet_make(columns, LENGTH(columns));
    for (int d = 0; d < N_DIMENSIONS; d++) {
        const struct dimension_row *row = &dimension_table[d];
        for (int c = 0; c < row->count; c++) {
            sheet_add(sheet, row->name);
            sheet_add(sheet, row->category[c].name);
            add_labels(sheet, row->category[c].label, invocation->language);
        }
    }
    return sheet;
}

static struct sheet *describe_measures(const struct invocation *invocation, struct arena *arena)
{
    static const char *const layers[] = {
        [MONTHLY] = "monthly", [YEARLY] = "yearly", [WEEKS] = "weeks"};
    static const char *const types[] = {
        [COUNT] = "count", [LEVEL] = "level", [TIME] = "time", [MONEY] = "money"};
    static const struct column columns[] = {
        {"name", TEXT_COLUMN_NAME, false, EVERYWHERE},
        {"layer", TEXT_COLUMN_LAYER, false, EVERYWHERE},
        {"dimensions", TEXT_COLUMN_DIMENSIONS, false, EVERYWHERE},
        {"type", TEXT_COLUMN_TYPE, false, EVERYWHERE},
        {"unit", TEXT_COLUMN_UNIT, false, EVERYWHERE},
        LABEL_COLUMNS,
        {"description", TEXT_COLUMN_DESCRIPTION, false, FILE_ONLY},
    };
    struct sheet *sheet = sheet_make(columns, LENGTH(columns));
    for (int m = 0; m < N_MEASURES; m++) {
        const struct measure_row *row = &measure_table[m];
        sheet_add(sheet, row->name);
        sheet_add(sheet, layers[row->layer]);
        sheet_add(sheet, show_shape(arena, &row->shape));
        sheet_add(sheet, types[row->type]);
        sheet_add(sheet, row->unit);
        add_labels(sheet, row->label, invocation->language);
        sheet_add(sheet, row->description);
    }
    return sheet;
}

/* First unit of a kind, to which the others are related. */
static enum unit first_of(enum quantity quantity)
{
    int unit = 0;
    while (unit_table[unit].quantity != quantity)
        unit++;
    return (enum unit)unit;
}

static struct sheet *describe_units(const struct invocation *invocation, struct arena *arena)
{
    static const struct column columns[] = {
        {"quantity", TEXT_COLUMN_QUANTITY, false, EVERYWHERE},
        {"name", TEXT_COLUMN_NAME, false, EVERYWHERE},
        {"is", TEXT_COLUMN_EQUALS, false, EVERYWHERE},
        LABEL_COLUMNS,
    };
    struct sheet *sheet = sheet_make(columns, LENGTH(columns));
    for (int u = 0; u < N_UNITS; u++) {
        const struct unit_row *row = &unit_table[u];
        const char *first = unit_table[first_of(row->quantity)].name;
        sheet_add(sheet, quantity_label[row->quantity][invocation->language]);
        sheet_add(sheet, row->name);
        if (row->numerator == row->denominator)
            sheet_add(sheet, "");
        else if (row->denominator == 1)
            sheet_add(sheet, arena_print(arena, "%lld %s", (long long)row->numerator, first));
        else
            sheet_add(sheet, arena_print(arena, "%lld/%lld %s", (long long)row->numerator,
                                         (long long)row->denominator, first));
        add_labels(sheet, row->label, invocation->language);
    }
    return sheet;
}

/* ---- evidence ---- */

/* How much a value is assumed: by its status, then by the width of its range relative to it. */
struct rank {
    int parameter;
    int status;
    double width;
};

static double relative_width(const struct study *study, int parameter)
{
    const struct evidence *evidence = &study->evidence[parameter];
    if (!evidence->has_range)
        return 0;
    if (evidence->range_is_factor)
        return evidence->high - evidence->low;
    double value = *parameter_cells_const(&study->value, (enum parameter)parameter);
    double width = evidence->high - evidence->low;
    return fabs(value) > 0 ? width / fabs(value) : width;
}

static int by_assumption(const void *a, const void *b)
{
    const struct rank *x = a;
    const struct rank *y = b;
    if (x->status != y->status)
        return x->status < y->status ? -1 : 1;
    if (x->width < y->width || x->width > y->width)
        return x->width > y->width ? -1 : 1;
    return (x->parameter > y->parameter) - (x->parameter < y->parameter);
}

static void rank_evidence(const struct study *study, struct rank *ranks)
{
    static const int order[N_STATUS] = {[STATUS_ASSUMPTION] = 0,
                                        [STATUS_CALIBRATED] = 1,
                                        [STATUS_DERIVED] = 2,
                                        [STATUS_SEED] = 3,
                                        [STATUS_FOUND] = 4};
    for (int p = 0; p < N_PARAMETERS; p++)
        ranks[p] = (struct rank){p, order[study->evidence[p].status], relative_width(study, p)};
    qsort(ranks, N_PARAMETERS, sizeof ranks[0], by_assumption);
}

/* A number of the range, or nothing. */
static void add_limit(struct sheet *sheet, const struct evidence *evidence, double limit)
{
    if (evidence->has_range)
        sheet_add_number(sheet, limit);
    else
        sheet_add(sheet, NULL);
}

static void add_evidence(struct sheet *sheet, const struct invocation *invocation,
                         struct arena *arena, const struct study *study, enum parameter parameter,
                         const char *cell, const char *value)
{
    const struct evidence *evidence = &study->evidence[parameter];
    sheet_add(sheet, parameter_table[parameter].name);
    sheet_add(sheet, cell);
    sheet_add(sheet, value);
    sheet_add(sheet, show_range(arena, parameter, evidence, invocation->language));
    add_limit(sheet, evidence, evidence->low);
    add_limit(sheet, evidence, evidence->high);
    sheet_add(sheet, !evidence->has_range ? NULL : evidence->range_is_factor ? "factor" : "value");
    sheet_add(sheet, parameter_table[parameter].unit);
    sheet_add(sheet, status_name[evidence->status]);
    sheet_add(sheet, evidence->year);
    sheet_add(sheet, evidence->source);
    sheet_add(sheet, evidence->note);
}

/* A row for the parameter, for people; or a row for each cell, for machines. */
static void add_evidence_rows(struct sheet *sheet, const struct invocation *invocation,
                              struct arena *arena, const struct study *study,
                              enum parameter parameter)
{
    const struct shape *shape = &parameter_table[parameter].shape;
    const double *cells = parameter_cells_const(&study->value, parameter);
    if (form_wanted(invocation) == SHEET_TABLE) {
        add_evidence(sheet, invocation, arena, study, parameter, show_shape(arena, shape),
                     show_values(arena, parameter, cells, invocation->language));
        return;
    }
    for (size_t i = 0; i < shape_cells(shape); i++) {
        char name[256];
        shape_cell_name(shape, i, name, sizeof name);
        add_evidence(sheet, invocation, arena, study, parameter, name,
                     show_exactly(arena, parameter, cells[i]));
    }
}

static struct sheet *describe_evidence(const struct invocation *invocation, struct arena *arena)
{
    static const struct column columns[] = {
        {"parameter", TEXT_COLUMN_PARAMETER, false, EVERYWHERE},
        {"where", TEXT_COLUMN_CELL, false, EVERYWHERE},
        {"value", TEXT_COLUMN_VALUE, true, EVERYWHERE},
        {"range", TEXT_COLUMN_RANGE, false, TABLE_ONLY},
        {"low", TEXT_COLUMN_LOW, true, FILE_ONLY},
        {"high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
        {"range_of", TEXT_COLUMN_RANGE, false, FILE_ONLY},
        {"unit", TEXT_COLUMN_UNIT, false, EVERYWHERE},
        {"status", TEXT_COLUMN_STATUS, false, EVERYWHERE},
        {"year", TEXT_COLUMN_YEAR, false, EVERYWHERE},
        {"source", TEXT_COLUMN_SOURCE, false, EVERYWHERE},
        {"note", TEXT_COLUMN_NOTE, false, FILE_ONLY},
    };
    struct study *study = read_study(invocation, &invocation->operands[1], 1);
    if (!study)
        return NULL;
    struct rank ranks[N_PARAMETERS];
    rank_evidence(study, ranks);
    struct sheet *sheet = sheet_make(columns, LENGTH(columns));
    for (int i = 0; i < N_PARAMETERS; i++)
        add_evidence_rows(sheet, invocation, arena, study, (enum parameter)ranks[i].parameter);
    study_free(study);
    return sheet;
}

/* The rows of a queue/1 file. */
static struct sheet *describe_queue(const struct invocation *invocation, struct arena *arena)
{
    static const struct column columns[] = {
        {"key", TEXT_COLUMN_KEY, false, EVERYWHERE},
        {"in", TEXT_COLUMN_SECTIONS, false, EVERYWHERE},
        {"required_in", TEXT_COLUMN_REQUIRED, false, EVERYWHERE},
        {"values", TEXT_COLUMN_VALUES, false, EVERYWHERE},
        {"description", TEXT_COLUMN_MEANING, false, EVERYWHERE},
    };
    struct sheet *sheet = sheet_make(columns, LENGTH(columns));
    for (int k = 0; k < N_ROW_KEYS; k++) {
        struct count_key key = count_key_of(arena, (enum row_key)k);
        sheet_add(sheet, key.name);
        sheet_add(sheet, key.sections);
        sheet_add(sheet, key.required);
        sheet_add(sheet, key.values);
        sheet_add(sheet, say(invocation, key.description));
    }
    return sheet;
}

/* ---- which table ---- */

static const struct {
    const char *name;
    struct sheet *(*describe)(const struct invocation *invocation, struct arena *arena);
    size_t operands;
} subjects[] = {
    {"parameters", describe_parameters, 1}, {"dimensions", describe_dimensions, 1},
    {"measures", describe_measures, 1},     {"units", describe_units, 1},
    {"evidence", describe_evidence, 2},     {"queue", describe_queue, 1},
};

static const char *subject_name(size_t i, const void *context)
{
    (void)context;
    return subjects[i].name;
}

static int refuse_subject(const struct invocation *invocation)
{
    char ending[256] = "";
    const char *given = invocation->operands[0];
    const char *nearest = nearest_name(given, LENGTH(subjects), subject_name, NULL);
    if (nearest)
        text_format(ending, sizeof ending, invocation->language, TEXT_DID_YOU_MEAN, &nearest, 1);
    return refuse(invocation, TEXT_DESCRIBE_WHAT, ARGUMENTS(given, ending));
}

static int describe_subject(const struct invocation *invocation, size_t subject)
{
    struct arena *arena = arena_make();
    struct sheet *sheet = subjects[subject].describe(invocation, arena);
    if (sheet) {
        sheet_print(sheet, form_wanted(invocation), invocation->language, invocation->out);
        sheet_free(sheet);
    }
    arena_free(arena);
    return sheet ? EXIT_DONE : EXIT_BAD_INPUT;
}

int command_describe(const struct invocation *invocation)
{
    size_t subject = 0;
    while (subject < LENGTH(subjects) &&
           strcmp(subjects[subject].name, invocation->operands[0]) != 0)
        subject++;
    if (subject == LENGTH(subjects))
        return refuse_subject(invocation);
    if (invocation->n_operands < subjects[subject].operands)
        return refuse(invocation, TEXT_DESCRIBE_NEEDS_SCENARIO, NO_ARGUMENTS);
    if (invocation->n_operands > subjects[subject].operands)
        return refuse(invocation, TEXT_DESCRIBE_TAKES_NO_SCENARIO,
                      ARGUMENTS(subjects[subject].name));
    if (invocation->json && option_value(invocation, "csv"))
        return refuse(invocation, TEXT_CSV_AND_JSON, NO_ARGUMENTS);
    return describe_subject(invocation, subject);
}
