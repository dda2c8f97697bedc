/* Scenarios read again from files held in memory, as a results file keeps them. */
#include "trials.h"

static const char tiny[] = "tests/worlds/tiny.yaml";
static struct study *from_disk;

static int setup(void **state)
{
    (void)state;
    const char *const path = "scenarios/bistandsplikt.yaml";
    from_disk = trials_read(&path, 1, tiny);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    study_free(from_disk);
    return 0;
}

enum { MOST_FILES = 64 };

/* The files that the study on disk consists of, and one more with this base. */
static size_t hold_files(struct input_file held[MOST_FILES], const char *base)
{
    static char own[256];
    size_t n = from_disk->n_files;
    assert_true(n < MOST_FILES);
    memcpy(held, from_disk->files, n * sizeof *held);
    int length = snprintf(own, sizeof own, "plassflyt: policy/1\nbase: %s\n", base);
    held[n] = (struct input_file){"mine/own.yaml", own, (size_t)length};
    return n + 1;
}

static struct study *read_own(const char *base, const char *world, struct messages *messages)
{
    static const char *const path[] = {"mine/own.yaml"};
    struct input_file held[MOST_FILES];
    messages_start(messages, LANGUAGE_EN);
    return study_read_held(held, hold_files(held, base), path, 1, world, messages);
}

static void held_files_are_found_by_any_path_to_them(void **state)
{
    (void)state;
    static const char *const bases[] = {
        "../scenarios/bistandsplikt.yaml",
        "./../mine/..//scenarios/bistandsplikt.yaml",
        "../../checkout/scenarios/bistandsplikt.yaml", /* the folder that all lie in has a name */
        "/home/kari/checkout/scenarios/bistandsplikt.yaml",
    };
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        struct messages messages;
        struct study *study = read_own(bases[i], tiny, &messages);
        if (!study)
            messages_print(&messages, stdout, false);
        assert_non_null(study);
        assert_memory_equal(&study->value, &from_disk->value, sizeof study->value);
        assert_string_equal(study->policies[1].name, "own");
        assert_int_equal(study->policies[1].n_changes, from_disk->policies[1].n_changes);
        study_free(study);
        messages_free(&messages);
    }
}

/* Nothing is read from disk: the world that another took the place of is there, but not held. */
static void only_held_files_are_read(void **state)
{
    (void)state;
    static const char *const there[] = {"../scenarios/rammeavtale.yaml", "../README.md"};
    for (size_t i = 0; i < 3; i++) {
        struct messages messages;
        bool without_world = i == 2;
        struct study *study = read_own(without_world ? "../scenarios/bistandsplikt.yaml" : there[i],
                                       without_world ? NULL : tiny, &messages);
        assert_true((study == NULL) == without_world);
        if (study) /* what is not held can only be the world */
            assert_int_equal(study->policies[study->n_policies - 1].n_changes, 0);
        else
            assert_non_null(strstr(messages.shown[0].text, "there is no file scenarios/worlds/"));
        study_free(study);
        messages_free(&messages);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_files_are_found_by_any_path_to_them),
        cmocka_unit_test(only_held_files_are_read),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
