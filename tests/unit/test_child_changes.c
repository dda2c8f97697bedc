/* Who gains and who loses, from children whose outcomes are known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/child_changes.h"
#include "analysis/child_fates.h"
#include "analysis/finding.h"
#include "known_children.h"

/* ---- reading ---- */

struct opened {
    struct messages messages;
    struct results *results;
    const struct children *children;
    struct child_changes *changes;
};

static void open_children(struct opened *o, int32_t kept, bool alike, const char *outcome)
{
    messages_start(&o->messages, LANGUAGE_EN);
    assert_true(write_children(place_file("a.h5"), kept, alike, false));
    o->results = results_open(place_file("a.h5"), &o->messages);
    assert_non_null(o->results);
    o->children = children_read(o->results, &o->messages);
    assert_non_null(o->children);
    int number = children_outcome(o->children, outcome);
    assert_true(number >= 0);
    o->changes = child_changes_make(o->children, (size_t)number, 0, 1, 0.95, &o->messages);
    assert_non_null(o->changes);
}

static void close_children(struct opened *o)
{
    child_changes_free(o->changes);
    results_free(o->results);
    messages_free(&o->messages);
}

static void expect(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-9))
        fail_msg("%.17g is not %.17g", value, expected);
}

static const struct child_split *split_of(const struct opened *o, enum children_grouping by,
                                          const char *name)
{
    for (size_t i = 0; i < o->changes->n_splits; i++) {
        const struct child_split *split = &o->changes->split[i];
        if (split->by == by && (!name || strcmp(split->category->name, name) == 0))
            return split;
    }
    fail_msg("no group %s", name ? name : "of all");
    return NULL;
}

/* ---- tests ---- */

static void who_they_are_is_read(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 3, false, "waited");
    const struct children *c = o.children;
    assert_int_equal(c->replications, 3);
    assert_int_equal(c->n, 3 * KNOWN + 3);
    for (size_t r = 0; r < 3; r++)
        assert_int_equal(c->begin[r + 1] - c->begin[r], KNOWN + r);
    expect(c->number[1], 100000000000020.0);
    assert_string_equal(c->axis[CHILDREN_BY_AGE]->category[c->category[CHILDREN_BY_AGE][3]].name,
                        "0_5");
    assert_string_equal(c->axis[CHILDREN_BY_AGE]->category[c->category[CHILDREN_BY_AGE][4]].name,
                        "6_12");
    assert_string_equal(
        c->axis[CHILDREN_BY_ENTRY]->category[c->category[CHILDREN_BY_ENTRY][7]].name, "came_back");
    assert_int_equal(c->n_outcomes, N_OUTCOMES);
    for (int i = 0; i < N_OUTCOMES; i++) {
        static const enum children_kind kind[] = {[OUTCOME_KIND_CATEGORY] = CHILDREN_CATEGORY,
                                                  [OUTCOME_KIND_COUNT] = CHILDREN_COUNT,
                                                  [OUTCOME_KIND_TIME] = CHILDREN_TIME,
                                                  [OUTCOME_KIND_DAY] = CHILDREN_DAY};
        assert_string_equal(c->outcome[i].name, outcome_table[i].name);
        assert_string_equal(c->outcome[i].label[LANGUAGE_NN], outcome_table[i].label[LANGUAGE_NN]);
        assert_int_equal(c->outcome[i].kind, kind[outcome_table[i].kind]);
    }
    assert_int_equal(children_outcome(c, "nothing"), -1);
    close_children(&o);
}

static void children_are_counted_by_their_change(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 3, false, "waited");
    const struct child_split *all = split_of(&o, CHILDREN_ALL, NULL);
    expect(all->pairs.mean, 7 + 1);
    expect(all->concerned.mean, 6 + 1);
    expect(all->count[CHANGE_LESS].mean, 2 + 1);
    expect(all->count[CHANGE_SAME].mean, 2);
    expect(all->count[CHANGE_MORE].mean, 2);
    expect(all->share[CHANGE_LESS].mean, (2 / 6.0 + 3 / 7.0 + 4 / 8.0) / 3);
    expect(all->mean.mean, (-63.5 / 6 - 67.5 / 7 - 71.5 / 8) / 3);
    expect(all->net.mean, (0 - 1 / 7.0 - 2 / 8.0) / 3);
    assert_true(all->count[CHANGE_LESS].interval.low < 3 &&
                all->count[CHANGE_LESS].interval.high > 3);
    assert_true(all->net.interval.low < 0 && all->net.interval.high > 0);
    expect(o.changes->identical.mean, 2);
    expect(o.changes->pairs_sum.mean, -63.5 - 4);
    const struct child_split *specialised = split_of(&o, CHILDREN_BY_NEED, "specialised");
    expect(specialised->pairs.mean, 1);
    expect(specialised->share[CHANGE_MORE].mean, 1);
    expect(specialised->mean.mean, 41);
    expect(specialised->confidence, 1 - 0.05 / 4);
    const struct child_split *treatment = split_of(&o, CHILDREN_BY_NEED, "treatment");
    expect(treatment->pairs.mean, 0);
    assert_true(isnan(treatment->share[CHANGE_MORE].mean));
    close_children(&o);
}

