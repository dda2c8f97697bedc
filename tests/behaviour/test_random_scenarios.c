/* Two hundred scenarios in forty worlds, all at random: every lever of the table at a random value,
 * place and date, in worlds with everything uncertain drawn inside its range. Whatever is asked,
 * nothing comes into being and nothing is lost, parts sum to the whole, and the same numbers come out
 * however the simulation is carried out. What fails is made as short as it still fails, and printed.
 * RANDOM_WORLDS=FIRST-LAST in the environment tries other worlds, as many as there is time for. */
#include "child_sums.h"
#include "random_files.h"
#include "watch.h"

enum { WORLDS = 40, SEED = 2027 };

/* ---- running it, event by event ---- */

/* What the model tells, held against what is counted here. */
struct tally {
    int64_t child_time[12 * 16]; /* children × ms by month */
};

/* Goes on to `when`; every invariant is checked after each event. */
static void run_checked(struct model *m, tick when, struct tally *count, struct finding *f)
{
    uint64_t handled = 1;
    while (handled == 1 && !m->state.failure[0]) {
        tick before = now(m);
        int month = m->observer.month;
        int64_t inside = m->state.header->pool[CLASS_CHILD].live;
        handled = state_run(&m->state, when, 1);
        if (month >= 0)
            count->child_time[month] += inside * (now(m) - before);
    }
    if (m->state.failure[0])
        find(f, "%s", m->state.failure);
}

static void check_child_time(const struct results *r, const struct tally *count, struct finding *f)
{
    for (size_t month = 0; month < periods_in(r, MEASURE_CHILDREN); month++)
        expect_same(f, all_in(r, MEASURE_CHILDREN, month), count->child_time[month],
                    "child-time by place and of all who are inside", month);
}

/* One run of all scenarios of a study in one replication. */
struct run {
    struct watch w;
    struct model branch;
    struct tally history;
    int64_t *first; /* of scenario 0 */
};

static void run_scenario(struct run *run, uint32_t scenario, struct finding *f)
{
    struct model *m = &run->branch;
    struct tally count = run->history;
    assert_true(model_copy(m, &run->w.model));
    model_run(m, scenario, now(m)); /* sets the rules */
    run_checked(m, run->w.plan->end, &count, f);
    if (f->text[0])
        return;
    model_finish(m);
    struct results results = {&run->w.layout, m->observer.value};
    check_sums(&results, f);
    check_child_time(&results, &count, f);
}

/* Numbers that should be the same. */
static void expect_alike(const struct layout *l, const int64_t *a, const int64_t *b,
                         const char *what, struct finding *f)
{
    for (size_t i = 0; i < l->total; i++)
        if (a[i] != b[i])
            find(f, "%s: %s is %" PRId64 " and not %" PRId64, what,
                 measure_table[measure_at(l, i)].name, b[i], a[i]);
}

static bool open_run(struct run *run, const char *const *paths, size_t n, const char *world,
                     struct finding *f)
{
    memset(run, 0, sizeof *run);
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    run->w.study = study_read(paths, n, world, &messages);
    if (!run->w.study) {
        messages_print(&messages, stdout, false);
        find(f, "cannot be read");
    }
    messages_free(&messages);
    if (!run->w.study)
        return false;
    run->w.plan = plan_make(run->w.study);
    assert_non_null(run->w.plan);
    plan_layout(run->w.plan, &run->w.layout);
    assert_true(model_open(&run->w.model, run->w.plan, &run->w.layout, CALENDAR_TREE) &&
                model_open(&run->branch, run->w.plan, &run->w.layout, CALENDAR_TREE));
    return true;
}

static void close_run(struct run *run)
{
    free(run->first);
    model_close(&run->branch);
    watch_close(&run->w);
}

static void run_history(struct run *run, struct finding *f)
{
    struct model *m = &run->w.model;
    model_start_fill(m, 0);
    if (!model_run(m, 0, 0))
        find(f, "%s", m->state.failure);
    model_start_history(m, (struct draw_key){SEED, 0});
    m->check_each_event = run->branch.check_each_event = true;
    model_run(m, 0, 0); /* sets the rules */
    run_checked(m, run->w.plan->history_end, &run->history, f);
}

/* What became of each child of the replication just run adds up to what was measured. */
static void check_each_child(const struct run *run, const struct replicator *replicator,
                             const int64_t *values, struct finding *f)
{
    struct side_by_side c = {.scenarios = run->w.study->n_policies};
    c.value = replicator_children(replicator, &c.n);
    for (tick when = 0; when < run->w.plan->history_end; c.first_month++)
        when += layout_period_ms(&run->w.layout, MONTHLY, c.first_month);
    for (size_t s = 0; s < c.scenarios; s++) {
        const struct results results = {&run->w.layout, values + s * run->w.layout.total};
        check_children(&results, &c, s, f);
        check_children_at_end(&results, &c, s, f);
    }
}

