/* A results file with numbers that can be worked out by hand.
 *
 * Five years from 2018, the policy date 2020-01-01, two scenarios, replications r = 0, 1 …
 * - queue (ii): in Nord 100 + 10 r, in Oslo 7 children; from the policy date 4 + r more in Nord in
 *   the second scenario
 * - days below need: 1 child in Nord; above need: 1 + r children, the same in both scenarios
 * - costs: 1 million kroner a month to the state, 2 to the municipalities
 * - waiting: 3 child-days a month for the board, 1 more a month for want of siblings' room in the
 *   second scenario from the policy date
 * - waits: of 10 children who ask each year 6 move in in week 3, 2 in week 10 and 2 return home in
 *   week 20
 * - of 5 children placed each year 4 in Nord: 2 in their municipality, 1 in the area, 1 outside; one
 *   in Oslo in its own; 5 decisions lapse in Vest
 * - 100 moves a year are a first, 2 a seventh; of 10 foster children 9 have moved once, 1 six times
 * - money is discounted at 4 %
 * - queue by size of municipality: small 10, of them 4 past six weeks, medium 10 and 1
 * - children: 50 in ordinary homes, 20 in public care institutions
 * All else is zero.
 */
#ifndef PLASSFLYT_TESTS_KNOWN_RESULTS_H
#define PLASSFLYT_TESTS_KNOWN_RESULTS_H

#include "sample_study.h"

enum { KNOWN_MONTHS = 60, KNOWN_POLICY = 24, KNOWN_SEED = 7 };

static inline void known_parameter(struct sample *sample, enum parameter parameter, double value)
{
    double *cells = (double *)(void *)&sample->study.value;
    cells[parameter_table[parameter].first] = value;
}

static inline double known_day(int year, int month, int day)
{
    return (double)date_days((struct date){year, month, day});
}

/* Puts a level of a number of children into a cell of every month of a scenario's values. */
static inline void known_level(struct sample *sample, int64_t *values, enum measure measure,
                               size_t cell, int from, int64_t children)
{
    const struct layout *layout = &sample->layout;
    for (int m = from; m < KNOWN_MONTHS; m++)
        values[layout->first[measure] + (size_t)m * layout->cells[measure] + cell] +=
            children * layout_period_ms(layout, MONTHLY, (size_t)m);
}

/* The same of a sum: so much every month. */
static inline void known_sum(struct sample *sample, int64_t *values, enum measure measure,
                             size_t cell, int from, int64_t amount)
{
    const struct layout *layout = &sample->layout;
    for (int m = from; m < KNOWN_MONTHS; m++)
        values[layout->first[measure] + (size_t)m * layout->cells[measure] + cell] += amount;
}

static inline void known_waits(struct sample *sample, int64_t *values, enum measure measure)
{
    static const struct {
        size_t week;
        enum WAIT_END_category end;
        int64_t children;
    } waits[] = {{3, WAIT_END_MOVED_IN, 6}, {10, WAIT_END_MOVED_IN, 2}, {20, WAIT_END_RETURNED, 2}};
    const struct layout *layout = &sample->layout;
    for (size_t y = 0; y < (size_t)layout->years; y++)
        for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++)
            values[layout->first[measure] + y * layout->cells[measure] +
                   waits[i].week * N_WAIT_END + waits[i].end] = waits[i].children;
}

static inline void known_yearly(struct sample *sample, int64_t *values, enum measure measure,
                                size_t cell, int64_t amount)
{
    const struct layout *layout = &sample->layout;
    for (size_t y = 0; y < (size_t)layout->years; y++)
        values[layout->first[measure] + y * layout->cells[measure] + cell] = amount;
}

static inline void known_places(struct sample *sample, int64_t *values)
{
    size_t nord = AREA_NORD * N_NEARNESS, oslo = AREA_OSLO * N_NEARNESS;
    known_yearly(sample, values, MEASURE_NEARNESS, nord + NEARNESS_MUNICIPALITY, 2);
    known_yearly(sample, values, MEASURE_NEARNESS, nord + NEARNESS_AREA, 1);
    known_yearly(sample, values, MEASURE_NEARNESS, nord + NEARNESS_ELSEWHERE, 1);
    known_yearly(sample, values, MEASURE_NEARNESS, oslo + NEARNESS_MUNICIPALITY, 1);
    known_yearly(sample, values, MEASURE_LAPSES, AREA_VEST, 5);
    known_yearly(sample, values, MEASURE_MOVES_BY_NUMBER, MOVES_MADE_ONE, 100);
    known_yearly(sample, values, MEASURE_MOVES_BY_NUMBER, MOVES_MADE_SEVEN, 2);
    known_level(sample, values, MEASURE_FOSTER_MOVES, MOVES_MADE_ONE, 0, 9);
    known_level(sample, values, MEASURE_FOSTER_MOVES, MOVES_MADE_SIX, 0, 1);
}