/* The groups of each grouping are all children. */
static void groups_add_up(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 3, false, "waited");
    for (int by = CHILDREN_ALL + 1; by < N_CHILDREN_GROUPINGS; by++) {
        double pairs = 0, concerned = 0, more = 0;
        for (size_t i = 0; i < o.changes->n_splits; i++) {
            const struct child_split *split = &o.changes->split[i];
            if ((int)split->by != by)
                continue;
            pairs += split->pairs.mean;
            concerned += split->concerned.mean;
            more += split->count[CHANGE_MORE].mean;
        }
        expect(pairs, 8);
        expect(concerned, 7);
        expect(more, 2);
    }
    close_children(&o);
}

static void who_has_no_pair_is_told_apart(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 3, false, "waited");
    assert_int_equal(o.changes->n_unpaired, N_CHILD_ENTRY);
    const struct child_unpaired *unpaired = o.changes->unpaired;
    assert_string_equal(unpaired[CHILD_ENTRY_ARRIVED].entry->name, "arrived");
    expect(unpaired[CHILD_ENTRY_THERE].in_base.mean, 0);
    expect(unpaired[CHILD_ENTRY_ARRIVED].in_base.mean, 1);
    expect(unpaired[CHILD_ENTRY_ARRIVED].base_sum.mean, 7);
    expect(unpaired[CHILD_ENTRY_ARRIVED].in_scenario.mean, 0);
    expect(unpaired[CHILD_ENTRY_CAME_BACK].in_scenario.mean, 1);
    expect(unpaired[CHILD_ENTRY_CAME_BACK].scenario_sum.mean, 3);
    close_children(&o);
}

static double in_bin(const struct child_changes *changes, double low)
{
    for (size_t i = 0; i < changes->n_bins; i++)
        if (changes->bin[i].low == low)
            return changes->bin[i].count.mean;
    fail_msg("no bin from %g", low);
    return NAN;
}

static void the_change_is_told_by_quantiles_and_bins(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 1, false, "waited"); /* changes -100, -5, 0, 0.5, 1, 40 */
    assert_true(child_quantile[3] == 0.5 && child_quantile[0] == 0.05);
    expect(o.changes->quantile[3].mean, 0.25);
    expect(o.changes->quantile[0].mean, -100 + 0.25 * 95);
    expect(o.changes->quantile[6].mean, 1 + 0.75 * 39);
    expect(in_bin(o.changes, -180), 1);
    expect(in_bin(o.changes, -7), 1);
    expect(in_bin(o.changes, -1), 2);
    expect(in_bin(o.changes, 1), 1);
    expect(in_bin(o.changes, 30), 1);
    expect(in_bin(o.changes, 365), 0);
    assert_true(isinf(o.changes->bin[o.changes->n_bins - 1].high));
    assert_true(isnan(o.changes->quantile[3].interval.low)); /* of one replication */
    assert_int_equal(finding_of(&(struct paired){o.changes->split[0].net, NAN}), FINDING_UNKNOWN);
    close_children(&o);
}

static void the_largest_changes_come_first(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 3, false, "waited");
    assert_int_equal(o.changes->n_most, 5);
    for (int i = 0; i < 3; i++) {
        expect(o.changes->most[i].scenario, 42 - i);
        assert_int_equal(o.changes->most[i].replication, 2 - i);
        expect(o.changes->most[i].number, 100000000000060.0);
        expect(o.changes->least[i].base, 100);
        assert_int_equal(o.changes->least[i].replication, i);
    }
    expect(o.changes->most[3].base, 5);
    expect(o.changes->least[4].base, 10);
    close_children(&o);
}