/* The same scenarios by the program's own way, with another calendar: not an event differs. */
static void compare_with_heap(struct run *run, uint32_t scenario, struct replicator *replicator,
                              int64_t *values, struct finding *f)
{
    struct effort effort = {0};
    char reason[FAILURE_LENGTH];
    replicator_keep_children(replicator, true);
    if (scenario == 0 && replicate(replicator, SEED, 0, values, &effort, reason) >= 0)
        find(f, "%s", reason);
    else if (scenario == 0)
        check_each_child(run, replicator, values, f);
    expect_alike(&run->w.layout, run->branch.observer.value,
                 values + scenario * run->w.layout.total, "by the other calendar", f);
}

/* Runs the null alternative and `n` scenarios. Returns the one that is found wrong, or -1. */
static int run_all(const char *const *paths, size_t n, const char *world, struct finding *f)
{
    static const struct replication_options heap = {.calendar = CALENDAR_HEAP};
    struct run run;
    char reason[FAILURE_LENGTH];
    *f = (struct finding){""};
    if (!open_run(&run, paths, n, world, f))
        return 0;
    uint32_t scenarios = (uint32_t)run.w.study->n_policies, s = 0;
    size_t length = run.w.layout.total;
    struct fills *fills = fills_make(run.w.plan, &run.w.layout, &heap, reason);
    struct replicator *replicator =
        fills ? replicator_open(run.w.plan, &run.w.layout, fills, &heap) : NULL;
    int64_t *values = calloc(scenarios * length, sizeof *values);
    run.first = calloc(length, sizeof *run.first);
    assert_true(replicator && values && run.first);
    run_history(&run, f);
    for (; s < scenarios && !f->text[0]; s++) {
        run_scenario(&run, s, f);
        if (!f->text[0])
            compare_with_heap(&run, s, replicator, values, f);
        if (s == 0)
            memcpy(run.first, run.branch.observer.value, length * sizeof *run.first);
        if (strstr(run.w.study->policies[s].name, "present") && !f->text[0])
            expect_alike(&run.w.layout, run.first, run.branch.observer.value, "present values", f);
    }
    free(values);
    replicator_close(replicator);
    fills_free(fills);
    close_run(&run);
    return f->text[0] ? (int)(s > 0 ? s - 1 : 0) : -1;
}

/* ---- what fails is made shorter ---- */

/* Whether it still fails with only the one policy. */
static bool still_fails(struct trial *t, int policy)
{
    const char *path = t->path[policy];
    struct finding f;
    trial_write(t);
    return run_all(&path, 1, t->world_path, &f) >= 0;
}

/* Leaves out of a draft all that it fails without, in ever smaller parts. */
static void shorten(struct trial *t, struct draft *draft, int policy)
{
    for (size_t size = draft->n; size > 0; size /= 2)
        for (size_t first = 0; first < draft->n; first += size) {
            bool before[CHUNKS_MOST];
            memcpy(before, draft->left_out, sizeof before);
            for (size_t i = first; i < first + size && i < draft->n; i++)
                draft->left_out[i] = true;
            bool less = memcmp(before, draft->left_out, sizeof before) != 0;
            if (less && !still_fails(t, policy))
                memcpy(draft->left_out, before, sizeof before);
        }
}

static void tell(struct trial *t, int scenario, const struct finding *f)
{
    int policy = scenario > 0 ? scenario - 1 : PRESENT;
    printf("%s\n\nmade shorter, it fails in replication 0 of seed %d:\n", f->text, SEED);
    shorten(t, &t->policy[policy], policy);
    shorten(t, &t->world, policy);
    const char *path = t->path[policy];
    struct finding last;
    trial_write(t);
    run_all(&path, 1, t->world_path, &last);
    puts("\n# world");
    draft_print(&t->world, "world", tiny_world, stdout);
    puts("\n# policy");
    draft_print(&t->policy[policy], "policy", "scenarios/nullalternativ.yaml", stdout);
    fail_msg("%s", last.text);
}

static void whatever_is_asked_everything_adds_up(void **state)
{
    (void)state;
    struct trial *t = malloc(sizeof *t);
    assert_non_null(t);
    trial_open(t);
    const char *paths[FILES];
    unsigned first, last;
    worlds_to_draw(WORLDS, &first, &last);
    for (int i = 0; i < FILES; i++)
        paths[i] = t->path[i];
    for (unsigned world = first; world <= last; world++) {
        struct dice dice = {world};
        struct finding f;
        trial_draw(t, &dice);
        trial_write(t);
        int scenario = run_all(paths, FILES, t->world_path, &f);
        if (scenario >= 0) {
            printf("in world %u: ", world);
            tell(t, scenario, &f);
        }
    }
    trial_close(t);
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_asked_everything_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
