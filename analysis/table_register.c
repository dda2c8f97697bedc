#include "analysis/table_register.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- assumptions ---- */

static const enum field assumption_fields[] = {
    FIELD_world,  FIELD_parameter, FIELD_label,      FIELD_cell,       FIELD_value,
    FIELD_unit,   FIELD_range_low, FIELD_range_high, FIELD_range_kind, FIELD_role,
    FIELD_status, FIELD_source,    FIELD_valid_year, FIELD_note,       FIELD_origin};

/* "acute, home" of a cell of a parameter: its categories, in the language. */
static void name_cell(const struct results_parameter *parameter, size_t cell,
                      enum language language, char *out, size_t size)
{
    size_t used = 0, stride = parameter->count;
    out[0] = '\0';
    for (int i = 0; i < parameter->rank && used < size; i++) {
        const struct results_axis *axis = parameter->axis[i];
        stride /= axis->count;
        size_t category = cell / stride % axis->count;
        const char *label = axis->category ? axis->category[category].label[language] : "";
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", label);
    }
}

/* range_low, range_high, range_kind */
static void add_range(struct table *table, const struct results_parameter *parameter,
                      enum language language)
{
    enum text kind = parameter->range_is_factor ? TEXT_RANGE_FACTORS : TEXT_RANGE_VALUES;
    table_number(table, parameter->has_range ? parameter->range_low : NAN, -1);
    table_number(table, parameter->has_range ? parameter->range_high : NAN, -1);
    table_words(table,
                !parameter->has_range        ? NULL
                : parameter->range_is_factor ? "factors"
                                             : "values",
                text_table[kind][language]);
}

static void add_value(struct table *table, const struct results *results,
                      const struct results_parameter *parameter, size_t cell,
                      enum language language)
{
    char where[512];
    name_cell(parameter, cell, language, where, sizeof where);
    table_text(table, results->world);
    table_text(table, parameter->name);
    table_text(table, parameter->label[language]);
    table_text(table, where);
    table_number(table, parameter->value[cell], -1);
    table_text(table, parameter->unit);
    add_range(table, parameter, language);
    table_text(table, parameter->role);
    table_text(table, parameter->status);
    table_text(table, parameter->source);
    table_text(table, parameter->year);
    table_text(table, parameter->note);
    table_text(table, parameter->origin);
}

struct table *table_of_assumptions(const struct worlds *worlds, enum language language)
{
    struct table *table = table_make(ANSWER_assumptions, assumption_fields,
                                     sizeof assumption_fields / sizeof *assumption_fields);
    for (size_t w = 0; w < worlds->n; w++) {
        const struct results *results = worlds->comparison[w]->results;
        for (size_t p = 0; p < results->n_parameters; p++)
            for (size_t cell = 0; cell < results->parameters[p].count; cell++)
                add_value(table, results, &results->parameters[p], cell, language);
    }
    return table;
}

/* ---- what is changed ---- */

static const enum field measure_fields[] = {
    FIELD_world, FIELD_scenario, FIELD_scenario_title, FIELD_parameter, FIELD_label,  FIELD_cell,
    FIELD_from,  FIELD_to,       FIELD_ramp_months,    FIELD_operation, FIELD_amount, FIELD_unit,
    FIELD_why,   FIELD_source,   FIELD_origin};

static void add_change(struct table *table, const struct results *results,
                       const struct results_change *change, enum language language)
{
    const struct results_parameter *parameter = results_parameter(results, change->parameter);
    const struct results_category *scenario =
        change->scenario >= 0 ? &results->scenario->category[change->scenario] : NULL;
    table_text(table, results->world);
    table_text(table, scenario ? scenario->name : NULL);
    table_text(table, scenario ? scenario->label[language] : NULL);
    table_text(table, change->parameter);
    table_text(table, parameter ? parameter->label[language] : NULL);
    table_text(table, change->cell);
    table_text(table, change->from);
    table_text(table, change->to);
    table_whole(table, (size_t)change->ramp_months);
    table_text(table, change->operation);
    table_number(table, change->amount, -1);
    bool has_unit = parameter && strcmp(change->operation, "times") != 0;
    table_text(table, has_unit ? parameter->unit : NULL);
    table_text(table, change->why);
    table_text(table, change->source);
    table_text(table, change->origin);
}

struct table *table_of_measures(const struct worlds *worlds, enum language language)
{
    struct table *table =
        table_make(ANSWER_measures, measure_fields, sizeof measure_fields / sizeof *measure_fields);
    for (size_t w = 0; w < worlds->n; w++) {
        const struct results *results = worlds->comparison[w]->results;
        for (size_t i = 0; i < results->n_changes; i++)
            add_change(table, results, &results->changes[i], language);
    }
    return table;
}

/* ---- sources ---- */

static const enum field source_fields[] = {FIELD_id,      FIELD_title, FIELD_issuer, FIELD_date,
                                           FIELD_address, FIELD_read,  FIELD_bias};

/* Whether an earlier world has the source too. */
static bool is_told(const struct worlds *worlds, size_t w, const char *id)
{
    for (size_t earlier = 0; earlier < w; earlier++)
        if (results_source(worlds->comparison[earlier]->results, id))
            return true;
    return false;
}

struct table *table_of_sources(const struct worlds *worlds)
{
    struct table *table =
        table_make(ANSWER_sources, source_fields, sizeof source_fields / sizeof *source_fields);
    for (size_t w = 0; w < worlds->n; w++) {
        const struct results *results = worlds->comparison[w]->results;
        for (size_t i = 0; i < results->n_sources; i++) {
            const struct results_source *source = &results->sources[i];
            if (is_told(worlds, w, source->id))
                continue;
            const char *const texts[] = {source->id,   source->title,   source->issuer,
                                         source->date, source->address, source->read,
                                         source->bias};
            for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
                table_text(table, texts[t]);
        }
    }
    return table;
}