static void counts_differ_when_they_are_not_equal(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 3, false, "moves");
    const struct child_split *all = split_of(&o, CHILDREN_ALL, NULL);
    expect(all->concerned.mean, 8);
    expect(all->count[CHANGE_LESS].mean, 8); /* 3 moves become 2 */
    expect(all->mean.mean, -1);
    assert_int_equal(finding_of(&(struct paired){all->mean, NAN}), FINDING_LOWER);
    expect(in_bin(o.changes, -1.5), 8);
    close_children(&o);
}

static void what_happens_in_one_scenario_only_is_told(void **state)
{
    (void)state;
    struct opened o;
    struct child_fates fates;
    open_children(&o, 3, false, "waited");
    assert_true(child_fates_make(o.children, FATE_PLACED, 0, 1, 0.95, &fates, &o.messages));
    expect(fates.count[FATE_IN_BOTH].mean, 1 + 1);
    expect(fates.count[FATE_IN_BASE].mean, 1);
    expect(fates.count[FATE_IN_SCENARIO].mean, 1);
    expect(fates.count[FATE_IN_NEITHER].mean, 3);
    assert_true(child_fates_make(o.children, FATE_LEFT, 0, 1, 0.95, &fates, &o.messages));
    expect(fates.count[FATE_IN_BOTH].mean, 1);
    expect(fates.count[FATE_IN_BASE].mean, 1 + 1);
    expect(fates.count[FATE_IN_SCENARIO].mean, 1);
    expect(fates.count[FATE_IN_NEITHER].mean, 4);
    close_children(&o);
}

static void a_day_is_compared_where_there_is_one_in_both(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 3, false, "left_day");
    const struct child_split *all = split_of(&o, CHILDREN_ALL, NULL);
    expect(all->concerned.mean, 1);
    expect(all->count[CHANGE_SAME].mean, 1);
    assert_int_equal(o.changes->n_unpaired, 0);
    close_children(&o);
}

static void equal_scenarios_differ_for_nobody(void **state)
{
    (void)state;
    struct opened o;
    open_children(&o, 4, true, "waited");
    const struct child_split *all = split_of(&o, CHILDREN_ALL, NULL);
    expect(o.changes->identical.mean, all->pairs.mean);
    expect(all->count[CHANGE_LESS].mean, 0);
    expect(all->count[CHANGE_MORE].mean, 0);
    expect(o.changes->pairs_sum.mean, 0);
    assert_int_equal(o.changes->n_most + o.changes->n_least, 0);
    assert_int_equal(finding_of(&(struct paired){all->net, NAN}), FINDING_SAME);
    for (size_t i = 0; i < o.changes->n_unpaired; i++)
        expect(o.changes->unpaired[i].in_base.mean + o.changes->unpaired[i].in_scenario.mean, 0);
    close_children(&o);
}

static void files_without_children_or_with_wrong_ones_are_refused(void **state)
{
    (void)state;
    static const char *const said[] = {"keeps no children", "child_area"};
    for (int i = 0; i < 2; i++) {
        struct messages messages;
        messages_start(&messages, LANGUAGE_EN);
        assert_true(write_children(place_file("b.h5"), i ? 2 : 0, false, i == 1));
        struct results *results = results_open(place_file("b.h5"), &messages);
        assert_non_null(results);
        assert_null(children_read(results, &messages));
        assert_int_equal(messages.count, 1);
        assert_non_null(strstr(messages.shown[0].text, said[i]));
        results_free(results);
        messages_free(&messages);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_they_are_is_read),
        cmocka_unit_test(children_are_counted_by_their_change),
        cmocka_unit_test(groups_add_up),
        cmocka_unit_test(who_has_no_pair_is_told_apart),
        cmocka_unit_test(the_change_is_told_by_quantiles_and_bins),
        cmocka_unit_test(the_largest_changes_come_first),
        cmocka_unit_test(counts_differ_when_they_are_not_equal),
        cmocka_unit_test(what_happens_in_one_scenario_only_is_told),
        cmocka_unit_test(a_day_is_compared_where_there_is_one_in_both),
        cmocka_unit_test(equal_scenarios_differ_for_nobody),
        cmocka_unit_test(files_without_children_or_with_wrong_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, place_make, place_remove);
}
