/* The files that are shipped, read from the top of the repository: valid, and with the reasons that
 * shipped files owe their readers. */
#include "input_files.h"

#include <math.h>

static int is_yaml(const struct dirent *entry)
{
    return strstr(entry->d_name, ".yaml") != NULL;
}

/* Reads every file of a folder, alone, and calls `check` on it; there must be at least one. */
static void each_scenario(const char *folder, void (*check)(const struct study *study))
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_yaml, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        const char *paths[] = {path};
        struct messages messages;
        messages_start(&messages, LANGUAGE_EN);
        struct study *study = study_read(paths, 1, NULL, &messages);
        messages_print(&messages, stderr, false);
        assert_non_null(study);
        check(study);
        study_free(study);
        free(entries[i]);
    }
    free(entries);
}

static void expect_reasons(const struct study *study)
{
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct evidence *evidence = &study->evidence[p];
        bool judged = evidence->status == STATUS_ASSUMPTION || evidence->status == STATUS_DERIVED;
        if (judged && !evidence->note)
            fail_msg("%s has no note", parameter_table[p].name);
        if (parameter_table[p].role & UNCERTAIN && !evidence->has_range)
            fail_msg("%s has no range", parameter_table[p].name);
    }
    for (size_t i = 0; i < study->n_policies; i++) {
        const struct policy *policy = &study->policies[i];
        for (int l = 0; l < N_LANGUAGES; l++)
            assert_string_not_equal(policy->title[l], policy->name);
        for (size_t c = 0; c < policy->n_changes; c++)
            assert_true(policy->changes[c].why && policy->changes[c].source);
    }
}

static void shipped_policies_are_valid_and_give_reasons(void **state)
{
    (void)state;
    each_scenario("scenarios", expect_reasons);
}

static void expect_titles_and_reasons(const struct study *study)
{
    for (int l = 0; l < N_LANGUAGES; l++)
        assert_string_not_equal(study->world_title[l], study->world_name);
    for (size_t i = 0; i < study->n_world_changes; i++)
        assert_true(study->world_changes[i].why && study->world_changes[i].source);
}

static void shipped_worlds_are_valid(void **state)
{
    (void)state;
    each_scenario("scenarios/worlds", expect_titles_and_reasons);
}

/* ---- tuned worlds ---- */

static const double *cells_of(const struct study *study, enum parameter parameter)
{
    return (const double *)(const void *)&study->value + parameter_table[parameter].first;
}

/* Is a value inside the range that the evidence gives for it? As a multiple of the evidence's own
 * value where the range is a factor; a value without a range stays as it is. */
static bool is_inside(const struct evidence *evidence, double own, double value)
{
    const double slack = 1e-3; /* tuned values are rounded */
    if (!evidence->has_range)
        return value == own;
    double by = evidence->range_is_factor ? own : 1;
    return value >= by * evidence->low * (1 - slack) && value <= by * evidence->high * (1 + slack);
}

static struct study *read_world(const char *path)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read(&path, 1, NULL, &messages);
    assert_non_null(study);
    return study;
}

/* No range was left to come nearer to a published figure. */
static void worlds_stay_inside_the_ranges_of_the_evidence(void **state)
{
    (void)state;
    static const char *const worlds[] = {"friksjon", "kapasitet", "hjem_virker_ikke_bedre",
                                         "start_friksjon", "start_kapasitet"};
    struct study *evidence = read_world("scenarios/worlds/evidens.yaml");
    for (size_t w = 0; w < sizeof worlds / sizeof worlds[0]; w++) {
        char path[128];
        snprintf(path, sizeof path, "scenarios/worlds/%s.yaml", worlds[w]);
        struct study *world = read_world(path);
        for (int p = 0; p < N_PARAMETERS; p++) {
            const double *own = cells_of(evidence, (enum parameter)p);
            const double *value = cells_of(world, (enum parameter)p);
            for (size_t c = 0; c < shape_cells(&parameter_table[p].shape); c++)
                if (!is_inside(&evidence->evidence[p], own[c], value[c]) && value[c] != own[c])
                    fail_msg("%s in %s is %g, in the evidence %g", parameter_table[p].name,
                             worlds[w], value[c], own[c]);
        }
        study_free(world);
    }
    study_free(evidence);
}

/* ---- ranges ---- */

struct published_range {
    char of[16];
    double low, high;
    bool known;
};

/* Reads the list; a line "widened …" takes the place of the range first published. */
static void read_published_ranges(struct published_range range[N_PARAMETERS])
{
    FILE *file = fopen("tests/unit/ranges_as_published.txt", "r");
    assert_non_null(file);
    char line[512];
    while (fgets(line, sizeof line, file)) {
        const char *text = strncmp(line, "widened ", 8) == 0 ? line + 8 : line;
        char name[96];
        struct published_range r = {.known = true};
        if (sscanf(text, "%95s %15s %lf %lf", name, r.of, &r.low, &r.high) != 4 || line[0] == '#')
            continue;
        int p = parameter_find(name);
        if (p < 0)
            fail_msg("%s is no parameter any more", name);
        range[p] = r;
    }
    fclose(file);
}

/* A range may be wider than when it was first published only where the list says so and why. */
static void no_range_has_become_wider(void **state)
{
    (void)state;
    static struct published_range range[N_PARAMETERS];
    struct study *study = read_world("scenarios/worlds/evidens.yaml");
    const double slack = 1e-9;
    read_published_ranges(range);
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct evidence *e = &study->evidence[p];
        const struct published_range *first = &range[p];
        const char *of = e->range_is_factor ? "factor" : "value";
        if (e->has_range && !first->known)
            fail_msg("add to tests/unit/ranges_as_published.txt: %s %s %.10g %.10g",
                     parameter_table[p].name, of, e->low, e->high);
        if (e->has_range &&
            (strcmp(of, first->of) != 0 || e->low < first->low - slack * fabs(first->low) ||
             e->high > first->high + slack * fabs(first->high)))
            fail_msg("%s: %s from %g to %g is wider than %s from %g to %g, as first published",
                     parameter_table[p].name, of, e->low, e->high, first->of, first->low,
                     first->high);
    }
    study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_policies_are_valid_and_give_reasons),
        cmocka_unit_test(shipped_worlds_are_valid),
        cmocka_unit_test(worlds_stay_inside_the_ranges_of_the_evidence),
        cmocka_unit_test(no_range_has_become_wider),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
