/* The verb compare: on a screen, in CSV and JSON, and what it refuses. */
#include "analysis/comparison.h"
#include "command/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "known_results.h"
#include "results_place.h"
#include "spoken.h"

enum { REPLICATIONS = 3 };

static size_t n_rows;
static char digest[64];

static int setup(void **state)
{
    place_make(state);
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    if (!known_write(place_file("a.h5"), REPLICATIONS))
        return -1;
    struct results *results = results_open(place_file("a.h5"), &messages);
    struct comparison_order order = {.period = {24, KNOWN_MONTHS}, .confidence = 0.95};
    struct comparison *comparison = results ? comparison_make(results, &order, &messages) : NULL;
    if (!comparison)
        return -1;
    n_rows = comparison->n_rows;
    snprintf(digest, sizeof digest, "%s", results->digest);
    comparison_free(comparison);
    results_free(results);
    messages_free(&messages);
    return 0;
}

#define COMPARE(...) SPEAK("compare", place_file("a.h5"), __VA_ARGS__)

static void test_screen(void **state)
{
    (void)state;
    assert_int_equal(COMPARE("--lang=nb"), EXIT_DONE);
    assert_says(said, digest);
    assert_says(said, "3 replikasjoner");
    assert_says(said, "2020–2022");
    assert_says(said, "ingen forskjell");
    assert_says(said, "2,5–7,5");
    assert_says(said, "--all");
    /* queue, days and money stand together, first */
    const char *queue = strstr(said, "Barn som venter etter"), *days = strstr(said, "Barnedøgn"),
               *money = strstr(said, "Staten, millioner"), *waits = strstr(said, "\nVentetider\n");
    assert_true(queue && days && money && waits && queue < days && days < money && money < waits);
    assert_null(strstr(said, "Omsorgsinstitusjoner"));
    assert_int_equal(COMPARE("--lang=nn", "--all"), EXIT_DONE);
    assert_says(said, "Omsorgsinstitusjonar");
    assert_int_equal(COMPARE("--lang=en", "--base", "bistandsplikt"), EXIT_DONE);
    assert_says(said, "−5.0");
}

/* Lines of at most so many characters where a terminal is narrow. */
static void test_narrow(void **state)
{
    (void)state;
    setenv("COLUMNS", "72", 1);
    assert_int_equal(COMPARE("--lang=nb"), EXIT_DONE);
    unsetenv("COLUMNS");
    for (const char *line = said; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t width = 0;
        for (const char *c = line; *c && *c != '\n'; c++)
            width += ((unsigned char)*c & 0xc0) != 0x80;
        if (width > 72)
            print_error("%.*s\n", (int)strcspn(line, "\n"), line);
        assert_in_range(width, 0, 72);
    }
}

static void test_refused(void **state)
{
    (void)state;
    assert_int_equal(COMPARE("--lang=en", "--base", "bistandsplikten"), EXIT_BAD_INPUT);
    assert_says(complained, "did you mean “bistandsplikt”?");
    assert_int_equal(COMPARE("--lang=en", "--from", "2017"), EXIT_BAD_INPUT);
    assert_says(complained, "from 2018-01 to 2022-12");
    assert_int_equal(COMPARE("--csv"), EXIT_BAD_INPUT);
    assert_int_equal(COMPARE("--lang=en", "--csv", "/proc/no/such.csv"), EXIT_BAD_INPUT);
    assert_says(complained, "cannot make /proc/no/such.csv");
    assert_string_equal(said, "");
}

