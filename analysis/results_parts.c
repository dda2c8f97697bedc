#include "analysis/results_reader.h"

#include "output/schema.h"

#include <string.h>

/* ---- parameters ---- */

static void read_evidence(struct results_reader *reader, hid_t dataset,
                          struct results_parameter *parameter)
{
    double range[2];
    const char *is = reader_text(reader, dataset, "range_is");
    parameter->has_range = reader_numbers(reader, dataset, "range", 2, range);
    if (parameter->has_range) {
        parameter->range_low = range[0];
        parameter->range_high = range[1];
        parameter->range_is_factor = is && strcmp(is, "factor") == 0;
    }
    parameter->status = reader_text(reader, dataset, "status");
    parameter->source = reader_text(reader, dataset, "source");
    parameter->year = reader_text(reader, dataset, "year");
    parameter->note = reader_text(reader, dataset, "note");
    parameter->origin = reader_text(reader, dataset, "origin");
}

static void read_parameter(struct results_reader *reader, const struct results *results,
                           hid_t group, struct results_parameter *parameter)
{
    hid_t dataset = H5Dopen2(group, parameter->name, H5P_DEFAULT);
    if (dataset < 0) {
        reader_wrong(reader, parameter->name);
        return;
    }
    reader_labels(reader, dataset, parameter->label);
    parameter->description = reader_text(reader, dataset, "description");
    parameter->unit = reader_text(reader, dataset, "unit");
    parameter->role = reader_text(reader, dataset, "role");
    reader_numbers(reader, dataset, "low", 1, &parameter->low);
    reader_numbers(reader, dataset, "high", 1, &parameter->high);
    read_evidence(reader, dataset, parameter);
    parameter->rank = reader_axes(reader, results, dataset, parameter->axis);
    parameter->value = reader_doubles(reader, group, parameter->name, &parameter->count);
    H5Dclose(dataset);
}

/* Coordinates stand in the group too; a parameter is what has a role. */
static bool is_parameter(hid_t group, const char *name)
{
    return H5Aexists_by_name(group, name, "role", H5P_DEFAULT) > 0;
}

void reader_read_parameters(struct results_reader *reader, struct results *results)
{
    hid_t group = reader_group(reader, GROUP_PARAMETERS);
    results->world = reader_text(reader, group, "world");
    const char **names = reader_names(reader, group);
    size_t n = 0;
    while (names && names[n])
        n++;
    results->parameters = reader_memory(reader, n, sizeof *results->parameters);
    for (size_t i = 0; i < n && !reader->failed; i++) {
        if (!is_parameter(group, names[i]))
            continue;
        struct results_parameter *parameter = &results->parameters[results->n_parameters++];
        parameter->name = names[i];
        read_parameter(reader, results, group, parameter);
    }
}

/* ---- tables ---- */

/* Reads a column and checks that it is as long as the table; the first one read sets *rows. */
static const char **column(struct results_reader *reader, hid_t group, const char *name,
                           size_t *rows)
{
    size_t n;
    const char **texts = reader_texts(reader, group, name, &n);
    if (*rows == SIZE_MAX)
        *rows = n;
    if (texts && n != *rows)
        reader_wrong(reader, name);
    return reader->failed ? NULL : texts;
}

static void read_columns(struct results_reader *reader, hid_t group, const char *const *name,
                         size_t n, const char ***texts, size_t *rows)
{
    *rows = SIZE_MAX;
    for (size_t i = 0; i < n; i++)
        texts[i] = column(reader, group, name[i], rows);
    if (reader->failed)
        *rows = 0;
}

