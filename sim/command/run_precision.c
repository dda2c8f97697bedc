#include "command/run_precision.h"

#include "model/replication.h"

#include <math.h>
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
    made->reached = calloc(most, sizeof *made->reached);
    if (!made->goals || !made->wanted || !made->scenario || !made->reached)
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

/* ---- figures ---- */

/* The indicators that what is kept tells, with commas between; to be freed. */
static char *list_kept(const struct raw_results *raw)
{
    size_t size = 1, used = 0;
    for (int i = 0; i < N_INDICATORS; i++)
        size += strlen(indicator_table[i].name) + 2;
    char *list = calloc(size, 1);
    for (int i = 0; list && i < N_INDICATORS; i++)
        if (raw_results_has(raw, (enum indicator)i))
            used += (size_t)snprintf(list + used, size - used, "%s%s", used ? ", " : "",
                                     indicator_table[i].name);
    return list;
}

static void refuse_indicator(const struct asked *asked, const struct raw_results *raw,
                             const struct wanted *wanted)
{
    char line[32], *list = list_kept(raw);
    snprintf(line, sizeof line, "%d", wanted->line);
    refuse(&asked->invocation, TEXT_PRECISION_NOT_KEPT,
           ARGUMENTS(asked->file->path, line, indicator_table[wanted->indicator].name,
                     list ? list : "?"));
    free(list);
}

/* False after a message. */
static bool find_items(struct run_precision *made, const struct asked *asked)
{
    const struct wanted_precision *precision = &asked->file->precision;
    struct messages messages;
    bool good = true;
    messages_start(&messages, asked->invocation.language);
    for (size_t w = 0; w < precision->n_wanted && good; w++) {
        const struct wanted *wanted = &precision->wanted[w];
        good = raw_results_has(made->raw, wanted->indicator) &&
               raw_results_item(made->raw, wanted->indicator, wanted->category, &made->item[w],
                                &messages);
        if (!good)
            refuse_indicator(asked, made->raw, wanted);
    }
    messages_free(&messages);
    return good;
}

static bool lay_out(struct run_precision *made, const struct study *study,
                    const struct detail *detail)
{
    struct layout full;
    struct plan *plan = plan_make(study);
    if (!plan)
        return false;
    plan_layout(plan, &full);
    plan_free(plan);
    detail_layout(detail, &full, &made->layout);
    return true;
}

static bool make_figures(struct run_precision *made, const struct wanted_precision *wanted,
                         const struct study *study, const struct detail *detail)
{
    made->n_wanted = wanted->n_wanted;
    made->item = calloc(wanted->n_wanted + 1, sizeof *made->item);
    made->number = calloc(study->n_policies + 1, sizeof *made->number);
    if (!made->item || !made->number || !lay_out(made, study, detail))
        return false;
    made->raw = raw_results_open(study, &made->layout);
    return made->raw != NULL;
}

void run_precision_figures(void *context, const int64_t *values, double *figures)
{
    struct run_precision *made = context;
    struct messages unseen;
    messages_start(&unseen, LANGUAGE_EN);
    for (size_t i = 0; i < made->precision.n; i++) {
        size_t w = made->wanted[i];
        bool first = i == 0 || w != made->wanted[i - 1];
        bool known = true;
        if (first)
            known = raw_results_values(made->raw, &made->item[w], values, made->number, &unseen);
        double base = made->goals[i].of_change ? made->number[0] : 0;
        figures[i] = known ? made->number[made->scenario[i]] - base : NAN;
    }
    messages_free(&unseen);
}

/* ---- all of it ---- */

static void take_rules(struct run_precision *made, const struct wanted_precision *wanted,
                       int32_t each)
{
    int32_t batch = wanted->batch ? wanted->batch : USUAL_BATCH * each;
    made->precision = (struct precision){
        .confidence = wanted->confidence,
        .batch = batch,
        .least = wanted->least ? wanted->least : USUAL_LEAST * batch,
        .each = each,
    };
}

bool run_precision_make(struct run_precision *made, const struct asked *asked,
                        const struct study *study, const struct detail *detail, int32_t each)
{
    *made = (struct run_precision){0};
    const struct wanted_precision *wanted = asked->file ? &asked->file->precision : NULL;
    if (!wanted || wanted->n_wanted == 0)
        return true;
    take_rules(made, wanted, each);
    made->asked = wanted;
    if (!batch_fits(asked, &made->precision))
        return false;
    if (!make_goals(made, wanted, study) || !make_figures(made, wanted, study, detail)) {
        refuse(&asked->invocation, TEXT_OUT_OF_MEMORY, NO_ARGUMENTS);
        return false;
    }
    if (made->precision.n == 0)
        refuse(&asked->invocation, TEXT_STUDY_NO_CHANGE, ARGUMENTS(study->policies[0].name));
    return made->precision.n > 0 && find_items(made, asked);
}

void run_precision_free(struct run_precision *made)
{
    raw_results_close(made->raw);
    free(made->item);
    free(made->number);
    free(made->goals);
    free(made->wanted);
    free(made->scenario);
    free(made->reached);
    *made = (struct run_precision){0};
}
