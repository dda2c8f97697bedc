/* A small study and random results, made by hand for the tests of the results file. */
#ifndef PLASSFLYT_TESTS_SAMPLE_STUDY_H
#define PLASSFLYT_TESTS_SAMPLE_STUDY_H

#include "engine/date.h"
#include "observe/child_rows.h"
#include "output/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_SCENARIOS 3
#define SAMPLE_SOURCES   2
#define SAMPLE_FILES     3
#define SAMPLE_CHILDREN  60 /* at most, in a replication */

struct sample {
    struct study study;
    struct layout layout;
    struct results_header header;
    struct policy policies[SAMPLE_SCENARIOS];
    struct change changes[2], world_change;
    bool where[N_PARAMETER_CELLS];
    double amount[N_PARAMETER_CELLS];
    struct source sources[SAMPLE_SOURCES];
    struct input_file files[SAMPLE_FILES];
    int64_t *values; /* [scenarios][total] of one replication */
    int64_t *rows;   /* [SAMPLE_CHILDREN][child_row_width(scenarios)] of one replication */
};

/* A number that depends on its arguments alone (splitmix64). */
static inline uint64_t sample_number(uint64_t a, uint64_t b)
{
    uint64_t z = a * UINT64_C(0x9e3779b97f4a7c15) + b * UINT64_C(0xd1b54a32d192ed03) + 1;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline struct source *sample_sources(struct sample *sample)
{
    sample->sources[0] = (struct source){"F-Q10",        "Kø og ventetid",          "Bufdir",
                                         "2024-05-01",   "https://example.org/q10", "table 3",
                                         "self-reported"};
    sample->sources[1] =
        (struct source){"R-14", "Brot på fosterheim", NULL, NULL, NULL, NULL, NULL};
    return sample->sources;
}

static inline void sample_policies(struct sample *sample)
{
    static size_t file_of[SAMPLE_SCENARIOS] = {2, 2, 2};
    static const char *const name[] = {"nullalternativ", "bistandsplikt", "rammeavtale"};
    static const char *const title[][N_LANGUAGES] = {
        {"Null alternative", "Nullalternativet", "Nullalternativet"},
        {"Duty of assistance", "Bistandsplikt", "Bistandsplikt"},
        {"Framework agreement", "Rammeavtale", "Rammeavtale for spesialiserte heimar"}};
    for (int i = 0; i < SAMPLE_SCENARIOS; i++) {
        struct policy *policy = &sample->policies[i];
        policy->name = name[i];
        for (int l = 0; l < N_LANGUAGES; l++)
            policy->title[l] = title[i][l];
        policy->description[LANGUAGE_NB] =
            i == 1 ? "Plikten gjelder også spesialiserte hjem." : NULL;
        policy->files = &file_of[i];
        policy->n_files = 1;
    }
    sample->policies[1].changes = sample->changes;
    sample->policies[1].n_changes = 2;
}

static inline void sample_changes(struct sample *sample)
{
    static const int scalar = PARAMETER_duty_deadline, table = PARAMETER_board_days;
    int64_t from = date_days((struct date){2019, 1, 1}), to = date_days((struct date){2020, 1, 1});
    for (size_t i = 0; i < 3; i++) {
        sample->where[i] = i != 1;
        sample->amount[i] = 0.5 + (double)i;
    }
    const char *policy = sample->files[2].path, *world = sample->files[1].path;
    sample->changes[0] = (struct change){{policy, 7},
                                         (enum parameter)scalar,
                                         sample->where,
                                         CHANGE_VALUE,
                                         sample->amount,
                                         from,
                                         INT64_MAX,
                                         0,
                                         "the duty’s deadline",
                                         "L20",
                                         N_STATUS};
    sample->changes[1] = (struct change){{policy, 9},
                                         (enum parameter)table,
                                         sample->where,
                                         CHANGE_TIMES,
                                         sample->amount,
                                         from,
                                         to,
                                         24,
                                         NULL,
                                         NULL,
                                         N_STATUS};
    sample->world_change = (struct change){{world, 3},
                                           (enum parameter)scalar,
                                           sample->where,
                                           CHANGE_PLUS,
                                           sample->amount,
                                           0,
                                           0,
                                           0,
                                           "a world",
                                           NULL,
                                           N_STATUS};
}

static inline void sample_files(struct sample *sample)
{
    static const char evidence[] = "plassflyt: evidence/1\nboard_days:\n  value: 90\n";
    static const char world[] = "plassflyt: world/1\ntitle: {nb: \"Norge, lite prøveland\"}\n";
    static const char policy[] = "plassflyt: policy/1\nbase: nullalternativ.yaml\n# køen – ærlig\n";
    sample->files[0] = (struct input_file){"shelf/study/worlds/../evidence/arrivals.yaml", evidence,
                                           sizeof evidence - 1};
    sample->files[1] =
        (struct input_file){"shelf/study/worlds/small.yaml", world, sizeof world - 1};
    sample->files[2] = (struct input_file){"shelf/study/./duty.yaml", policy, sizeof policy - 1};
}

static inline void sample_evidence(struct sample *sample, uint64_t seed)
{
    double *cell = (double *)(void *)&sample->study.value;
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct parameter_row *row = &parameter_table[p];
        struct evidence *evidence = &sample->study.evidence[p];
        for (size_t i = 0; i < shape_cells(&row->shape); i++) {
            double part = (double)(sample_number(seed, row->first + i) >> 11) / 9007199254740992.0;
            cell[row->first + i] = row->low + (row->high - row->low) * part;
        }
        evidence->present = p % 7 != 3;
        evidence->origin = (struct origin){sample->files[0].path, p + 2};
        evidence->status = (enum status)(p % N_STATUS);
        evidence->source = p % 2 ? "F-Q10, R-14" : "R-14";
        evidence->note = p % 3 ? "gjettet, men ærlig" : NULL;
        evidence->year = p % 4 ? "2023" : NULL;
        evidence->has_range = p % 5 != 0;
        evidence->range_is_factor = row->shape.dimensions > 0;
        evidence->low = 0.6;
        evidence->high = 1.6;
        evidence->factor_dimensions = row->shape.dimensions > 0;
        evidence->factor_by[0] = row->shape.dimension[0];
    }
}

