/* How messages are kept and printed, and which name is nearest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/message.h"

#include <stdlib.h>
#include <string.h>

static void expect_printed(const struct messages *messages, bool colour, const char *expected)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    assert_non_null(stream);
    messages_print(messages, stream, colour);
    fclose(stream);
    assert_string_equal(text, expected);
    free(text);
}

static void add_unknown(struct messages *messages, int line, int column, const char *source_line,
                        const char *name)
{
    const char *const arguments[] = {name, ""};
    message_add(messages, "a.yaml", line, column, source_line, TEXT_UNKNOWN_KEY, arguments, 2);
}

static void message_shows_the_place_with_a_caret(void **state)
{
    (void)state;
    struct messages messages;
    messages_start(&messages, LANGUAGE_NB);
    add_unknown(&messages, 12, 5, "\tØ: bsae: 1", "bsae");
    expect_printed(&messages, false,
                   "a.yaml:12:5: ukjent nøkkel «bsae»\n"
                   "   12 | \tØ: bsae: 1\n"
                   "      | \t   ^\n");
    expect_printed(&messages, true,
                   "\033[1ma.yaml:12:5:\033[0m ukjent nøkkel «bsae»\n"
                   "   12 | \tØ: bsae: 1\n"
                   "      | \t   \033[1;31m^\033[0m\n");
    messages_free(&messages);
}

static void message_may_be_about_a_line_a_file_or_none(void **state)
{
    (void)state;
    struct messages messages;
    messages_start(&messages, LANGUAGE_NN);
    add_unknown(&messages, 3, 0, "base: x", "a");
    add_unknown(&messages, 0, 0, NULL, "b");
    message_add(&messages, NULL, 0, 0, NULL, TEXT_NO_COMMAND, NULL, 0);
    expect_printed(&messages, false,
                   "a.yaml:3: ukjend nøkkel «a»\n"
                   "    3 | base: x\n"
                   "a.yaml: ukjend nøkkel «b»\n"
                   "plassflyt: ikkje oppgitt kva som skal gjerast\n");
    messages_free(&messages);
}

static void only_five_are_shown(void **state)
{
    (void)state;
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    for (int i = 0; i < 8; i++)
        add_unknown(&messages, 0, 0, NULL, "x");
    assert_int_equal(messages.count, 8);
    expect_printed(&messages, false,
                   "a.yaml: unknown key “x”\n"
                   "a.yaml: unknown key “x”\n"
                   "a.yaml: unknown key “x”\n"
                   "a.yaml: unknown key “x”\n"
                   "a.yaml: unknown key “x”\n"
                   "… and 3 more\n");
    messages_free(&messages);
}

static void long_lines_are_cut_near_the_column(void **state)
{
    (void)state;
    char line[401], expected[1024];
    memset(line, 'x', 400);
    line[400] = '\0';
    line[199] = 'Y';
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    add_unknown(&messages, 1, 200, line, "Y");
    snprintf(expected, sizeof expected,
             "a.yaml:1:200: unknown key “Y”\n"
             "    1 | …%.50sY%.49s…\n"
             "      |  %50s^\n",
             line, line, "");
    expect_printed(&messages, false, expected);
    messages_free(&messages);
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    (void)state;
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    add_unknown(&messages, 1, 1, "a\033[2Jb\xc2\x9b", "\033[31m\x07");
    expect_printed(&messages, false,
                   "a.yaml:1:1: unknown key “?[31m?”\n"
                   "    1 | a?[2Jb??\n"
                   "      | ^\n");
    messages_free(&messages);
}

static void very_long_names_are_shortened(void **state)
{
    (void)state;
    static char name[5001];
    for (int i = 0; i < 5000; i += 2)
        memcpy(name + i, "ø", 2);
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    add_unknown(&messages, 1, 1, NULL, name);
    assert_true(strlen(messages.shown[0].text) < 450);
    assert_non_null(strstr(messages.shown[0].text, "ø…”"));
    messages_free(&messages);
}

/* ---- the nearest name ---- */

static const char *const valid[] = {"board_days", "board_shape", "breakdown", "Sør", "up"};

static const char *valid_name(size_t i, const void *context)
{
    (void)context;
    return valid[i];
}

static void nearest_name_allows_a_third_of_the_letters(void **state)
{
    (void)state;
    static const struct {
        const char *given, *nearest;
    } cases[] = {
        {"bord_days", "board_days"},
        {"board-days", "board_days"},
        {"BOARD DAYS", "board_days"},
        {"baord_days", "board_days"},
        {"breakdwon", "breakdown"},
        {"break", NULL},
        {"sør", "Sør"},
        {"sør ", "Sør"},
        {"sor", "Sør"},
        {"xy", NULL},
        {"", NULL},
        {"bxxxd_days", "board_days"},
        {"xxxxd_days", NULL},
        {"boarddayss", "board_days"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *nearest =
            nearest_name(cases[i].given, sizeof valid / sizeof valid[0], valid_name, NULL);
        if (cases[i].nearest)
            assert_non_null(nearest);
        if (nearest)
            assert_string_equal(nearest, cases[i].nearest ? cases[i].nearest : "none");
    }
    static char long_name[200];
    memset(long_name, 'a', sizeof long_name - 1);
    assert_null(nearest_name(long_name, 5, valid_name, NULL));
    assert_null(nearest_name("board_days", 0, valid_name, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_shows_the_place_with_a_caret),
        cmocka_unit_test(message_may_be_about_a_line_a_file_or_none),
        cmocka_unit_test(only_five_are_shown),
        cmocka_unit_test(long_lines_are_cut_near_the_column),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
        cmocka_unit_test(very_long_names_are_shortened),
        cmocka_unit_test(nearest_name_allows_a_third_of_the_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
