#include "analysis/child_comparison.h"

#include "output/results_file.h"

#include <stdlib.h>

static bool is_compared(const struct children_outcome *outcome)
{
    return outcome->kind == CHILDREN_TIME || outcome->kind == CHILDREN_COUNT;
}

static struct child_comparison *make_room(const struct children *children)
{
    size_t scenarios = children->results->scenarios;
    struct child_comparison *comparison = calloc(1, sizeof *comparison);
    if (!comparison)
        return NULL;
    comparison->children = children;
    comparison->outcome = calloc(children->n_outcomes + 1, sizeof *comparison->outcome);
    comparison->fates = calloc(scenarios, sizeof *comparison->fates);
    for (size_t o = 0; comparison->outcome && o < children->n_outcomes; o++)
        if (is_compared(&children->outcome[o]))
            comparison->outcome[comparison->n_outcomes++] = o;
    comparison->changes =
        calloc(scenarios * comparison->n_outcomes + 1, sizeof *comparison->changes);
    if (comparison->outcome && comparison->fates && comparison->changes)
        return comparison;
    child_comparison_free(comparison);
    return NULL;
}

/* One scenario against the base. */
static bool compare(struct child_comparison *c, size_t scenario, struct messages *messages)
{
    for (size_t i = 0; i < c->n_outcomes; i++) {
        struct child_changes *changes = child_changes_make(c->children, c->outcome[i], c->base,
                                                           scenario, c->confidence, messages);
        c->changes[scenario * c->n_outcomes + i] = changes;
        if (!changes)
            return false;
    }
    for (int f = 0; f < N_CHILD_FATES; f++)
        if (!child_fates_make(c->children, (enum child_fate)f, c->base, scenario, c->confidence,
                              &c->fates[scenario][f], messages))
            return false;
    return true;
}

struct child_comparison *child_comparison_make(const struct children *children, size_t base,
                                               const bool *wanted, double confidence,
                                               struct messages *messages)
{
    struct child_comparison *comparison = make_room(children);
    if (!comparison) {
        results_file_message(children->results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL,
                             NULL);
        return NULL;
    }
    comparison->base = base;
    comparison->confidence = confidence;
    for (size_t s = 0; s < children->results->scenarios; s++) {
        if (s == base || !wanted[s] || compare(comparison, s, messages))
            continue;
        child_comparison_free(comparison);
        return NULL;
    }
    return comparison;
}

void child_comparison_free(struct child_comparison *comparison)
{
    if (!comparison)
        return;
    size_t n = comparison->children->results->scenarios * comparison->n_outcomes;
    for (size_t i = 0; comparison->changes && i < n; i++)
        child_changes_free(comparison->changes[i]);
    free(comparison->changes);
    free(comparison->fates);
    free(comparison->outcome);
    free(comparison);
}
