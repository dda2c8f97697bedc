/* plassflyt compare --children, called as from a shell: what it says of children who are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "known_children.h"
#include "spoken.h"

static char path[512];

static void write_known(int32_t kept, bool alike)
{
    setenv("COLUMNS", "400", 1); /* sentences in one line */
    snprintf(path, sizeof path, "%s", place_file("children.h5"));
    assert_true(write_children(path, kept, alike, false));
}

static void assert_silent_about(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" in\n%s", part, text);
}

/* ---- the answer in words ---- */

static void the_answer_comes_first(void **state)
{
    (void)state;
    write_known(3, false);
    assert_int_equal(SPEAK("compare", path, "--children", "--outcome", "waited", "--lang", "en"),
                     EXIT_DONE);
    assert_says(said, "Child by child: bistandsplikt against nullalternativ");
    assert_says(said, "3 replications; 95% intervals.");
    assert_says(said, "Waiting for a foster home (i): it concerns 7.0 (4.5–9.5) children");
    assert_says(said, "cannot be told from these replications");
    assert_says(said, "only in nullalternativ 1 (arrived later");
    assert_says(said, "only in bistandsplikt 1 (came back later");
    assert_says(said, "placed in one in both 2.0");
    assert_says(said, "need: specialised");
    assert_says(said, "100000000000060");
    assert_says(said, "plassflyt replay");
    assert_says(said, "--replication 0 --child 100000000000090 --scenario");
}

/* Of one replication nothing is said of what is to be expected. */
static void one_replication_has_no_intervals(void **state)
{
    (void)state;
    write_known(1, false);
    assert_int_equal(SPEAK("compare", path, "--children", "--outcome", "waited", "--lang", "en"),
                     EXIT_DONE);
    assert_says(said, "One replication");
    assert_says(said, "The time is shorter for 33%");
    assert_silent_about(said, "95% interval");
    assert_silent_about(said, "More children");
    assert_silent_about(said, "More have");
    assert_silent_about(said, "cannot be told");
}

/* Everybody has one move less in the second scenario. */
static void what_holds_for_everybody_is_said(void **state)
{
    (void)state;
    write_known(3, false);
    assert_int_equal(SPEAK("compare", path, "--children", "--outcome", "moves", "--lang", "nb"),
                     EXIT_DONE);
    assert_says(said, "Tallet er lavere for 100\u00a0% (100–100)");
    assert_says(said, "Flere barn har mindre av det enn mer: 100 (95\u00a0%-intervall 100–100)");
    assert_int_equal(SPEAK("compare", path, "--children", "--outcome", "moves", "--lang", "nn"),
                     EXIT_DONE);
    assert_says(said, "Fleire barn har mindre av det enn meir");
}

static void equal_scenarios_are_said_to_be_equal(void **state)
{
    (void)state;
    write_known(3, true);
    assert_int_equal(SPEAK("compare", path, "--children", "--outcome", "waited", "--lang", "en"),
                     EXIT_DONE);
    assert_says(said, "No child has it otherwise, not by a millisecond.");
    assert_says(said, "Every child is in both scenarios.");
    assert_silent_about(said, "More children");
    assert_silent_about(said, "plassflyt replay");
}

static void an_outcome_of_nobody_is_said_to_be(void **state)
{
    (void)state;
    write_known(2, false);
    assert_int_equal(
        SPEAK("compare", path, "--children", "--outcome", "breakdowns", "--lang", "en"), EXIT_DONE);
    assert_says(said, "Breakdowns in foster homes: it concerns no child.");
}

/* ---- data ---- */

static void csv_and_json_hold_every_number(void **state)
{
    (void)state;
    char csv[512], line[1024];
    write_known(3, false);
    snprintf(csv, sizeof csv, "%s", place_file("c.csv"));
    assert_int_equal(SPEAK("compare", path, "--children", "--csv", csv, "--json", "--lang", "en"),
                     EXIT_DONE);
    assert_says(said, "\"format\": \"plassflyt children/1\"");
    assert_says(said, "\"statistic\": \"only_in_scenario\"");
    assert_says(said, "\"replications\": 3");
    FILE *file = fopen(csv, "r");
    assert_non_null(file);
    int rows = 0, less = 0;
    while (fgets(line, sizeof line, file)) {
        rows++;
        less += strstr(line, "waited,waiting for a foster home (i),all,,,less,children,"
                             "nullalternativ,bistandsplikt,") &&
                strstr(line, ",3,,3,0.51");
    }
    fclose(file);
    assert_int_equal(less, 1);
    assert_true(rows > 2000);
}

static void several_scenarios_stand_below_each_other(void **state)
{
    (void)state;
    char digest[DIGEST_LENGTH + 1];
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct sample *sample = sample_make(5, 3, 14, 4);
    sample->header.children = 3;
    snprintf(path, sizeof path, "%s", place_file("three.h5"));
    assert_true(sample_write(sample, path, NULL, 0, digest, &messages));
    sample_free(sample);
    messages_free(&messages);
    assert_int_equal(SPEAK("compare", path, "--children", "--lang", "en"), EXIT_DONE);
    assert_says(said, "each scenario against nullalternativ");
    assert_says(said, "\nbistandsplikt ");
    assert_says(said, "\nrammeavtale ");
    assert_says(said, "`--scenario NAME`");
    assert_int_equal(SPEAK("compare", path, "--children", "--scenario", "rammeavtale", "--base",
                           "bistandsplikt", "--lang", "en"),
                     EXIT_DONE);
    assert_says(said, "rammeavtale against bistandsplikt");
}

/* ---- what does not go ---- */

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    write_known(2, false);
    assert_int_equal(SPEAK("compare", path, "--children", "--from", "2019", "--lang", "en"),
                     EXIT_BAD_INPUT);
    assert_says(complained, "--from does not go with --children");
    assert_int_equal(SPEAK("compare", path, path, "--children", "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "one results file");
    assert_int_equal(SPEAK("compare", path, "--children", "--outcome", "wated", "--lang", "en"),
                     EXIT_BAD_INPUT);
    assert_says(complained, "waited");
    assert_int_equal(
        SPEAK("compare", path, "--children", "--scenario", "nullalternativ", "--lang", "en"),
        EXIT_BAD_INPUT);
    assert_says(complained, "are the same");
    assert_int_equal(SPEAK("compare", path, "--outcome", "waited", "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "--outcome goes with --children only");
    write_known(0, false);
    assert_int_equal(SPEAK("compare", path, "--children", "--lang", "nn"), EXIT_BAD_INPUT);
    assert_says(complained, "køyr med --children N");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_answer_comes_first, forget),
        cmocka_unit_test_teardown(one_replication_has_no_intervals, forget),
        cmocka_unit_test_teardown(what_holds_for_everybody_is_said, forget),
        cmocka_unit_test_teardown(equal_scenarios_are_said_to_be_equal, forget),
        cmocka_unit_test_teardown(an_outcome_of_nobody_is_said_to_be, forget),
        cmocka_unit_test_teardown(csv_and_json_hold_every_number, forget),
        cmocka_unit_test_teardown(several_scenarios_stand_below_each_other, forget),
        cmocka_unit_test_teardown(what_does_not_fit_is_refused, forget),
    };
    return cmocka_run_group_tests(tests, place_make, place_remove);
}
