#include "analysis/child_fates.h"

#include "output/results_file.h"

#include <math.h>
#include <stdlib.h>

/* What is read of each of the two scenarios. */
struct reading {
    double *fate, *waited; /* [rows]; waited NULL where all are asked about */
};

static bool read_one(const struct children *children, enum child_fate fate, size_t scenario,
                     struct reading *reading, struct messages *messages)
{
    static const char *const name[N_CHILD_FATES] = {"foster_stays", "left_how"};
    int outcome = children_outcome(children, name[fate]),
        waited = children_outcome(children, "waited");
    if (outcome < 0 || waited < 0) {
        results_file_message(children->results->path, messages, TEXT_RESULTS_TYPE, name[fate], NULL,
                             NULL);
        return false;
    }
    reading->fate = children_values(children, (size_t)outcome, scenario, messages);
    if (fate == FATE_PLACED)
        reading->waited = children_values(children, (size_t)waited, scenario, messages);
    return reading->fate && (reading->waited || fate != FATE_PLACED);
}

static bool has(const struct reading *reading, enum child_fate fate, size_t row)
{
    return fate == FATE_PLACED ? reading->fate[row] > 0 : reading->fate[row] >= 0;
}

static bool is_asked_about(const struct reading *base, const struct reading *scenario, size_t row)
{
    if (isnan(base->fate[row]) || isnan(scenario->fate[row]))
        return false;
    return !base->waited || base->waited[row] > 0 || scenario->waited[row] > 0;
}

static int case_of(bool base, bool scenario)
{
    if (base)
        return scenario ? FATE_IN_BOTH : FATE_IN_BASE;
    return scenario ? FATE_IN_SCENARIO : FATE_IN_NEITHER;
}

/* count [N_FATE_CASES][replications] */
static void count_cases(const struct children *children, enum child_fate fate,
                        const struct reading *base, const struct reading *scenario, double *count)
{
    for (size_t r = 0; r < children->replications; r++)
        for (size_t row = children->begin[r]; row < children->begin[r + 1]; row++)
            if (is_asked_about(base, scenario, row))
                count[(size_t)case_of(has(base, fate, row), has(scenario, fate, row)) *
                          children->replications +
                      r]++;
}

bool child_fates_make(const struct children *children, enum child_fate fate, size_t base,
                      size_t scenario, double confidence, struct child_fates *fates,
                      struct messages *messages)
{
    struct reading read[2] = {{NULL, NULL}, {NULL, NULL}};
    const struct results *results = children->results;
    size_t n = children->replications;
    double *count = calloc(N_FATE_CASES * n + 1, sizeof *count);
    bool good = read_one(children, fate, base, &read[0], messages) &&
                read_one(children, fate, scenario, &read[1], messages);
    if (good && !count)
        results_file_message(results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    good = good && count;
    if (good)
        count_cases(children, fate, &read[0], &read[1], count);
    for (size_t c = 0; c < N_FATE_CASES && good; c++)
        fates->count[c] =
            estimate_drawn(count + c * n, results->n_draws ? results->draw : NULL, n, confidence);
    for (int i = 0; i < 2; i++) {
        free(read[i].fate);
        free(read[i].waited);
    }
    free(count);
    return good;
}
