#include "command/run_precision.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_BATCH = 32 /* units */, USUAL_LEAST = 2 /* batches */ };

/* Whether a wanted half-width is of a scenario. */
static bool is_of(const struct wanted *wanted, const struct study *study, size_t scenario)
{
    if (wanted->of_change && scenario == 0)
        return false;
    return !wanted->scenario || strcmp(wanted->scenario, study->policies[scenario].name) == 0;
}

static bool make_goals(struct run_precision *made, const struct wanted_precision *asked,
                       const struct study *study)
{
    size_t most = asked->n_wanted * study->n_policies + 1, n = 0;
    made->goals = calloc(most, sizeof *made->goals);
    made->wanted = calloc(most, sizeof *made->wanted);
    made->scenario = calloc(most, sizeof *made->scenario);
    if (!made->goals || !made->wanted || !made->scenario)
        return false;
    for (size_t w = 0; w < asked->n_wanted; w++)
        for (size_t s = 0; s < study->n_policies; s++) {
            const struct wanted *wanted = &asked->wanted[w];
            if (!is_of(wanted, study, s))
                continue;
            made->wanted[n] = w;
            made->scenario[n] = s;
            made->goals[n++] = (struct precision_goal){
                .indicator = indicator_table[wanted->indicator].name,
                .category = wanted->category,
                .scenario = study->policies[s].name,
                .of_change = wanted->of_change,
                .half_width = wanted->half_width,
                .relative = wanted->relative,
            };
        }
    made->precision.n = n;
    made->precision.goal = made->goals;
    return true;
}

/* Draws must be whole when it is decided. */
static bool batch_fits(const struct asked *asked, const struct precision *precision)
{
    char batch[32], each[32];
    if (precision->batch % precision->each == 0)
        return true;
    snprintf(batch, sizeof batch, "%ld", (long)precision->batch);
    snprintf(each, sizeof each, "%ld", (long)precision->each);
    refuse(&asked->invocation, TEXT_STUDY_BATCH, ARGUMENTS(asked->file->path, batch, each));
    return false;
}

bool run_precision_make(struct run_precision *made, const struct asked *asked,
                        const struct study *study, int32_t each)
{
    *made = (struct run_precision){0};
    const struct wanted_precision *wanted = asked->file ? &asked->file->precision : NULL;
    if (!wanted || wanted->n_wanted == 0)
        return true;
    int32_t batch = wanted->batch ? wanted->batch : USUAL_BATCH * each;
    made->precision = (struct precision){
        .confidence = wanted->confidence,
        .batch = batch,
        .least = wanted->least ? wanted->least : USUAL_LEAST * batch,
        .each = each,
    };
    if (!batch_fits(asked, &made->precision))
        return false;
    if (!make_goals(made, wanted, study)) {
        refuse(&asked->invocation, TEXT_OUT_OF_MEMORY, NO_ARGUMENTS);
        return false;
    }
    if (made->precision.n == 0)
        refuse(&asked->invocation, TEXT_STUDY_NO_CHANGE, ARGUMENTS(study->policies[0].name));
    return made->precision.n > 0;
}

void run_precision_free(struct run_precision *made)
{
    free(made->goals);
    free(made->wanted);
    free(made->scenario);
    *made = (struct run_precision){0};
}
