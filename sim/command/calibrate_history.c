#include "command/calibrate_history.h"

#include "command/history_cut.h"

#include "engine/date.h"
#include "experiment/many.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

enum { PATH_SIZE = 4096 };

static bool out_of_memory(const struct invocation *invocation)
{
    refuse(invocation, TEXT_OUT_OF_MEMORY, NO_ARGUMENTS);
    return false;
}

/* ---- what calibration may see ---- */

static bool is_use(const struct target *target, const char *use)
{
    return !target->held_back && *target->count && strcmp(target->use, use) == 0;
}

static bool is_fitted(const struct target *target)
{
    return is_use(target, "fit") || is_use(target, "sign");
}

/* Copies the targets that are not held back: those fitted to first. */
static bool take_targets(struct history *history, const struct study *study)
{
    size_t n = 0;
    history->targets = calloc(study->n_targets + 1, sizeof *history->targets);
    history->goals = calloc(study->n_targets + 1, sizeof *history->goals);
    if (!history->targets || !history->goals)
        return out_of_memory(history->invocation);
    for (size_t i = 0; i < study->n_targets; i++) {
        const struct target *target = &study->targets[i];
        if (!is_fitted(target))
            continue;
        history->goals[n] = (struct goal){target->low, target->high, is_use(target, "sign")};
        history->targets[n++] = *target;
    }
    history->n_fitted = n;
    for (size_t i = 0; i < study->n_targets; i++)
        if (is_use(&study->targets[i], "label"))
            history->targets[n++] = study->targets[i];
    history->study.targets = history->targets;
    history->study.n_targets = n;
    if (history->n_fitted > 0)
        return true;
    refuse(history->invocation, TEXT_CALIBRATE_NO_TARGETS, ARGUMENTS(study->world_name));
    return false;
}

/* Ends the history after the last year that a target is about. A figure from before the history is
 * compared with its first year, which must be there. */
static void shorten(struct history *history)
{
    struct parameters *p = &history->study.value;
    history->last_year = date_of_days((int64_t)p->history_start).year;
    for (size_t i = 0; i < history->study.n_targets; i++) {
        int year = target_last_year(&history->targets[i]);
        history->last_year = year > history->last_year ? year : history->last_year;
    }
    history_ends_after(p, history->last_year);
}

/* The copy has neither held-back targets nor the files that they were read from. */
static bool take_study(struct history *history, const struct study *study)
{
    history->study = *study;
    history->null_alternative = study->policies[0];
    history->null_alternative.n_files = 0;
    history->study.policies = &history->null_alternative;
    history->study.n_policies = 1;
    history->study.published = NULL;
    history->study.n_published = 0;
    history->study.files = NULL;
    history->study.n_files = 0;
    if (!take_targets(history, study))
        return false;
    shorten(history);
    return true;
}

/* ---- beginning and end ---- */

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool find_space(struct history *history, const struct study *study)
{
    const struct invocation *invocation = history->invocation;
    struct space_choice choice = {.only = option_value(invocation, "only"),
                                  .hold = option_value(invocation, "hold"),
                                  .last_year = history->last_year};
    const char *lists[] = {choice.only, choice.hold};
    for (int i = 0; i < 2; i++) {
        char *unknown = space_unknown_name(lists[i]);
        if (!unknown)
            continue;
        refuse(invocation, TEXT_CALIBRATE_NOT_CALIBRATED, ARGUMENTS(unknown));
        free(unknown);
        return false;
    }
    if (!space_make(&history->space, study, &choice))
        return out_of_memory(invocation);
    if (history->space.n > 0)
        return true;
    refuse(invocation, TEXT_CALIBRATE_NOTHING, ARGUMENTS(study->world_name));
    return false;
}

bool history_make(struct history *history, const struct study *study,
                  const struct invocation *invocation)
{
    *history = (struct history){.invocation = invocation};
    messages_start(&history->messages, invocation->language);
    history->bar = bar_make(invocation);
    history->started = seconds_now();
    return take_study(history, study) && find_space(history, study) &&
           (history->folder = temporary_folder(invocation)) != NULL;
}

void history_free(struct history *history)
{
    if (history->folder)
        rmdir(history->folder);
    free(history->folder);
    free(history->targets);
    free(history->goals);
    space_free(&history->space);
    calibration_journal_close(history->journal);
    messages_free(&history->messages);
}

/* ---- one simulation ---- */

/* The replications' part of the bar: simulations found in the journal took no time. */
static void draw(void *context, const struct progress *progress)
{
    struct history *history = context;
    long each = history->replications;
    bar_draw(&history->bar, history->simulated * each + each * progress->done / progress->wanted,
             (history->wanted - history->found) * each, seconds_now() - history->started);
}

static void feed_text(XXH3_state_t *state, const char *text)
{
    XXH3_128bits_update(state, text, strlen(text) + 1);
}

