/* Reading `precision:` of a study file. */
#include "input/fields.h"
#include "input/study_file_parts.h"

#include <stdlib.h>
#include <string.h>

#define AXIS_ENDING "_category"

enum { MOST_REPLICATIONS = 1000000, MOST_WANTED = 100 };

static const double usual_confidence = 0.95;

static const char *indicator_name(size_t i, const void *context)
{
    (void)context;
    return indicator_table[i].name;
}

/* -1 and a message if there is no such indicator. */
static int read_indicator(struct reading *reading, const struct yaml *node)
{
    const char *name = read_text(reading, node);
    for (int i = 0; name && i < N_INDICATORS; i++)
        if (strcmp(indicator_table[i].name, name) == 0)
            return i;
    struct names names = {N_INDICATORS, indicator_name, NULL};
    if (name)
        complain(reading, node, TEXT_STUDY_INDICATOR,
                 ARGUMENTS(name, suggestion(reading, name, &names)));
    return -1;
}

/* The dimension that an indicator has a row for each category of; NULL where it is one number. */
static const struct dimension_row *rows_of(enum indicator indicator)
{
    char name[64];
    const struct indicator_row *row = &indicator_table[indicator];
    if (!row->each || row->statistic == STATISTIC_SPREAD || row->statistic == STATISTIC_HIGHEST)
        return NULL;
    size_t length = strlen(row->each), ending = strlen(AXIS_ENDING);
    if (length > ending && strcmp(row->each + length - ending, AXIS_ENDING) == 0)
        length -= ending;
    snprintf(name, sizeof name, "%.*s", (int)length, row->each);
    int dimension = dimension_find(name);
    return dimension < 0 ? NULL : &dimension_table[dimension];
}

static const char *category_name(size_t i, const void *context)
{
    return ((const struct dimension_row *)context)->category[i].name;
}

/* `entry` is the map, `node` its category; NULL and a message if they do not agree with the
 * indicator. */
static const char *read_category(struct reading *reading, const struct yaml *entry,
                                 const struct yaml *node, enum indicator indicator)
{
    const struct dimension_row *rows = rows_of(indicator);
    const char *name = read_text(reading, node);
    if (!rows) {
        if (node)
            complain(reading, node->key, TEXT_STUDY_ONE_NUMBER,
                     ARGUMENTS(indicator_table[indicator].name));
        return node ? NULL : "";
    }
    struct names names = {(size_t)rows->count, category_name, rows};
    for (int i = 0; name && i < rows->count; i++)
        if (strcmp(rows->category[i].name, name) == 0)
            return name;
    if (name)
        complain(reading, node, TEXT_UNKNOWN_CATEGORY,
                 ARGUMENTS(name, rows->name, suggestion(reading, name, &names)));
    else if (!node)
        complain(reading, entry, TEXT_MISSING_KEY, ARGUMENTS("category"));
    return NULL;
}

/* A number above zero; false and a message if it is none. */
static bool read_positive(struct reading *reading, const struct yaml *node, double *number)
{
    if (!read_number(reading, node, number))
        return false;
    if (*number > 0)
        return true;
    complain(reading, node, TEXT_STUDY_ABOVE_ZERO, ARGUMENTS(node->key->text));
    return false;
}

enum { INDICATOR_KEY, CATEGORY_KEY, HALF_WIDTH, RELATIVE, OF, SCENARIO, N_WANTED_KEYS };

static bool read_width(struct reading *reading, const struct yaml *entry, const struct field *f,
                       struct wanted *wanted)
{
    const struct yaml *absolute = f[HALF_WIDTH].value, *relative = f[RELATIVE].value;
    if (!absolute == !relative) {
        complain(reading, entry, TEXT_STUDY_ONE_OF, ARGUMENTS("half_width", "relative"));
        return false;
    }
    wanted->relative = relative != NULL;
    return read_positive(reading, relative ? relative : absolute, &wanted->half_width);
}