void reader_read_sources(struct results_reader *reader, struct results *results)
{
    enum { ID, TITLE, ISSUER, DATE, ADDRESS, READ, BIAS, N_FIELDS };
    static const char *const field[N_FIELDS] = {"id",      "title", "issuer", "date",
                                                "address", "read",  "bias"};
    const char **texts[N_FIELDS];
    size_t rows;
    hid_t group = reader_group(reader, GROUP_PARAMETERS "/" GROUP_SOURCES);
    read_columns(reader, group, field, N_FIELDS, texts, &rows);
    results->sources = reader_memory(reader, rows, sizeof *results->sources);
    for (size_t i = 0; i < rows && results->sources; i++)
        results->sources[results->n_sources++] = (struct results_source){
            texts[ID][i],      texts[TITLE][i], texts[ISSUER][i], texts[DATE][i],
            texts[ADDRESS][i], texts[READ][i],  texts[BIAS][i]};
}

/* The changes of one group, read column by column. */
struct change_table {
    size_t rows;
    const char **parameter, **cell, **from, **to, **operation, **why, **source, **origin;
    const int32_t *scenario, *ramp;
    const double *amount;
};

static struct change_table read_change_table(struct results_reader *reader, const char *path)
{
    struct change_table table = {.rows = SIZE_MAX};
    size_t *rows = &table.rows, n[3] = {0};
    hid_t group = reader_group(reader, path);
    table.parameter = column(reader, group, "parameter", rows);
    table.cell = column(reader, group, "cell", rows);
    table.from = column(reader, group, "from", rows);
    table.to = column(reader, group, "to", rows);
    table.operation = column(reader, group, "operation", rows);
    table.why = column(reader, group, "why", rows);
    table.source = column(reader, group, "source", rows);
    table.origin = column(reader, group, "origin", rows);
    table.scenario = reader_integers(reader, group, "scenario_number", &n[0]);
    table.ramp = reader_integers(reader, group, "ramp_months", &n[1]);
    table.amount = reader_doubles(reader, group, "amount", &n[2]);
    if (n[0] != *rows || n[1] != *rows || n[2] != *rows)
        reader_wrong(reader, path);
    if (reader->failed || !table.parameter)
        table.rows = 0;
    return table;
}

static void append_changes(struct results *results, const struct change_table *table)
{
    for (size_t i = 0; i < table->rows; i++)
        results->changes[results->n_changes++] = (struct results_change){
            table->scenario[i], table->parameter[i], table->cell[i],      table->from[i],
            table->to[i],       table->ramp[i],      table->operation[i], table->amount[i],
            table->why[i],      table->source[i],    table->origin[i]};
}

void reader_read_changes(struct results_reader *reader, struct results *results)
{
    struct change_table world = read_change_table(reader, GROUP_PARAMETERS "/" GROUP_CHANGES);
    struct change_table policies = read_change_table(reader, GROUP_SCENARIOS "/" GROUP_CHANGES);
    results->changes = reader_memory(reader, world.rows + policies.rows, sizeof *results->changes);
    if (reader->failed)
        return;
    append_changes(results, &world);
    append_changes(results, &policies);
}

void reader_read_published(struct results_reader *reader, struct results *results)
{
    enum { SERIES, MEASURE, DEFINITION, AREAS, DATE, PERIOD, UNIT, SOURCE, NOTE, N_FIELDS };
    static const char *const field[N_FIELDS] = {"series", "measure", "definition", "areas", "date",
                                                "period", "unit",    "source",     "note"};
    const char **texts[N_FIELDS];
    size_t rows, n_low, n_high;
    if (!reader_has(reader, reader->file, GROUP_PUBLISHED))
        return;
    hid_t group = reader_group(reader, GROUP_PUBLISHED);
    read_columns(reader, group, field, N_FIELDS, texts, &rows);
    const double *low = reader_doubles(reader, group, "low", &n_low);
    const double *high = reader_doubles(reader, group, "high", &n_high);
    if (n_low != rows || n_high != rows)
        reader_wrong(reader, GROUP_PUBLISHED);
    results->published = reader_memory(reader, rows, sizeof *results->published);
    for (size_t i = 0; i < rows && !reader->failed; i++)
        results->published[results->n_published++] =
            (struct results_published){texts[SERIES][i], texts[MEASURE][i], texts[DEFINITION][i],
                                       texts[AREAS][i],  texts[DATE][i],    texts[PERIOD][i],
                                       low[i],           high[i],           texts[UNIT][i],
                                       texts[SOURCE][i], texts[NOTE][i]};
}