static inline void known_classes(struct sample *sample, int64_t *values)
{
    size_t all = QUEUE_SEARCHED * N_MUNICIPALITY_CLASS,
           late = QUEUE_PAST_SIX_WEEKS * N_MUNICIPALITY_CLASS;
    known_level(sample, values, MEASURE_QUEUE_CLASS, all + MUNICIPALITY_CLASS_SMALL, 0, 10);
    known_level(sample, values, MEASURE_QUEUE_CLASS, late + MUNICIPALITY_CLASS_SMALL, 0, 4);
    known_level(sample, values, MEASURE_QUEUE_CLASS, all + MUNICIPALITY_CLASS_MEDIUM, 0, 10);
    known_level(sample, values, MEASURE_QUEUE_CLASS, late + MUNICIPALITY_CLASS_MEDIUM, 0, 1);
}

static inline void known_fill(struct sample *sample, int32_t replication, bool second)
{
    const int64_t day = INT64_C(86400000), million = 100000000;
    int64_t *values = sample->values + (second ? sample->layout.total : 0);
    size_t queue = QUEUE_PAST_WISH * N_AREA;
    known_level(sample, values, MEASURE_QUEUE, queue + AREA_NORD, 0, 100 + 10 * replication);
    known_level(sample, values, MEASURE_QUEUE, queue + AREA_OSLO, 0, 7);
    known_level(sample, values, MEASURE_MISMATCH, MISMATCH_BELOW * N_AREA + AREA_NORD, 0, 1);
    known_level(sample, values, MEASURE_MISMATCH, MISMATCH_ABOVE * N_AREA, 0, 1 + replication);
    known_sum(sample, values, MEASURE_COSTS, PAYER_STATE, 0, million);
    known_sum(sample, values, MEASURE_COSTS, PAYER_MUNICIPALITY, 0, 2 * million);
    known_sum(sample, values, MEASURE_WAITING_TIME, REASON_BOARD, 0, 3 * day);
    known_level(sample, values, MEASURE_CHILDREN, PLACE_ORDINARY, 0, 50);
    known_level(sample, values, MEASURE_CHILDREN, PLACE_CARE_PUBLIC, 0, 20);
    known_places(sample, values);
    known_classes(sample, values);
    known_waits(sample, values, MEASURE_WAIT_FROM_REQUEST);
    known_waits(sample, values, MEASURE_WAIT_FROM_SEARCH);
    if (!second)
        return;
    known_level(sample, values, MEASURE_QUEUE, queue + AREA_NORD, KNOWN_POLICY, 4 + replication);
    known_sum(sample, values, MEASURE_WAITING_TIME, REASON_SIBLINGS, KNOWN_POLICY, day);
}

/* Writes the file with that many replications. */
static inline bool known_write(const char *path, int32_t replications)
{
    static const struct published figures[] = {
        {"queue", "queue", "past_wish", "without_oslo", 18261, "day", 90, 90, "children", "F-Q10",
         "at the end of 2019"},
        {"queue", "queue", "searched", "all", 18261, "day", 900, 900, "children", "F-Q10", NULL},
        {"emergency_children", "children", "none", "all", 18261, "year", 5, 6, "children", "F-Q10",
         NULL}};
    static struct target targets[] = {{.id = "T5",
                                       .title = {"Queue in 2018", "Kø i 2018", "Kø i 2018"},
                                       .value = 110,
                                       .low = 90,
                                       .high = 130,
                                       .when = "2018",
                                       .use = "fit"},
                                      {.id = "V9",
                                       .title = {"Queue in 2019", "Kø i 2019", "Kø i 2019"},
                                       .held_back = true,
                                       .value = 200,
                                       .low = 190,
                                       .high = 210,
                                       .when = "2019",
                                       .use = ""}};
    char digest[DIGEST_LENGTH + 1];
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        targets[i].unit = "children";
        targets[i].statistic = "mean";
        targets[i].scenario = targets[i].of = targets[i].note = "";
        targets[i].count = "queue queue_category=past_wish";
        targets[i].times = 1;
        targets[i].kind = "found";
        targets[i].source = "F-Q10";
    }
    struct sample *sample = sample_make(KNOWN_SEED, 2, KNOWN_MONTHS, replications);
    struct published *published = malloc(sizeof figures);
    memcpy(published, figures, sizeof figures);
    sample->study.published = published;
    sample->study.n_published = sizeof figures / sizeof figures[0];
    sample->study.targets = targets;
    sample->study.n_targets = sizeof targets / sizeof targets[0];
    known_parameter(sample, PARAMETER_history_start, known_day(2018, 1, 1));
    known_parameter(sample, PARAMETER_policy_date, known_day(2020, 1, 1));
    known_parameter(sample, PARAMETER_price_year, 2023);
    known_parameter(sample, PARAMETER_discount_rate, 0.04);
    struct results_writer *writer = results_create(path, &sample->header, &messages);
    bool good = writer != NULL;
    for (int32_t r = 0; good && r < replications; r++) {
        memset(sample->values, 0, 2 * sample->layout.total * sizeof *sample->values);
        known_fill(sample, r, false);
        known_fill(sample, r, true);
        good = results_add(writer, r, sample->values, &messages);
    }
    good = good && results_close(writer, digest, &messages);
    messages_print(&messages, stderr, false);
    messages_free(&messages);
    free(published);
    sample_free(sample);
    return good;
}

#endif
