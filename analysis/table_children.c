#include "analysis/table_children.h"

#include "analysis/finding.h"

#include <math.h>
#include <stdio.h>

static const enum field fields[] = {
    FIELD_outcome,     FIELD_label,          FIELD_group,         FIELD_group_category,
    FIELD_group_label, FIELD_statistic,      FIELD_unit,          FIELD_base,
    FIELD_scenario,    FIELD_scenario_title, FIELD_replications,  FIELD_draws,
    FIELD_estimate,    FIELD_estimate_low,   FIELD_estimate_high, FIELD_estimate_confidence,
    FIELD_digest};
enum { N_FIELDS_HERE = sizeof fields / sizeof *fields };

/* What a row is about. */
struct row {
    const char *outcome, *label; /* as programs and people call it */
    const char *group, *category, *group_label;
    size_t scenario;
};

struct maker {
    struct table *table;
    const struct child_comparison *comparison;
    enum language language;
};

const char *children_grouping_name(enum children_grouping grouping)
{
    static const char *const name[N_CHILDREN_GROUPINGS] = {"all", "need", "area", "age_band",
                                                           "child_entry"};
    return name[grouping];
}

/* ---- rows ---- */

static void add(const struct maker *maker, const struct row *row, const char *statistic,
                enum text unit, const struct estimate *estimate, double confidence)
{
    const struct results *results = maker->comparison->children->results;
    const struct results_category *scenarios = results->scenario->category;
    struct table *table = maker->table;
    int decimals = finding_decimals(estimate->interval);
    table_text(table, row->outcome);
    table_text(table, row->label);
    table_text(table, row->group);
    table_text(table, row->category);
    table_text(table, row->group_label);
    table_text(table, statistic);
    table_words(table, text_table[unit][LANGUAGE_EN], text_table[unit][maker->language]);
    table_text(table, scenarios[maker->comparison->base].name);
    table_text(table, scenarios[row->scenario].name);
    table_text(table, scenarios[row->scenario].label[maker->language]);
    table_whole(table, maker->comparison->children->replications);
    table_number(table, results->n_draws ? (double)estimate->draws : NAN, 0);
    table_number(table, estimate->mean, decimals);
    table_number(table, estimate->interval.low, decimals);
    table_number(table, estimate->interval.high, decimals);
    table_number(table, confidence, -1);
    table_text(table, results->digest);
}

static enum text unit_of(const struct maker *maker, const struct child_changes *changes)
{
    bool time = maker->comparison->children->outcome[changes->outcome].kind == CHILDREN_TIME;
    return time ? TEXT_UNIT_DAYS : TEXT_UNIT_TIMES;
}

static void add_split(const struct maker *maker, struct row row,
                      const struct child_changes *changes, const struct child_split *split)
{
    static const char *const count[] = {"less", "same", "more"};
    static const char *const share[] = {"share_less", "share_same", "share_more"};
    row.group = children_grouping_name(split->by);
    row.category = split->category ? split->category->name : NULL;
    row.group_label = split->category ? split->category->label[maker->language] : NULL;
    add(maker, &row, "pairs", TEXT_UNIT_CHILDREN, &split->pairs, changes->confidence);
    add(maker, &row, "concerned", TEXT_UNIT_CHILDREN, &split->concerned, changes->confidence);
    for (int c = 0; c < N_CHILD_CHANGES; c++)
        add(maker, &row, count[c], TEXT_UNIT_CHILDREN, &split->count[c], changes->confidence);
    for (int c = 0; c < N_CHILD_CHANGES; c++)
        add(maker, &row, share[c], TEXT_UNIT_SHARE, &split->share[c], changes->confidence);
    add(maker, &row, "share_more_less_share_less", TEXT_UNIT_SHARE, &split->net, split->confidence);
    add(maker, &row, "mean_change", unit_of(maker, changes), &split->mean, changes->confidence);
}

/* Bins have their bounds for a category: "-30..-7". */
static void add_distribution(const struct maker *maker, struct row row,
                             const struct child_changes *changes)
{
    char name[64];
    enum text unit = unit_of(maker, changes);
    row.group = children_grouping_name(CHILDREN_ALL);
    add(maker, &row, "identical", TEXT_UNIT_CHILDREN, &changes->identical, changes->confidence);
    add(maker, &row, "sum_of_changes", unit, &changes->pairs_sum, changes->confidence);
    for (int q = 0; q < N_CHILD_QUANTILES; q++) {
        snprintf(name, sizeof name, "change_p%02.0f", 100 * child_quantile[q]);
        add(maker, &row, name, unit, &changes->quantile[q], changes->confidence);
    }
    row.group = "change";
    for (size_t b = 0; b < changes->n_bins; b++) {
        snprintf(name, sizeof name, "%g..%g", changes->bin[b].low, changes->bin[b].high);
        row.category = name;
        add(maker, &row, "concerned", TEXT_UNIT_CHILDREN, &changes->bin[b].count,
            changes->confidence);
    }
}