void reader_read_targets(struct results_reader *reader, struct results *results)
{
    enum { ID, EN, NB, NN, WHEN, STATISTIC, COUNTED, OF, UNIT, KIND, USE, SOURCE, NOTE, N_WORDS };
    enum { VALUE, LOW, HIGH, TIMES, SHARE, HELD_BACK, N_NUMBERS };
    static const char *const word[N_WORDS] = {
        "target", "title_en", "title_nb", "title_nn", "when",   "statistic", "count",
        "of",     "unit",     "kind",     "use",      "source", "note"};
    static const char *const number[N_NUMBERS] = {"value", "low",   "high",
                                                  "times", "share", "held_back"};
    const char **w[N_WORDS];
    const double *x[N_NUMBERS];
    size_t rows, n;
    if (!reader_has(reader, reader->file, GROUP_TARGETS))
        return;
    hid_t group = reader_group(reader, GROUP_TARGETS);
    read_columns(reader, group, word, N_WORDS, w, &rows);
    for (size_t k = 0; k < N_NUMBERS; k++) {
        x[k] = reader_doubles(reader, group, number[k], &n);
        if (n != rows)
            reader_wrong(reader, GROUP_TARGETS);
    }
    size_t n_scenarios = 0; /* since 1.2 */
    const char **scenario = reader_has(reader, group, "scenario")
                                ? reader_texts(reader, group, "scenario", &n_scenarios)
                                : NULL;
    results->targets = reader_memory(reader, rows, sizeof *results->targets);
    for (size_t i = 0; i < rows && !reader->failed; i++)
        results->targets[results->n_targets++] =
            (struct results_target){w[ID][i],
                                    {w[EN][i], w[NB][i], w[NN][i]},
                                    x[HELD_BACK][i] > 0,
                                    x[VALUE][i],
                                    x[LOW][i],
                                    x[HIGH][i],
                                    x[TIMES][i],
                                    x[SHARE][i],
                                    w[UNIT][i],
                                    w[WHEN][i],
                                    w[STATISTIC][i],
                                    w[COUNTED][i],
                                    w[OF][i],
                                    w[KIND][i],
                                    w[USE][i],
                                    w[SOURCE][i],
                                    w[NOTE][i],
                                    n_scenarios == rows ? scenario[i] : ""};
}

/* Every number must be that of a draw, and they must ascend. */
static bool are_draws(const int32_t *number, size_t n, size_t n_draws)
{
    for (size_t i = 0; i < n; i++)
        if (number[i] < 0 || (size_t)number[i] >= n_draws || (i && number[i] < number[i - 1]))
            return false;
    return true;
}

void reader_read_draws(struct results_reader *reader, struct results *results)
{
    static const char *const field[] = {"parameter", "cell"};
    const char **texts[2];
    size_t n_numbers, n_values;
    if (!reader_has(reader, reader->file, GROUP_DRAWS))
        return;
    hid_t group = reader_group(reader, GROUP_DRAWS);
    results->draw = reader_integers(reader, group, "draw_number", &n_numbers);
    results->draw_world = reader_texts(reader, group, "world", &results->n_draws);
    read_columns(reader, group, field, 2, texts, &results->n_drawn);
    results->drawn_value = reader_doubles(reader, group, "value", &n_values);
    if (reader->failed)
        return;
    if (n_numbers != results->replications || n_values != results->n_draws * results->n_drawn ||
        !are_draws(results->draw, n_numbers, results->n_draws))
        reader_wrong(reader, GROUP_DRAWS);
    results->drawn = reader_memory(reader, results->n_drawn, sizeof *results->drawn);
    for (size_t i = 0; i < results->n_drawn && !reader->failed; i++)
        results->drawn[i] = (struct results_drawn){texts[0][i], texts[1][i]};
}