static char *read_all(const char *name)
{
    static char text[1 << 20];
    FILE *file = fopen(place_file(name), "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void test_csv(void **state)
{
    (void)state;
    char plain[128], norwegian[128];
    snprintf(plain, sizeof plain, "%s/t.csv", place);
    snprintf(norwegian, sizeof norwegian, "%s/n.csv", place);
    assert_int_equal(COMPARE("--lang=nb", "--csv", plain, "--csv-norwegian", norwegian), EXIT_DONE);
    const char *text = read_all("t.csv");
    assert_true(strncmp(text, "indicator,category,block,label,unit,", 36) == 0);
    assert_says(text, "Bistandsplikt,3,122,");
    assert_says(text, "0.95,higher,221,xxh3:");
    size_t lines = 0;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 1 + 2 * n_rows);
    text = read_all("n.csv");
    assert_true(strncmp(text, "\xef\xbb\xbfindikator;kategori;del;", 24) == 0);
    assert_says(text, "0,95;høyere;221;xxh3:");
    assert_null(strstr(text, "0.95"));
    /* its own files are replaced, others not */
    assert_int_equal(COMPARE("--lang=en", "--csv", plain), EXIT_DONE);
    FILE *file = fopen(plain, "w");
    fputs("my own table\n", file);
    fclose(file);
    assert_int_equal(COMPARE("--lang=en", "--csv", plain), EXIT_BAD_INPUT);
    assert_says(complained, "not made by Plassflyt");
    assert_string_equal(read_all("t.csv"), "my own table\n");
    assert_int_equal(place_count(), 3);
}

/* With two scenarios nothing is ranked unless it is asked for. */
static void test_rank(void **state)
{
    (void)state;
    assert_int_equal(COMPARE("--lang=en"), EXIT_DONE);
    assert_null(strstr(said, "Ranking"));
    assert_int_equal(COMPARE("--lang=en", "--rank", "queue_past_wish,idle_ordinary:higher"),
                     EXIT_DONE);
    assert_says(said, "Ranking: Children waiting past the wished date (ii) (lower is better)");
    assert_says(said, "Ranking: Idle ordinary homes (higher is better)");
    assert_says(said, "worse than the best");
    assert_says(said, "not distinguishable from the best");
    assert_int_equal(COMPARE("--lang=en", "--rank", "idle_ordinary"), EXIT_BAD_INPUT);
    assert_says(complained, "idle_ordinary:lower or idle_ordinary:higher");
    assert_int_equal(COMPARE("--lang=en", "--rank", "queue_past_wish:down"), EXIT_BAD_INPUT);
    assert_int_equal(COMPARE("--lang=en", "--rank", "cost_by_kind"), EXIT_BAD_INPUT);
    assert_says(complained, "several rows");
    assert_int_equal(COMPARE("--lang=en", "--rank", "queue_past_wisch"), EXIT_BAD_INPUT);
    assert_says(complained, "did you mean “queue_past_wish”?");
}

static void test_levels_and_pairs(void **state)
{
    (void)state;
    assert_int_equal(COMPARE("--lang=en", "--levels", "--all-pairs"), EXIT_DONE);
    assert_says(said, "109–125");
    assert_says(said, "Every scenario against every other");
    assert_says(said, "  2 bistandsplikt  +5.0");
}

/* A world beside another run of it: what is distinguishable agrees, the rest is so in none. */
static void test_worlds(void **state)
{
    (void)state;
    char other[128], none[128];
    snprintf(other, sizeof other, "%s/b.h5", place);
    snprintf(none, sizeof none, "%s/none.h5", place);
    assert_true(known_write(other, REPLICATIONS + 1));
    assert_int_equal(COMPARE(other, "--lang=en"), EXIT_DONE);
    assert_says(said, "in all, agree");
    assert_says(said, "in none");
    assert_null(strstr(said, "opposite"));
    assert_int_equal(COMPARE(other, "--json"), EXIT_DONE);
    assert_says(said, "\"agreement\": \"same sign\"");
    assert_says(said, "\"replications\": 3");
    assert_says(said, "\"replications\": 4");
    assert_int_equal(COMPARE(other, place_file("a.h5"), "--lang=en"), EXIT_BAD_INPUT);
    assert_says(complained, "are of the same run");
    assert_string_equal(said, "");
    assert_int_equal(COMPARE(none, "--lang=en"), EXIT_BAD_INPUT);
    assert_says(complained, "none.h5");
    assert_string_equal(said, "");
}

static void test_json(void **state)
{
    (void)state;
    assert_int_equal(COMPARE("--json"), EXIT_DONE);
    assert_says(said, "{\"format\": \"plassflyt compare/1\"");
    assert_says(said, "\"kind\": \"few replications\"");
    assert_says(said, "\"level_median\": 117, ");
    assert_says(said, "\"better\": \"lower\"");
    assert_says(said, "\"indicator\": \"queue_past_wish\"");
    assert_says(said, "\"change\": 5, ");
    assert_says(said, "\"finding\": \"same\"");
    assert_says(said, "\"warnings\": [");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_screen, forget),
        cmocka_unit_test_teardown(test_narrow, forget),
        cmocka_unit_test_teardown(test_refused, forget),
        cmocka_unit_test_teardown(test_csv, forget),
        cmocka_unit_test_teardown(test_rank, forget),
        cmocka_unit_test_teardown(test_levels_and_pairs, forget),
        cmocka_unit_test_teardown(test_worlds, forget),
        cmocka_unit_test_teardown(test_json, forget),
    };
    return cmocka_run_group_tests(tests, setup, place_remove);
}
