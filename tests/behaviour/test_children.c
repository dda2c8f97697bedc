/* What becomes of each child: it adds up to what is measured, the same child is the same row in every
 * scenario, and where nothing differs no child's outcome does. */
#include "child_sums.h"
#include "run.h"

static const char short_world[] = "tests/worlds/short.yaml";
static const char duty[] = "scenarios/bistandsplikt.yaml";

static struct side_by_side children_of(const struct trials *t)
{
    struct side_by_side c = {.scenarios = t->study->n_policies};
    c.value = replicator_children(t->replicator, &c.n);
    int64_t before = 0;
    tick policy = t->plan->history_end;
    while (before < policy)
        before += layout_period_ms(&t->layout, MONTHLY, c.first_month++);
    assert_true(before == policy);
    return c;
}

static void run_keeping(struct trials *t, uint32_t replication)
{
    replicator_keep_children(t->replicator, true);
    trials_run(t, replication);
}

/* ---- sums ---- */

static void expect_sums(const struct trials *t)
{
    struct finding f = {""};
    struct side_by_side c = children_of(t);
    for (size_t s = 0; s < c.scenarios; s++) {
        const struct results r = {&t->layout, t->values + s * t->layout.total};
        check_children(&r, &c, s, &f);
        check_children_at_end(&r, &c, s, &f);
        for (int what = 0; what < OUTCOME_PLACE_AT_END; what++)
            if (what != OUTCOME_WAITED_CENTRE && what != OUTCOME_IN_PURCHASE)
                assert_true(outcome_sum(&c, s, (enum outcome)what) > 0);
    }
    if (f.text[0])
        fail_msg("%s", f.text);
}

static void children_add_up_to_the_measures(void **state)
{
    (void)state;
    const char *paths[] = {duty, "scenarios/flere_institusjonsplasser.yaml"};
    struct trials t;
    trials_open_with(&t, paths, 2, short_world, 3, NULL);
    for (uint32_t r = 0; r < 2; r++) {
        run_keeping(&t, r);
        expect_sums(&t);
    }
    trials_close(&t);
}

/* There is no history: the first month, in which a count is taken over, is that of the policy date. */
static void the_same_when_a_count_begins_with_policies(void **state)
{
    (void)state;
    struct files files;
    struct trials t = {.seed = 3};
    char reason[FAILURE_LENGTH];
    struct messages messages;
    const struct replication_options plain = {0};
    files_open(&files);
    const char *paths[] = {duty};
    const struct study_order order = {
        .paths = paths,
        .n_paths = 1,
        .world = world_of(&files, "at_once", "scenarios/worlds/evidens.yaml",
                          IN_WORLD("policy_date", "value: 2026-01-01")
                              IN_WORLD("end_date", "value: 2027-01-01")),
        .start = "scenarios/queues/vest_eksempel.yaml"};
    messages_start(&messages, LANGUAGE_EN);
    t.study = study_read_ordered(&order, &messages);
    assert_non_null(t.study);
    messages_free(&messages);
    t.plan = plan_make(t.study);
    plan_layout(t.plan, &t.layout);
    t.fills = fills_make(t.plan, &t.layout, &plain, reason);
    t.replicator = replicator_open(t.plan, &t.layout, t.fills, &plain);
    t.values = calloc(t.study->n_policies * t.layout.total, sizeof *t.values);
    assert_true(t.replicator && t.values);
    run_keeping(&t, 0);
    assert_int_equal(children_of(&t).first_month, 0);
    expect_sums(&t);
    trials_close(&t);
    files_close(&files);
}

/* ---- pairs ---- */

static void rows_ascend_and_have_a_scenario(const struct side_by_side *c)
{
    assert_true(c->n > 100);
    for (size_t i = 0; i < c->n; i++) {
        bool in_one = false;
        for (size_t s = 0; s < c->scenarios; s++) {
            bool there = outcome_of(c, i, s, OUTCOME_WAITED) != CHILD_NOTHING;
            in_one |= there;
            for (int what = 0; what < OUTCOME_LEFT_DAY; what++)
                assert_int_equal(outcome_of(c, i, s, (enum outcome)what) != CHILD_NOTHING, there);
        }
        assert_true(in_one);
        if (i > 0)
            assert_true(child_at(c, i - 1)[FACT_NUMBER] < child_at(c, i)[FACT_NUMBER]);
    }
}

/* Children who are in one of scenarios 0 and 1 only, by why they have a row. */
static void count_unpaired(const struct side_by_side *c, size_t unpaired[N_CHILD_ENTRY])
{
    for (size_t i = 0; i < c->n; i++)
        if ((outcome_of(c, i, 0, OUTCOME_WAITED) == CHILD_NOTHING) !=
            (outcome_of(c, i, 1, OUTCOME_WAITED) == CHILD_NOTHING))
            unpaired[child_at(c, i)[FACT_ENTRY]]++;
}