void reader_read_failures(struct results_reader *reader, struct results *results)
{
    static const char *const field[] = {"scenario_name", "reason"};
    const char **texts[2];
    size_t rows, n;
    hid_t group = reader_group(reader, GROUP_FAILURES);
    read_columns(reader, group, field, 2, texts, &rows);
    const int32_t *number = reader_integers(reader, group, "replication_number", &n);
    if (n != rows)
        reader_wrong(reader, GROUP_FAILURES);
    results->failures = reader_memory(reader, rows, sizeof *results->failures);
    for (size_t i = 0; i < rows && !reader->failed; i++)
        results->failures[results->n_failures++] =
            (struct results_failure){number[i], texts[0][i], texts[1][i]};
}

void reader_read_descriptions(struct results_reader *reader, struct results *results)
{
    static const char *const name[N_LANGUAGES] = {"description_en", "description_nb",
                                                  "description_nn"};
    size_t n;
    hid_t group = reader_group(reader, GROUP_SCENARIOS);
    for (int l = 0; l < N_LANGUAGES; l++) {
        results->description[l] = reader_texts(reader, group, name[l], &n);
        if (n != results->scenarios)
            reader_wrong(reader, name[l]);
    }
}

static void read_goals(struct results_reader *reader, struct results *results, hid_t group)
{
    static const char *const field[] = {"indicator", "category", "scenario_name", "of"};
    static const char *const number[] = {"wanted_half_width", "wanted_relative", "mean",
                                         "half_width"};
    const char **texts[4];
    const double *x[4];
    size_t rows, n;
    read_columns(reader, group, field, 4, texts, &rows);
    for (size_t k = 0; k < 4; k++) {
        x[k] = reader_doubles(reader, group, number[k], &n);
        if (n != rows)
            reader_wrong(reader, GROUP_PRECISION);
    }
    const int32_t *reached = reader_integers(reader, group, "reached", &n);
    if (n != rows)
        reader_wrong(reader, GROUP_PRECISION);
    results->goals = reader_memory(reader, rows, sizeof *results->goals);
    for (size_t i = 0; i < rows && !reader->failed; i++)
        results->goals[results->n_goals++] = (struct results_goal){
            texts[0][i],     texts[1][i], texts[2][i], strcmp(texts[3][i], "change") == 0,
            reached[i] != 0, x[0][i],     x[1][i],     x[2][i],
            x[3][i]};
}

/* How the run was asked for; nothing where the file does not say. */
void reader_read_run(struct results_reader *reader, struct results *results)
{
    size_t n = 0;
    if (!reader_has(reader, reader->file, GROUP_RUN))
        return;
    hid_t run = reader_group(reader, GROUP_RUN);
    if (reader_has(reader, run, "study_name")) {
        const char **name = reader_texts(reader, run, "study_name", &n);
        results->study = name && n == 1 ? name[0] : NULL;
    }
    if (reader_has(reader, run, GROUP_PRECISION))
        read_goals(reader, results, reader_group(reader, GROUP_RUN "/" GROUP_PRECISION));
}

void reader_read_inputs(struct results_reader *reader, struct results *results)
{
    static const char *const field[] = {"name", "text"};
    const char **texts[2];
    size_t rows;
    hid_t group = reader_group(reader, GROUP_SCENARIOS "/" GROUP_FILES);
    read_columns(reader, group, field, 2, texts, &rows);
    results->inputs = reader_memory(reader, rows, sizeof *results->inputs);
    for (size_t i = 0; i < rows && results->inputs; i++)
        results->inputs[results->n_inputs++] = (struct results_input){texts[0][i], texts[1][i]};
}
