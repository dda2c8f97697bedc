/* Figures that the history is held against: targets, and facts that calibration may not see. */
#include "input/parts.h"
#include "tables/measures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    TITLE,
    VALUE,
    LOW,
    HIGH,
    UNIT,
    YEAR,
    DATE,
    AREAS,
    STATISTIC,
    SCENARIO,
    COUNTED,
    OF,
    TIMES,
    SHARE,
    KIND,
    USE,
    SOURCE,
    NOTE,
    EXPECT,
    N_FIELDS
};

static const struct field target_fields[N_FIELDS] = {
    [TITLE] = {.name = "title", .required = true},
    [VALUE] = {.name = "value"},
    [LOW] = {.name = "low", .required = true},
    [HIGH] = {.name = "high", .required = true},
    [UNIT] = {.name = "unit", .required = true},
    [YEAR] = {.name = "year"},
    [DATE] = {.name = "date"},
    [AREAS] = {.name = "areas", .required = true},
    [STATISTIC] = {.name = "statistic"},
    [SCENARIO] = {.name = "scenario"},
    [COUNTED] = {.name = "count"},
    [OF] = {.name = "of"},
    [TIMES] = {.name = "times"},
    [SHARE] = {.name = "share"},
    [KIND] = {.name = "kind", .required = true},
    [USE] = {.name = "use"},
    [SOURCE] = {.name = "source", .required = true},
    [NOTE] = {.name = "note", .required = true},
    [EXPECT] = {.name = "expect"},
};

/* ---- words ---- */

static const char *const statistic_names[] = {"mean", "maximum", "yearly_change", "added"};
enum { N_STATISTICS = sizeof statistic_names / sizeof statistic_names[0] };

static const char *statistic_name(size_t i, const void *context)
{
    (void)context;
    return statistic_names[i];
}

static const char *measure_name(size_t i, const void *context)
{
    (void)context;
    return measure_table[i].name;
}

static bool is_name(const struct names *names, const char *text, size_t length)
{
    for (size_t i = 0; i < names->n; i++) {
        const char *name = names->name(i, names->context);
        if (strlen(name) == length && strncmp(name, text, length) == 0)
            return true;
    }
    return false;
}

static const char *read_statistic(struct reading *reading, const struct field *field)
{
    const struct names names = {N_STATISTICS, statistic_name, NULL};
    const char *text = read_text(reading, field->value);
    if (!text)
        return statistic_names[0];
    if (!is_name(&names, text, strlen(text)))
        complain(reading, field->value, TEXT_UNKNOWN_WORD,
                 ARGUMENTS(field->name, text, suggestion(reading, text, &names)));
    return text;
}

/* What a scenario adds needs one; nothing else does. */
static const char *read_scenario(struct reading *reading, const struct yaml *entry,
                                 const struct field *f)
{
    const struct yaml *statistic = f[STATISTIC].value, *scenario = f[SCENARIO].value;
    bool added = statistic && statistic->text && strcmp(statistic->text, "added") == 0;
    const char *text = scenario ? read_text(reading, scenario) : NULL;
    if (added && !scenario)
        complain(reading, entry, TEXT_MISSING_KEY, ARGUMENTS("scenario"));
    else if (scenario && !added)
        complain(reading, scenario->key, TEXT_SCENARIO_UNUSED, NO_ARGUMENTS);
    return text ? text : "";
}

/* ---- what is counted ---- */

/* "MEASURE AXIS=a|b", one or a list, joined by ";"; the measures must exist. "" for none. */
static const char *read_counted(struct reading *reading, const struct field *field)
{
    const struct names names = {N_MEASURES, measure_name, NULL};
    const char *all = "";
    for (const struct yaml *node = list_first(field->value); node;
         node = list_next(field->value, node)) {
        const char *text = read_text(reading, node);
        if (!text)
            continue;
        size_t length = strcspn(text, " ");
        if (!is_name(&names, text, length)) {
            const char *name = arena_text(reading->arena, text, length);
            complain(reading, node, TEXT_UNKNOWN_WORD,
                     ARGUMENTS("measure", name, suggestion(reading, name, &names)));
        }
        all = *all ? arena_print(reading->arena, "%s;%s", all, text) : text;
    }
    return all;
}

/* "2022", "2021-2022" or "2023-12-31", as written. */
static const char *read_when(struct reading *reading, const struct yaml *entry,
                             const struct field *field)
{
    const struct yaml *year = field[YEAR].value, *date = field[DATE].value;
    int64_t days;
    if ((year != NULL) == (date != NULL)) {
        complain(reading, entry, TEXT_YEAR_OR_DATE, NO_ARGUMENTS);
        return "";
    }
    if (date)
        return read_date(reading, date, &days) ? date->text : "";
    const char *text = read_text(reading, year);
    int first = 0, last = 0, read = 0;
    bool one = text && sscanf(text, "%4d%n", &first, &read) == 1 && !text[read];
    bool two = text && !one && sscanf(text, "%4d-%4d%n", &first, &last, &read) == 2 &&
               !text[read] && first < last;
    if (text && !one && !two)
        complain(reading, year, TEXT_YEAR_OR_DATE, NO_ARGUMENTS);
    return text ? text : "";
}

static double read_optional(struct reading *reading, const struct field *field, double otherwise)
{
    double number = otherwise;
    if (field->value)
        read_number(reading, field->value, &number);
    return number;
}

/* ---- entries ---- */

static void read_target(struct reading *reading, const struct yaml *entry, bool held_back)
{
    struct study *study = reading->study;
    struct field f[N_FIELDS];
    memcpy(f, target_fields, sizeof f);
    if (!fields_read(reading, entry, f, N_FIELDS))
        return;
    struct target target = {.id = entry->key->text,
                            .held_back = held_back,
                            .value = read_optional(reading, &f[VALUE], NAN),
                            .low = read_optional(reading, &f[LOW], 0),
                            .high = read_optional(reading, &f[HIGH], 0),
                            .times = read_optional(reading, &f[TIMES], 1),
                            .share = read_optional(reading, &f[SHARE], 0),
                            .unit = read_text(reading, f[UNIT].value),
                            .when = read_when(reading, entry, f),
                            .statistic = read_statistic(reading, &f[STATISTIC]),
                            .scenario = read_scenario(reading, entry, f),
                            .count = read_counted(reading, &f[COUNTED]),
                            .of = read_counted(reading, &f[OF]),
                            .kind = read_text(reading, f[KIND].value),
                            .use = f[USE].value ? read_text(reading, f[USE].value) : "",
                            .source = read_source_ids(reading, f[SOURCE].value),
                            .note = read_text(reading, f[NOTE].value)};
    for (int l = 0; l < N_LANGUAGES; l++)
        target.title[l] = target.id;
    read_translated(reading, f[TITLE].value, target.title);
    if (target.low > target.high)
        complain(reading, f[HIGH].value, TEXT_PAIR_ORDER, ARGUMENTS("low, high"));
    study->targets = arena_extend(reading->arena, study->targets, study->n_targets, sizeof target);
    study->targets[study->n_targets++] = target;
}

void targets_read(struct reading *reading, const struct document *document)
{
    for (const struct yaml *entry = document->root->first; entry; entry = entry->next)
        if (strcmp(entry->key->text, "plassflyt") != 0 && strcmp(entry->key->text, "title") != 0)
            read_target(reading, entry, document->format == FORMAT_VALIDATION);
}
