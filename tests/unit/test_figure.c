/* Figures: what they say, that every format is whole and carries its source, and what is refused.
 */
#include "analysis/figure.h"

#include "analysis/canvas.h"
#include "analysis/picture.h"
#include "command/command.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "opened_results.h"
#include "spoken.h"

static int setup(void **state)
{
    return known_open(state, 3);
}

/* ---- running ---- */

/* Frees what the last command wrote, and removes its pictures. */
static int tidy(void **state)
{
    forget(state);
    for (int f = 0; f < N_FIGURES; f++)
        for (int format = 0; format < N_CANVAS_FORMATS; format++) {
            char name[64];
            snprintf(name, sizeof name, "%s.%s", figure_table[f].name, canvas_format_name[format]);
            unlink(place_file(name));
        }
    return 0;
}

/* Pictures go to the folder of the test unless the arguments say otherwise. */
#define FIGURE(...) SPEAK("figure", place_file("a.h5"), "--output", place, __VA_ARGS__)

/* What a program prints about a file of the test; its exit status into *status. */
static const char *program(const char *command, const char *name, int *status)
{
    static char text[1 << 18];
    char line[512];
    snprintf(line, sizeof line, command, place_file(name));
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    text[fread(text, 1, sizeof text - 1, pipe)] = '\0';
    *status = pclose(pipe);
    return text;
}

static void need(const char *command)
{
    char line[128];
    snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1", command);
    if (system(line) != 0)
        skip();
}