/* A sample of `scenarios` scenarios over `months` months from 2018, `replications` asked for. */
static inline struct sample *sample_make(uint64_t seed, size_t scenarios, int months,
                                         int32_t replications)
{
    static const char *const title[N_LANGUAGES] = {"A small test country", "Et lite prøveland",
                                                   "Eit lite prøveland"};
    struct sample *sample = calloc(1, sizeof *sample);
    struct date start = {2018, 1, 1};
    layout_make(&sample->layout, date_days(start), date_days(date_add_months(start, months)));
    sample_files(sample);
    sample_changes(sample);
    sample_policies(sample);
    sample_evidence(sample, seed);
    struct study *study = &sample->study;
    study->world_name = "small";
    for (int l = 0; l < N_LANGUAGES; l++)
        study->world_title[l] = title[l];
    study->world_changes = &sample->world_change;
    study->n_world_changes = 1;
    study->policies = sample->policies;
    study->n_policies = scenarios;
    study->sources = sample_sources(sample);
    study->n_sources = SAMPLE_SOURCES;
    study->files = sample->files;
    study->n_files = SAMPLE_FILES;
    sample->header = (struct results_header){.study = study,
                                             .layout = &sample->layout,
                                             .seed = (uint32_t)seed,
                                             .replications = replications,
                                             .command = "plassflyt run duty.yaml"};
    sample->values = calloc(scenarios * sample->layout.total, sizeof *sample->values);
    sample->rows = calloc(SAMPLE_CHILDREN * child_row_width(scenarios), sizeof *sample->rows);
    return sample;
}

static inline void sample_free(struct sample *sample)
{
    free(sample->values);
    free(sample->rows);
    free(sample);
}

/* The value in place `i` of a scenario's results in a replication: by measure, of the size it has
 * in a national run, negative now and then, zero often. */
static inline int64_t sample_value(const struct sample *sample, enum measure measure, bool end,
                                   size_t i, int32_t replication, size_t scenario)
{
    uint64_t number = sample_number((uint64_t)replication * 64 + scenario + sample->header.seed,
                                    (uint64_t)measure * 10000000 + end * 5000000 + i);
    const struct measure_row *row = &measure_table[measure];
    uint64_t mean = 1 + (sample_number(measure, i % sample->layout.cells[measure]) & 255);
    if (number % 5 == 0)
        return 0;
    if (row->type == COUNT || end)
        return (int64_t)(number % (2 * mean)) - (number % 97 == 1);
    if (row->type == LEVEL)
        return (int64_t)(mean * UINT64_C(2678400000) + number % UINT64_C(2678400000));
    return (int64_t)(number % (mean << 32));
}

