/* plassflyt verify and info. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command/command.h"
#include "results_place.h"
#include "sample_study.h"

static char digest[DIGEST_LENGTH + 1];
static char *said, *complained; /* what the last command wrote */

static int setup(void **state)
{
    static const int32_t failed[] = {1};
    struct messages messages;
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    struct sample *sample = sample_make(7, 2, 3, 3);
    bool good = sample_write(sample, place_file("a.h5"), failed, 1, digest, &messages);
    sample_free(sample);
    messages_free(&messages);
    return good ? 0 : -1;
}

static int forget(void **state)
{
    (void)state;
    free(said);
    free(complained);
    said = complained = NULL;
    return 0;
}

/* Runs `plassflyt VERB FILE OPTION` and keeps what it writes. */
static int run(const char *verb, const char *file, const char *option)
{
    size_t n_said, n_complained;
    forget(NULL);
    FILE *out = open_memstream(&said, &n_said), *err = open_memstream(&complained, &n_complained);
    char *const argv[] = {"plassflyt", (char *)(uintptr_t)verb, (char *)(uintptr_t)place_file(file),
                          (char *)(uintptr_t)option, NULL};
    int status = command_line(option ? 4 : 3, argv, out, err);
    fclose(out);
    fclose(err);
    return status;
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in\n%s", part, text);
}

/* Inverts the last byte of a text that lies somewhere in the file. */
static void damage(const char *name, const char *text)
{
    FILE *from = fopen(place_file("a.h5"), "rb");
    static char bytes[4 << 20];
    size_t n = fread(bytes, 1, sizeof bytes, from), length = strlen(text);
    fclose(from);
    for (size_t i = 0; i + length < n; i++)
        if (memcmp(bytes + i, text, length) == 0) {
            bytes[i + length - 1] ^= 1;
            break;
        }
    FILE *to = fopen(place_file(name), "wb");
    assert_int_equal(fwrite(bytes, 1, n, to), n);
    fclose(to);
}

static void test_verify(void **state)
{
    (void)state;
    assert_int_equal(run("verify", "a.h5", NULL), EXIT_DONE);
    char *first = strstr(said, digest);
    assert_non_null(first);
    assert_says(first + 1, digest);
    assert_int_equal(run("verify", "a.h5", "--json"), EXIT_DONE);
    assert_says(said, "\"unchanged\"");
    assert_int_equal(run("verify", "a.h5", "--lang=nn"), EXIT_DONE);
    assert_says(said, "slik ho vart skriven");
}

static void test_verify_changed(void **state)
{
    (void)state;
    damage("b.h5", "Kø og ventetid");
    assert_int_equal(run("verify", "b.h5", NULL), EXIT_ANSWER_IS_NO);
    assert_says(said, "changed since");
    assert_says(said, digest);
    assert_int_equal(run("verify", "b.h5", "--json"), EXIT_ANSWER_IS_NO);
    assert_says(said, "\"changed\"");
}

static void test_unreadable(void **state)
{
    (void)state;
    assert_int_equal(run("verify", "absent.h5", NULL), EXIT_ANSWER_IS_NO);
    assert_says(complained, "No such file");
    assert_string_equal(said, "");
    assert_int_equal(run("info", "absent.h5", NULL), EXIT_BAD_INPUT);
    assert_says(complained, "No such file");
    assert_string_equal(said, "");
}

static void test_info(void **state)
{
    (void)state;
    assert_int_equal(run("info", "a.h5", "--lang=nb"), EXIT_DONE);
    assert_says(said, "Et lite prøveland");
    assert_says(said, digest);
    assert_says(said, "2 av 3; 1 mislyktes");
    assert_says(said, "køen vokste over grensen");
    assert_says(said, "2018-03-31");
    assert_says(said, "bistandsplikt: Bistandsplikt (endrede verdier: 3)");
    for (int m = 0; m < N_MEASURES; m++)
        assert_says(said, measure_table[m].name);
    /* A screenful. */
    size_t lines = 0;
    for (const char *c = said; *c; c++)
        lines += *c == '\n';
    assert_in_range(lines, 10, 40);
}

static void test_info_json(void **state)
{
    (void)state;
    assert_int_equal(run("info", "a.h5", "--json"), EXIT_DONE);
    assert_says(said, "\"replications_asked\": \"3\"");
    assert_says(said, "\"queue_end\", ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_verify, forget),
        cmocka_unit_test_teardown(test_verify_changed, forget),
        cmocka_unit_test_teardown(test_unreadable, forget),
        cmocka_unit_test_teardown(test_info, forget),
        cmocka_unit_test_teardown(test_info_json, forget),
    };
    return cmocka_run_group_tests(tests, setup, place_remove);
}