static void add_unpaired(const struct maker *maker, struct row row,
                         const struct child_changes *changes)
{
    enum text unit = unit_of(maker, changes);
    row.group = children_grouping_name(CHILDREN_BY_ENTRY);
    for (size_t i = 0; i < changes->n_unpaired; i++) {
        const struct child_unpaired *unpaired = &changes->unpaired[i];
        row.category = unpaired->entry->name;
        row.group_label = unpaired->entry->label[maker->language];
        add(maker, &row, "only_in_base", TEXT_UNIT_CHILDREN, &unpaired->in_base,
            changes->confidence);
        add(maker, &row, "only_in_scenario", TEXT_UNIT_CHILDREN, &unpaired->in_scenario,
            changes->confidence);
        add(maker, &row, "sum_only_in_base", unit, &unpaired->base_sum, changes->confidence);
        add(maker, &row, "sum_only_in_scenario", unit, &unpaired->scenario_sum,
            changes->confidence);
    }
}

static void add_outcome(const struct maker *maker, size_t scenario,
                        const struct child_changes *changes)
{
    const struct children_outcome *outcome =
        &maker->comparison->children->outcome[changes->outcome];
    struct row row = {
        .outcome = outcome->name, .label = outcome->label[maker->language], .scenario = scenario};
    for (size_t i = 0; i < changes->n_splits; i++)
        add_split(maker, row, changes, &changes->split[i]);
    add_distribution(maker, row, changes);
    add_unpaired(maker, row, changes);
}

static void add_fates(const struct maker *maker, size_t scenario)
{
    static const char *const name[N_CHILD_FATES] = {"placed", "left"};
    static const enum text label[N_CHILD_FATES] = {TEXT_FATE_PLACED, TEXT_FATE_LEFT};
    static const char *const cases[N_FATE_CASES] = {"in_both", "in_base", "in_scenario",
                                                    "in_neither"};
    for (int f = 0; f < N_CHILD_FATES; f++)
        for (int c = 0; c < N_FATE_CASES; c++) {
            struct row row = {.outcome = name[f],
                              .label = text_table[label[f]][maker->language],
                              .group = children_grouping_name(CHILDREN_ALL),
                              .scenario = scenario};
            add(maker, &row, cases[c], TEXT_UNIT_CHILDREN,
                &maker->comparison->fates[scenario][f].count[c], maker->comparison->confidence);
        }
}

struct table *table_of_children(const struct child_comparison *comparison, enum language language)
{
    struct maker maker = {table_make(ANSWER_children, fields, N_FIELDS_HERE), comparison, language};
    for (size_t s = 0; s < comparison->children->results->scenarios; s++) {
        if (comparison->n_outcomes == 0 || !child_changes_of(comparison, s, 0))
            continue;
        for (size_t i = 0; i < comparison->n_outcomes; i++)
            add_outcome(&maker, s, child_changes_of(comparison, s, i));
        add_fates(&maker, s);
    }
    return maker.table;
}

/* ---- children one may read of ---- */

static const enum field extreme_fields[] = {
    FIELD_outcome,        FIELD_label,        FIELD_unit,  FIELD_base,
    FIELD_scenario,       FIELD_replication,  FIELD_child, FIELD_child_base,
    FIELD_child_scenario, FIELD_child_change, FIELD_digest};

static void add_extreme(const struct maker *maker, const struct child_changes *changes,
                        const struct child_extreme *child)
{
    char number[32];
    const struct results *results = maker->comparison->children->results;
    const struct children_outcome *outcome =
        &maker->comparison->children->outcome[changes->outcome];
    enum text unit = unit_of(maker, changes);
    snprintf(number, sizeof number, "%.0f", child->number);
    table_text(maker->table, outcome->name);
    table_text(maker->table, outcome->label[maker->language]);
    table_words(maker->table, text_table[unit][LANGUAGE_EN], text_table[unit][maker->language]);
    table_text(maker->table, results->scenario->category[changes->base].name);
    table_text(maker->table, results->scenario->category[changes->scenario].name);
    table_whole(maker->table, (size_t)child->replication);
    table_text(maker->table, number);
    table_number(maker->table, child->base, 0);
    table_number(maker->table, child->scenario, 0);
    table_number(maker->table, child->scenario - child->base, 0);
    table_text(maker->table, results->digest);
}

struct table *table_of_extremes(const struct child_comparison *comparison, size_t outcome,
                                enum language language)
{
    struct maker maker = {
        table_make(ANSWER_extremes, extreme_fields, sizeof extreme_fields / sizeof *extreme_fields),
        comparison, language};
    for (size_t s = 0; s < comparison->children->results->scenarios; s++) {
        const struct child_changes *changes = child_changes_of(comparison, s, outcome);
        for (size_t i = 0; changes && i < changes->n_least; i++)
            add_extreme(&maker, changes, &changes->least[i]);
        for (size_t i = 0; changes && i < changes->n_most; i++)
            add_extreme(&maker, changes, &changes->most[i]);
    }
    return maker.table;
}
