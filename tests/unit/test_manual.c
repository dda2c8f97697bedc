/* The man page and the shell's completion name all that the tables do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "spoken.h"

#include <stdio.h>

static void the_man_page_names_every_verb_and_option(void **state)
{
    static const char *const languages[] = {"en", "nb", "nn"};
    (void)state;
    for (int l = 0; l < N_LANGUAGES; l++) {
        char heading[64];
        assert_int_equal(SPEAK("manual", "man", "--lang", languages[l]), EXIT_DONE);
        for (int c = 0; c < N_COMMANDS; c++) {
            snprintf(heading, sizeof heading, ".SS plassflyt %.4s", command_table[c].name);
            assert_says(said, heading);
        }
        for (int i = 0; i < N_OPTIONS; i++)
            if (!strchr(option_table[i].name, '-')) {
                snprintf(heading, sizeof heading, "\\fB\\-\\-%s\\fR", option_table[i].name);
                assert_says(said, heading);
            }
    }
}

/* A line of text that began with a dot would be a command, and vanish. */
static void no_line_of_text_is_a_command(void **state)
{
    static const char *const known[] = {".\\\"", ".TH", ".SH", ".SS", ".TP", ".nf", ".fi"};
    (void)state;
    assert_int_equal(SPEAK("manual", "man", "--lang", "en"), EXIT_DONE);
    for (char *line = strtok(said, "\n"); line; line = strtok(NULL, "\n")) {
        bool good = line[0] != '.' && line[0] != '\'';
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            good = good || strncmp(line, known[i], 3) == 0;
        assert_true(good);
    }
}

static void completion_knows_verbs_options_and_choices(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("manual", "bash"), EXIT_DONE);
    for (int c = 0; c < N_COMMANDS; c++)
        assert_says(said, command_table[c].name);
    assert_says(said, "run:--check) choices=\"month event\"");
    assert_says(said, "*:--lang) choices=\"en nb nn\"");
    assert_says(said, " board_days ");
}

static void other_manuals_are_refused(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("manual", "info", "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "man or bash");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_man_page_names_every_verb_and_option, forget),
        cmocka_unit_test_teardown(no_line_of_text_is_a_command, forget),
        cmocka_unit_test_teardown(completion_knows_verbs_options_and_choices, forget),
        cmocka_unit_test_teardown(other_manuals_are_refused, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