static void who_comes_does_not_depend_on_the_duty(void **state)
{
    (void)state;
    struct trials t;
    size_t unpaired[N_CHILD_ENTRY] = {0};
    trials_open_with(&t, (const char *[]){duty}, 1, short_world, 3, NULL);
    run_keeping(&t, 0);
    struct side_by_side c = children_of(&t);
    rows_ascend_and_have_a_scenario(&c);
    count_unpaired(&c, unpaired);
    assert_int_equal(unpaired[CHILD_ENTRY_THERE], 0);
    assert_int_equal(unpaired[CHILD_ENTRY_ARRIVED], 0);
    trials_close(&t);
}

static void children_of_one_scenario_only_have_rows_too(void **state)
{
    (void)state;
    struct run run;
    run_begin(&run, CHANGE_IN("arrival_multiplier", "path: [voluntary]", "value: 0.5"), NULL, 3);
    size_t unpaired[N_CHILD_ENTRY] = {0}, voluntary = 0;
    run_keeping(&run.trials, 0);
    struct side_by_side c = children_of(&run.trials);
    rows_ascend_and_have_a_scenario(&c);
    count_unpaired(&c, unpaired);
    assert_int_equal(unpaired[CHILD_ENTRY_THERE], 0);
    assert_true(unpaired[CHILD_ENTRY_ARRIVED] > 20);
    for (size_t i = 0; i < c.n; i++) {
        bool gone = outcome_of(&c, i, 1, OUTCOME_WAITED) == CHILD_NOTHING;
        bool arrived = child_at(&c, i)[FACT_ENTRY] == CHILD_ENTRY_ARRIVED;
        voluntary += gone && arrived && child_at(&c, i)[FACT_PATH] == PATH_VOLUNTARY;
    }
    assert_int_equal(voluntary, unpaired[CHILD_ENTRY_ARRIVED]);
    run_end(&run);
}

/* ---- nothing differs ---- */

static void expect_no_difference(const struct side_by_side *c)
{
    rows_ascend_and_have_a_scenario(c);
    for (size_t s = 1; s < c->scenarios; s++)
        for (size_t i = 0; i < c->n; i++)
            for (int what = 0; what < N_OUTCOMES; what++)
                assert_true(outcome_of(c, i, s, (enum outcome)what) ==
                            outcome_of(c, i, 0, (enum outcome)what));
}

static void levers_at_their_present_values_change_nothing_for_any_child(void **state)
{
    (void)state;
    struct trials t;
    trials_open_with(&t, (const char *[]){"tests/identity/policies/som_for.yaml"}, 1, short_world,
                     3, NULL);
    run_keeping(&t, 0);
    struct side_by_side c = children_of(&t);
    expect_no_difference(&c);
    trials_close(&t);
}

/* The same policy under two names, beside the null alternative: the two are equal, and both differ. */
static void one_policy_under_two_names_is_one_policy(void **state)
{
    (void)state;
    static const char changes[] = CHANGE("duty_deadline_days", "times: 1");
    struct files files;
    struct trials t;
    files_open(&files);
    const char *paths[] = {files_write(&files, "policy", "one", duty, changes),
                           files_write(&files, "policy", "other", duty, changes)};
    trials_open_with(&t, paths, 2, short_world, 3, NULL);
    run_keeping(&t, 0);
    struct side_by_side c = children_of(&t);
    size_t differ = 0;
    for (size_t i = 0; i < c.n; i++)
        for (int what = 0; what < N_OUTCOMES; what++) {
            int64_t one = outcome_of(&c, i, 1, (enum outcome)what);
            assert_true(one == outcome_of(&c, i, 2, (enum outcome)what));
            differ += one != outcome_of(&c, i, 0, (enum outcome)what);
        }
    assert_true(differ > 100);
    trials_close(&t);
    files_close(&files);
}

/* ---- looking does not change what is seen ---- */

static void keeping_children_changes_no_number(void **state)
{
    (void)state;
    struct trials t;
    trials_open_with(&t, (const char *[]){duty}, 1, short_world, 5, NULL);
    trials_run(&t, 0);
    size_t rows, length = t.study->n_policies * t.layout.total * sizeof *t.values;
    int64_t *plain = malloc(length);
    assert_non_null(plain);
    memcpy(plain, t.values, length);
    replicator_children(t.replicator, &rows);
    assert_int_equal(rows, 0);
    run_keeping(&t, 0);
    replicator_children(t.replicator, &rows);
    assert_true(rows > 1000);
    assert_memory_equal(plain, t.values, length);
    replicator_keep_children(t.replicator, false);
    trials_run(&t, 1);
    replicator_children(t.replicator, &rows);
    assert_int_equal(rows, 0);
    free(plain);
    trials_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_add_up_to_the_measures),
        cmocka_unit_test(the_same_when_a_count_begins_with_policies),
        cmocka_unit_test(who_comes_does_not_depend_on_the_duty),
        cmocka_unit_test(children_of_one_scenario_only_have_rows_too),
        cmocka_unit_test(levers_at_their_present_values_change_nothing_for_any_child),
        cmocka_unit_test(one_policy_under_two_names_is_one_policy),
        cmocka_unit_test(keeping_children_changes_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