static void feed_change(XXH3_state_t *state, const struct change *change)
{
    size_t cells = shape_cells(&parameter_table[change->parameter].shape);
    int64_t numbers[] = {(int64_t)change->parameter, (int64_t)change->operation, change->from,
                         change->to, change->ramp_months};
    XXH3_128bits_update(state, numbers, sizeof numbers);
    XXH3_128bits_update(state, change->where, cells * sizeof *change->where);
    XXH3_128bits_update(state, change->amount, cells * sizeof *change->amount);
}

/* All that the figures hang on. */
static void find_key(const struct history *history, int32_t replications, char key[JOURNAL_KEY])
{
    const struct study *study = &history->study;
    XXH3_state_t *state = XXH3_createState();
    XXH3_128bits_reset(state);
    uint32_t numbers[] = {history->seed, (uint32_t)replications};
    feed_text(state, PLASSFLYT_VERSION);
    XXH3_128bits_update(state, numbers, sizeof numbers);
    XXH3_128bits_update(state, &study->value, sizeof study->value);
    for (size_t i = 0; i < study->policies[0].n_changes; i++)
        feed_change(state, &study->policies[0].changes[i]);
    for (size_t i = 0; i < study->n_targets; i++) {
        const struct target *t = &study->targets[i];
        const char *texts[] = {t->id, t->when, t->statistic, t->count, t->of};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            feed_text(state, texts[k]);
        XXH3_128bits_update(state, &t->times, sizeof t->times);
    }
    XXH128_hash_t hash = XXH3_128bits_digest(state);
    XXH3_freeState(state);
    snprintf(key, JOURNAL_KEY, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
}

/* Runs all replications. Where one of them fails the figures are not known: NaN. */
static bool run(struct history *history, int32_t replications, double *figures)
{
    char path[PATH_SIZE];
    struct many_outcome outcome;
    snprintf(path, sizeof path, "%s/history.h5", history->folder);
    struct many_order order = {.study = &history->study,
                               .seed = history->seed,
                               .replications = replications,
                               .threads = history->invocation->threads,
                               .output = path,
                               .command = "plassflyt calibrate",
                               .fresh = true,
                               .report = draw,
                               .context = history};
    bool good = many_run(&order, &outcome, &history->messages);
    for (size_t i = 0; i < history->study.n_targets; i++)
        figures[i] = NAN;
    if (good && outcome.failed == 0)
        good = figures_read(path, history->study.n_targets, figures, &history->messages);
    unlink(path);
    if (!good)
        many_forget(path);
    history->simulated++;
    return good;
}

static bool same_figures(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(a[i] == b[i] || (isnan(a[i]) && isnan(b[i]))))
            return false;
    return true;
}

/* The figures at the study's values: from the journal, or simulated. The first simulation is always
 * made, to see that the journal was written by a program that gives the same. */
static bool find_figures(struct history *history, int32_t replications, double *figures,
                         double *known)
{
    char key[JOURNAL_KEY];
    size_t n = history->study.n_targets;
    bool first = history->simulated == 0;
    find_key(history, replications, key);
    bool found = calibration_journal_find(history->journal, key, n, known);
    if (found && !first) {
        memcpy(figures, known, n * sizeof *figures);
        history->found++;
        return true;
    }
    if (!run(history, replications, figures))
        return false;
    if (found && same_figures(figures, known, n))
        return true;
    if (!found)
        return calibration_journal_add(history->journal, key, n, figures, &history->messages);
    message_add(&history->messages, NULL, 0, 0, NULL, TEXT_JOURNAL_STALE,
                ARGUMENTS(calibration_journal_path(history->journal)));
    return false;
}

static void set_values(struct history *history, enum trial trial, const double *places)
{
    double end = history->study.value.end_date, policy = history->study.value.policy_date;
    space_values(&history->space, places, &history->study.value);
    history->study.value.end_date = end;
    history->study.value.policy_date = policy;
    if (trial == TRIAL_SLOPE)
        history->study.value.fill_variants = ceil(history->study.value.fill_variants / 2);
}

/* Half the replications, and half the initial states, do for a slope. */
static int32_t replications_of(const struct history *history, enum trial trial)
{
    return trial == TRIAL_SLOPE && history->replications > 1 ? history->replications / 2
                                                             : history->replications;
}

bool history_simulate(void *context, enum trial trial, double *places, double *figures)
{
    struct history *history = context;
    size_t n = history->study.n_targets;
    double *all = calloc(2 * n + 1, sizeof *all);
    if (!all)
        return out_of_memory(history->invocation);
    for (size_t i = 0; i < history->space.n; i++) {
        const struct coordinate *c = &history->space.coordinates[i];
        places[i] = coordinate_place(c, coordinate_value(c, places[i]));
    }
    set_values(history, trial, places);
    bool good = find_figures(history, replications_of(history, trial), all, all + n);
    memcpy(figures, all, history->n_fitted * sizeof *figures);
    free(all);
    return good;
}

bool history_figures(struct history *history, const double *places, double *figures)
{
    char key[JOURNAL_KEY];
    set_values(history, TRIAL_FIT, places);
    find_key(history, history->replications, key);
    return calibration_journal_find(history->journal, key, history->study.n_targets, figures);
}