/* Fills sample->values with the results of a replication. */
static inline const int64_t *sample_fill(struct sample *sample, int32_t replication)
{
    const struct layout *layout = &sample->layout;
    for (size_t s = 0; s < sample->study.n_policies; s++)
        for (int m = 0; m < N_MEASURES; m++) {
            size_t n = layout->cells[m] * layout_periods(layout, measure_table[m].layer);
            int64_t *values = sample->values + s * layout->total;
            for (size_t i = 0; i < n; i++) {
                values[layout->first[m] + i] =
                    sample_value(sample, (enum measure)m, false, i, replication, s);
                if (measure_table[m].type == LEVEL)
                    values[layout->end_first[m] + i] =
                        sample_value(sample, (enum measure)m, true, i, replication, s);
            }
        }
    return sample->values;
}

/* ---- children ---- */

static inline size_t sample_children_of(int32_t replication)
{
    return SAMPLE_CHILDREN - (size_t)replication % 7;
}

static inline int64_t sample_fact(int32_t replication, size_t child, enum child_fact fact)
{
    uint64_t number = sample_number((uint64_t)replication * 1000 + child, (uint64_t)fact + 77);
    if (fact == FACT_NUMBER)
        return INT64_C(651202801000010) + (int64_t)child * 10 + replication * 100000;
    if (child_fact_table[fact].kind == OUTCOME_KIND_CATEGORY)
        return (int64_t)(number %
                         (uint64_t)dimension_table[child_fact_table[fact].dimension].count);
    return (int64_t)(fact == FACT_AGE ? number % 20 : number % UINT64_C(60000000000));
}

/* Two children in seven are in one scenario only; one in three that is in both is the same in both. */
static inline int64_t sample_outcome(int32_t replication, size_t child, size_t scenario,
                                     enum outcome what)
{
    uint64_t number = sample_number((uint64_t)replication * 1000 + child,
                                    (child % 3 ? scenario : 0) * 100 + (uint64_t)what);
    const struct outcome_row *row = &outcome_table[what];
    if (child % 7 < 2 && scenario != child % 7)
        return CHILD_NOTHING;
    if (row->kind == OUTCOME_KIND_CATEGORY)
        return (int64_t)(number % (uint64_t)dimension_table[row->dimension].count) -
               (what == OUTCOME_LEFT_HOW);
    if (row->kind == OUTCOME_KIND_COUNT)
        return (int64_t)(number % 5);
    if (row->kind == OUTCOME_KIND_DAY)
        return number % 2 ? CHILD_NOTHING : (int64_t)(number % UINT64_C(60000000000));
    return number % 4 ? (int64_t)(number % UINT64_C(9000000000)) : 0;
}

/* Fills sample->rows with the children of a replication. */
static inline const int64_t *sample_fill_children(struct sample *sample, int32_t replication)
{
    size_t width = child_row_width(sample->study.n_policies);
    for (size_t i = 0; i < sample_children_of(replication); i++) {
        int64_t *row = sample->rows + i * width;
        for (int f = 0; f < N_CHILD_FACTS; f++)
            row[f] = sample_fact(replication, i, (enum child_fact)f);
        for (size_t s = 0; s < sample->study.n_policies; s++)
            for (int o = 0; o < N_OUTCOMES; o++)
                row[N_CHILD_FACTS + s * N_OUTCOMES + (size_t)o] =
                    sample_outcome(replication, i, s, (enum outcome)o);
    }
    return sample->rows;
}

static inline bool sample_add(struct sample *sample, struct results_writer *writer,
                              int32_t replication, struct messages *messages)
{
    return results_add(writer, replication, sample_fill(sample, replication), messages) &&
           (replication >= sample->header.children ||
            results_add_children(writer, replication, sample_fill_children(sample, replication),
                                 sample_children_of(replication), messages));
}

static inline bool sample_fails(const int32_t *failed, size_t n_failed, int32_t replication)
{
    for (size_t i = 0; i < n_failed; i++)
        if (failed[i] == replication)
            return true;
    return false;
}

/* Writes a file with replications 0 … n-1 but those listed in `failed` [n_failed]. */
static inline bool sample_write(struct sample *sample, const char *path, const int32_t *failed,
                                size_t n_failed, char digest[DIGEST_LENGTH + 1],
                                struct messages *messages)
{
    sample->header.child_rows = 0;
    for (int32_t r = 0; r < sample->header.children; r++)
        sample->header.child_rows += sample_fails(failed, n_failed, r) ? 0 : sample_children_of(r);
    struct results_writer *writer = results_create(path, &sample->header, messages);
    for (int32_t r = 0; writer && r < sample->header.replications; r++) {
        struct failure failure = {r, "bistandsplikt", "køen vokste over grensen"};
        if (sample_fails(failed, n_failed, r)) {
            results_fail(writer, &failure);
        } else if (!sample_add(sample, writer, r, messages)) {
            results_discard(writer);
            return false;
        }
    }
    return writer && results_close(writer, digest, messages);
}

#endif