static size_t read_file(const char *name, unsigned char *bytes, size_t room)
{
    FILE *file = fopen(place_file(name), "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, room, file);
    fclose(file);
    return n;
}

/* ---- what figures say ---- */

/* Every figure in every language has words of its own language, names its source and digest, and
 * leaves no placeholder. */
static void test_words(void **state)
{
    (void)state;
    static const char *const source[N_LANGUAGES] = {"Source: Plassflyt", "Kilde: Plassflyt",
                                                    "Kjelde: Plassflyt"};
    static const char *const replications[N_LANGUAGES] = {"3 replications", "3 replikasjoner",
                                                          "3 replikasjonar"};
    for (int f = 0; f < N_FIGURES; f++)
        for (int l = 0; l < N_LANGUAGES; l++) {
            struct drawing drawing;
            struct figure_order order = {results, (enum language)l, period_default(results), NULL,
                                         0};
            assert_true(figure_make((enum figure)f, &order, &drawing, &messages));
            assert_says(drawing.source, source[l]);
            assert_says(drawing.source, replications[l]);
            assert_says(drawing.source, results->digest);
            assert_says(drawing.source, "nullalternativ, bistandsplikt");
            assert_true(strlen(drawing.title) > 5 && strlen(drawing.words) > 20);
            assert_null(strchr(drawing.words, '{'));
            assert_null(strchr(drawing.source, '{'));
            assert_true(drawing.width > 15 && drawing.width < 17 && drawing.height < 25);
            drawing_free(&drawing);
        }
}

static char *script_of(enum figure which)
{
    struct drawing drawing;
    struct figure_order order = {results, LANGUAGE_NB, period_default(results), NULL, 0};
    assert_true(figure_make(which, &order, &drawing, &messages));
    char *script = strdup(drawing.script);
    drawing_free(&drawing);
    return script;
}

/* The queue of replications 0, 1 and 2 is 107, 117, 127, from the policy on 111, 122, 133. The
 * finding is that of the comparison, with its interval. Only the published figure of definition
 * (ii) is drawn. */
static void test_queue(void **state)
{
    (void)state;
    char *script = script_of(FIGURE_QUEUE);
    assert_says(script, "2018.041667 117 ");
    assert_says(script, "2020.041667 122 ");
    assert_says(script, "'+5,0 barn mot Nullalternativet, middel for");
    assert_says(script, "2,5–7,5");
    assert_says(script, "definisjon (ii), uten Oslo");
    assert_says(script, "Bufdir (F-Q10)");
    assert_says(script, "2020 90 90");
    assert_null(strstr(script, "900 900"));
    assert_says(script, "historie, simulert");
    free(script);
}

/* Nine of ten are over within 20 weeks; eight have got a home within 10. */
static void test_waits(void **state)
{
    (void)state;
    char *script = script_of(FIGURE_WAITS);
    assert_says(script, "\n3 1 1 1\n4 0.4 0.4 0.4\n");
    assert_says(script, "\n10 0.6 0.6 0.6\n11 0.8 0.8 0.8\n");
    assert_says(script, "dokumentert søknad i 2020");
    free(script);
    struct drawing drawing;
    struct figure_order late = {results, LANGUAGE_EN, {48, KNOWN_MONTHS}, NULL, 0};
    int before = messages.count;
    assert_false(figure_make(FIGURE_WAITS, &late, &drawing, &messages));
    assert_int_equal(messages.count, before + 1);
}

static void test_places(void **state)
{
    (void)state;
    char *script = script_of(FIGURE_PLACES);
    assert_says(script, "2018.041667 50 50 50");
    assert_says(script, "2018.041667 20 20 20");
    assert_says(script, "2019.5 5 6"); /* published: 5 to 6 in emergency homes in 2019 */
    assert_says(script, "'Omsorgsinstitusjoner'");
    free(script);
}

/* 36 days a year for the board, and 12 for siblings in the second scenario; the most first. */
static void test_reasons(void **state)
{
    (void)state;
    char *script = script_of(FIGURE_REASONS);
    assert_says(script, "'Nullalternativet (i alt 36)'");
    assert_says(script, "'Bistandsplikt (i alt 48)'");
    assert_says(script, "'12'");
    const char *board = strstr(script, "'nemndas vedtak'"),
               *siblings = strstr(script, "'ikke plass");
    assert_true(board && siblings);
    free(script);
}

/* Three months in one scenario, one replication, a policy date far from them: what can be drawn is
 * drawn, and nothing is concluded. */
static void test_little(void **state)
{
    (void)state;
    struct sample *sample = sample_make(7, 1, 3, 1);
    char digest[DIGEST_LENGTH + 1];
    assert_true(sample_write(sample, place_file("little.h5"), NULL, 0, digest, &messages));
    sample_free(sample);
    struct results *little = results_open(place_file("little.h5"), &messages);
    assert_non_null(little);
    for (int f = 0; f < N_FIGURES; f++) {
        struct drawing drawing;
        struct figure_order order = {little, LANGUAGE_EN, period_default(little), NULL, 0};
        bool made = figure_make((enum figure)f, &order, &drawing, &messages);
        assert_int_equal(made, f != FIGURE_WAITS && f != FIGURE_TARGETS);
        if (f == FIGURE_QUEUE)
            assert_says(drawing.script, "one replication, so no");
        if (made)
            drawing_free(&drawing);
    }
    results_free(little);
    unlink(place_file("little.h5"));
}

/* ---- pictures ---- */

/* PNG, which takes longest, of one figure. */
static void test_all_formats(void **state)
{
    (void)state;
    need("gnuplot");
    assert_int_equal(FIGURE("--lang=nb", "--only", "arsaker"), EXIT_DONE);
    assert_int_equal(FIGURE("--lang=nb", "--format", "svg,pdf"), EXIT_DONE);
    assert_string_equal(complained, "");
    assert_int_equal(place_count(), 1 + 2 * N_FIGURES + 1);
    for (int f = 0; f < N_FIGURES; f++)
        for (int format = 0; format < CANVAS_PNG; format++) {
            static unsigned char bytes[4 << 20];
            char name[64];
            snprintf(name, sizeof name, "%s.%s", figure_table[f].name, canvas_format_name[format]);
            assert_says(said, name);
            size_t n = read_file(name, bytes, sizeof bytes);
            assert_true(n > 5000 && picture_is_signed(bytes, n));
        }
}

static void assert_svg(const char *name, const char *title)
{
    int status;
    program("xmllint --noout --nonet %s 2>&1", name, &status);
    assert_int_equal(status, 0);
    assert_says(program("xmllint --nonet --xpath 'string(/*/*[1])' %s", name, &status), title);
    assert_says(program("xmllint --nonet --xpath 'string(/*/*[2])' %s", name, &status),
                results->digest);
    const char *text = program("cat %s", name, &status);
    assert_says(text, "font-weight=\"bold\"");
    assert_null(strstr(text, ":Bold"));
    assert_null(strstr(text, "Gnuplot"));
}

static void test_svg(void **state)
{
    (void)state;
    need("gnuplot");
    need("xmllint");
    assert_svg("ko.svg", "Barn i kø for fosterhjem");
    assert_svg("ventetid.svg", "Hvor lenge barn venter på fosterhjem");
    assert_svg("plasser.svg", "Hvor barn i barnevernet bor");
    assert_svg("arsaker.svg", "Hvorfor barn venter");
}

static void test_pdf(void **state)
{
    (void)state;
    need("gnuplot");
    need("pdftotext");
    int status;
    for (int f = 0; f < N_FIGURES; f++) {
        char name[64];
        snprintf(name, sizeof name, "%s.pdf", figure_table[f].name);
        const char *text = program("pdftotext %s - 2>&1", name, &status);
        assert_int_equal(status, 0);
        assert_says(text, results->digest);
        assert_says(text, "Kilde:");
        text = program("pdfinfo %s 2>&1", name, &status);
        assert_int_equal(status, 0);
        assert_says(text, "Creator:         Plassflyt");
        assert_says(text, results->digest);
    }
    assert_says(program("pdftotext %s -", "ko.pdf", &status), "Barn i kø for fosterhjem");
    assert_says(program("pdfinfo %s", "ko.pdf", &status), "Barn i kø for fosterhjem");
}

static unsigned big_endian(const unsigned char *bytes)
{
    return (unsigned)bytes[0] << 24 | (unsigned)bytes[1] << 16 | (unsigned)bytes[2] << 8 | bytes[3];
}

/* 16 cm at 300 dots per inch, which the picture itself says: 11 811 dots a metre. */
static void test_png(void **state)
{
    (void)state;
    need("gnuplot");
    unsigned char head[64];
    struct drawing drawing;
    struct figure_order order = {results, LANGUAGE_NB, period_default(results), NULL, 0};
    assert_true(figure_make(FIGURE_REASONS, &order, &drawing, &messages));
    assert_int_equal(read_file("arsaker.png", head, sizeof head), sizeof head);
    assert_memory_equal(head, "\x89PNG\r\n\x1a\n", 8);
    assert_int_equal(big_endian(head + 16), 1890);
    assert_int_equal(big_endian(head + 20), lround(drawing.height / 2.54 * 300));
    assert_memory_equal(head + 37, "pHYs", 4);
    assert_int_equal(big_endian(head + 41), 11811);
    drawing_free(&drawing);
}

/* The same results give the same bytes, whenever they are drawn. */
static void test_same_bytes(void **state)
{
    (void)state;
    need("gnuplot");
    static unsigned char first[4 << 20], second[4 << 20];
    static const char *const name[] = {"arsaker.svg", "arsaker.pdf", "arsaker.png"};
    size_t n[3], all = 0;
    for (int i = 0; i < 3; i++)
        all += n[i] = read_file(name[i], first + all, sizeof first - all);
    struct timespec second_and_more = {1, 50000000};
    nanosleep(&second_and_more, NULL);
    assert_int_equal(FIGURE("--only", "arsaker", "--lang=nb"), EXIT_DONE);
    for (int i = 0, at = 0; i < 3; at += (int)n[i], i++) {
        assert_int_equal(read_file(name[i], second, sizeof second), n[i]);
        assert_memory_equal(first + at, second, n[i]);
    }
}

static void test_other_languages(void **state)
{
    (void)state;
    need("gnuplot");
    need("xmllint");
    assert_int_equal(FIGURE("--lang=nn", "--format", "svg", "--only", "arsaker"), EXIT_DONE);
    assert_svg("arsaker.svg", "Kvifor barn ventar");
    assert_int_equal(FIGURE("--lang=en", "--format", "svg", "--only", "arsaker", "--json"),
                     EXIT_DONE);
    assert_says(said, "{\"figure\": \"arsaker\", \"format\": \"svg\", \"file\": ");
    assert_svg("arsaker.svg", "Why children wait");
}

/* Of three replications the queue of 2018 is 107, 117 and 127: 0.25 half widths of 90–130 above its
 * middle. The same file twice gives two panels. */
static void test_targets(void **state)
{
    (void)state;
    char *script = script_of(FIGURE_TARGETS);
    assert_says(script, "T5 Kø i 2018");
    assert_says(script, "Holdt utenfor: ingenting er tilpasset disse");
    assert_says(script, "V9 Kø i 2019");
    free(script);
    assert_int_equal(SPEAK("figure", place_file("a.h5"), place_file("a.h5"), "--output", place,
                           "--format", "svg", "--lang=nb"),
                     EXIT_DONE);
    assert_svg("treffsikkerhet.svg", "publiserte tall");
    assert_int_equal(place_count(), 2);
    assert_int_equal(SPEAK("figure", place_file("a.h5"), place_file("a.h5"), "--only", "ko",
                           "--lang=en", "--output", place),
                     EXIT_BAD_INPUT);
    assert_says(complained, "“ko” shows one results file");
}

/* ---- refused ---- */

static void test_refused(void **state)
{
    (void)state;
    assert_int_equal(FIGURE("--lang=en", "--only", "ventetida"), EXIT_BAD_INPUT);
    assert_says(complained, "did you mean “ventetid”?");
    assert_int_equal(FIGURE("--lang=en", "--only", "ko,lillehammer"), EXIT_BAD_INPUT);
    assert_says(complained, "valid are ko, ventetid, plasser, arsaker, treffsikkerhet");
    assert_int_equal(FIGURE("--lang=en", "--format", "jpeg"), EXIT_BAD_INPUT);
    assert_says(complained, "--format: there is no “jpeg”");
    assert_int_equal(FIGURE("--lang=en", "--from", "2040"), EXIT_BAD_INPUT);
    assert_int_equal(place_count(), 1);
}

static void test_no_results(void **state)
{
    (void)state;
    char file[128];
    snprintf(file, sizeof file, "%s/notes.txt", place);
    FILE *notes = fopen(file, "w");
    fputs("no results\n", notes);
    fclose(notes);
    assert_int_equal(SPEAK("figure", file, "--lang=en", "--output", place), EXIT_BAD_INPUT);
    assert_says(complained, "is no HDF5 file");
    unlink(file);
    tidy(NULL);
    assert_int_equal(SPEAK("figure", file, "--lang=en", "--output", place), EXIT_BAD_INPUT);
    assert_says(complained, "No such file");
    assert_int_equal(place_count(), 1);
}

static void test_unwritable(void **state)
{
    (void)state;
    need("gnuplot");
    assert_int_equal(FIGURE("--lang=en", "--output", "/proc/none"), EXIT_BAD_INPUT);
    assert_says(complained, "cannot make /proc/none/ko.svg");
    assert_int_equal(place_count(), 1);
}

/* What somebody else has made stays; what gnuplot alone has made too. */
static void test_foreign(void **state)
{
    (void)state;
    need("gnuplot");
    FILE *mine = fopen(place_file("ko.svg"), "w");
    fputs("<svg><title>Gnuplot</title></svg>\n", mine);
    fclose(mine);
    assert_int_equal(FIGURE("--lang=en", "--only", "ko"), EXIT_BAD_INPUT);
    assert_says(complained, "not made by Plassflyt");
    unsigned char bytes[64];
    assert_int_equal(read_file("ko.svg", bytes, sizeof bytes), 34);
    assert_int_equal(place_count(), 2);
}

static void test_no_gnuplot(void **state)
{
    (void)state;
    char *path = strdup(getenv("PATH"));
    setenv("PATH", place, 1);
    int status = FIGURE("--lang=en");
    setenv("PATH", path, 1);
    free(path);
    assert_int_equal(status, EXIT_BAD_INPUT);
    assert_says(complained, "gnuplot is not installed");
    assert_says(complained, "gnuplot-nox");
    assert_int_equal(place_count(), 1);
}

/* A gnuplot that fails is told with what it says; nothing is left behind. */
static void test_failing_gnuplot(void **state)
{
    (void)state;
    char program_file[128];
    snprintf(program_file, sizeof program_file, "%s/gnuplot", place);
    FILE *script = fopen(program_file, "w");
    fputs("#!/bin/sh\necho 'no such terminal' >&2\nexit 1\n", script);
    fclose(script);
    assert_int_equal(chmod(program_file, 0755), 0);
    char path[4096], *old = strdup(getenv("PATH"));
    snprintf(path, sizeof path, "%s:%s", place, old);
    setenv("PATH", path, 1);
    int status = FIGURE("--lang=en");
    setenv("PATH", old, 1);
    free(old);
    unlink(program_file);
    assert_int_equal(status, EXIT_BAD_INPUT);
    assert_says(complained, "no such terminal");
    assert_int_equal(place_count(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_queue),
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_little),
        cmocka_unit_test(test_all_formats), /* draws what the next five look at */
        cmocka_unit_test(test_svg),
        cmocka_unit_test(test_pdf),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test_teardown(test_other_languages, tidy),
        cmocka_unit_test_teardown(test_targets, tidy),
        cmocka_unit_test_teardown(test_refused, tidy),
        cmocka_unit_test_teardown(test_no_results, tidy),
        cmocka_unit_test_teardown(test_unwritable, tidy),
        cmocka_unit_test_teardown(test_foreign, tidy),
        cmocka_unit_test_teardown(test_no_gnuplot, tidy),
        cmocka_unit_test_teardown(test_failing_gnuplot, tidy),
    };
    return cmocka_run_group_tests(tests, setup, known_close);
}