static bool read_of(struct reading *reading, const struct field *f, const char *const *scenarios,
                    size_t n, struct wanted *wanted)
{
    static const char *const of[] = {"level", "change"};
    int which = f[OF].value ? read_word(reading, f[OF].value, of, 2) : 1;
    int scenario = f[SCENARIO].value ? read_word(reading, f[SCENARIO].value, scenarios, n) : 0;
    if (which < 0 || scenario < 0)
        return false;
    wanted->of_change = which == 1;
    wanted->scenario = f[SCENARIO].value ? scenarios[scenario] : NULL;
    if (!wanted->of_change || !f[SCENARIO].value || scenario > 0)
        return true;
    complain(reading, f[SCENARIO].value, TEXT_STUDY_NO_CHANGE, ARGUMENTS(scenarios[0]));
    return false;
}

static bool read_one_wanted(struct reading *reading, const struct yaml *entry,
                            const char *const *scenarios, size_t n, struct wanted *wanted)
{
    struct field f[N_WANTED_KEYS] = {[INDICATOR_KEY] = {.name = "indicator", .required = true},
                                     [CATEGORY_KEY] = {.name = "category"},
                                     [HALF_WIDTH] = {.name = "half_width"},
                                     [RELATIVE] = {.name = "relative"},
                                     [OF] = {.name = "of"},
                                     [SCENARIO] = {.name = "scenario"}};
    *wanted = (struct wanted){.line = entry->line};
    if (!fields_read(reading, entry, f, N_WANTED_KEYS))
        return false;
    int indicator = read_indicator(reading, f[INDICATOR_KEY].value);
    if (indicator < 0)
        return false;
    wanted->indicator = (enum indicator)indicator;
    wanted->category = read_category(reading, entry, f[CATEGORY_KEY].value, wanted->indicator);
    return wanted->category && read_width(reading, entry, f, wanted) &&
           read_of(reading, f, scenarios, n, wanted);
}

static void read_wanted(struct reading *reading, const struct yaml *list, struct study_file *file)
{
    struct wanted_precision *precision = &file->precision;
    size_t n;
    const char *const *scenarios = study_scenario_names(reading, file, &n);
    if (list->kind != YAML_LIST || list->count == 0) {
        complain(reading, list->key, TEXT_WANTS_LIST, ARGUMENTS("wanted"));
        return;
    }
    if (list->count > MOST_WANTED) {
        complain(reading, list->key, TEXT_TOO_MANY, ARGUMENTS(number_text(reading, MOST_WANTED)));
        return;
    }
    precision->wanted = arena_take(reading->arena, list->count * sizeof *precision->wanted);
    for (const struct yaml *entry = list->first; entry; entry = entry->next)
        if (read_one_wanted(reading, entry, scenarios, n, &precision->wanted[precision->n_wanted]))
            precision->n_wanted++;
}

static void read_confidence(struct reading *reading, const struct yaml *node, double *confidence)
{
    *confidence = usual_confidence;
    if (!node || !read_number(reading, node, confidence))
        return;
    if (!(*confidence >= 0.5 && *confidence < 1))
        complain(reading, node, TEXT_STUDY_CONFIDENCE, ARGUMENTS(node->text));
}

void read_wanted_precision(struct reading *reading, const struct yaml *node,
                           struct study_file *file)
{
    enum { CONFIDENCE, BATCH, LEAST, MOST, WANTED, N_FIELDS };
    struct field f[N_FIELDS] = {[CONFIDENCE] = {.name = "confidence"},
                                [BATCH] = {.name = "batch"},
                                [LEAST] = {.name = "least"},
                                [MOST] = {.name = "most", .required = true},
                                [WANTED] = {.name = "wanted", .required = true}};
    struct wanted_precision *precision = &file->precision;
    if (!node || !fields_read(reading, node, f, N_FIELDS))
        return;
    read_confidence(reading, f[CONFIDENCE].value, &precision->confidence);
    if (f[BATCH].value)
        read_whole_number(reading, f[BATCH].value, 2, MOST_REPLICATIONS, &precision->batch);
    if (f[LEAST].value)
        read_whole_number(reading, f[LEAST].value, 2, MOST_REPLICATIONS, &precision->least);
    read_whole_number(reading, f[MOST].value, 2, MOST_REPLICATIONS, &precision->most);
    read_wanted(reading, f[WANTED].value, file);
    if (precision->least > precision->most && precision->most > 0)
        complain(reading, f[LEAST].value, TEXT_STUDY_LEAST_MOST, NO_ARGUMENTS);
}
