/* Pictures: that every format is whole and carries its source, and what is refused. */
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
#include "possible_figures.h"
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
    for (int f = 0; f < N_FIGURES; f++)
        for (int i = 0; i < 2; i++) {
            char name[64];
            snprintf(name, sizeof name, "%s.%s", figure_table[f].name, i ? "gp" : "csv");
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

/* ---- pictures ---- */

/* Of every figure an SVG, with the numbers and the script beside it; of some the rest, which takes
 * longer (tests/figures/check.py looks at all). */
static void test_all_formats(void **state)
{
    (void)state;
    need("gnuplot");
    assert_int_equal(FIGURE("--lang=nb", "--only", "arsaker"), EXIT_DONE);
    assert_int_equal(FIGURE("--lang=nb", "--only", "ko,penger", "--format", "pdf"), EXIT_DONE);
    assert_int_equal(FIGURE("--lang=nb", "--format", "svg"), EXIT_DONE);
    assert_string_equal(complained,
                        "vinnere tegnes ikke: filen har ingen opplysninger om hvert barn "
                        "(run --children)\n"
                        "usikkerhet tegnes ikke: filen har ingen trekk av usikre verdier "
                        "(run --draws eller --fits)\n");
    assert_int_equal(place_count(), 1 + 3 * (N_FIGURES - 2) + 3 + 1);
    for (int f = 0; f < N_FIGURES; f++) {
        static unsigned char bytes[4 << 20];
        char name[64];
        snprintf(name, sizeof name, "%s.svg", figure_table[f].name);
        if (!is_possible((enum figure)f))
            continue;
        assert_says(said, name);
        size_t n = read_file(name, bytes, sizeof bytes);
        assert_true(n > 5000 && picture_is_signed(bytes, n));
    }
}

/* The script draws the same picture from the numbers beside it; only the words in its fields are not
 * there. */
static void test_drawn_again(void **state)
{
    (void)state;
    need("gnuplot");
    char command[512];
    snprintf(command, sizeof command, "cd %s && gnuplot penger.gp 2>&1", place);
    assert_int_equal(system(command), 0);
    static char own[4 << 20], again[4 << 20];
    own[read_file("penger.svg", (unsigned char *)own, sizeof own - 1)] = '\0';
    again[read_file("penger_gnuplot.svg", (unsigned char *)again, sizeof again - 1)] = '\0';
    const char *first = strstr(own, "<g id=\"gnuplot_canvas\">");
    const char *second = strstr(again, "<g id=\"gnuplot_canvas\">");
    assert_true(first && second);
    size_t paths = 0;
    for (const char *at = first; (at = strstr(at, "<path")); at++, paths++) {
        second = strstr(second, "<path");
        size_t length = strcspn(at, ">");
        assert_non_null(second);
        assert_memory_equal(at, second, length);
        second++;
    }
    assert_true(paths > 50);
    unlink(place_file("penger_gnuplot.svg"));
}

static void assert_svg(const char *name, const char *title)
{
    int status;
    program("xmllint --noout --nonet %s 2>&1", name, &status);
    assert_int_equal(status, 0);
    assert_says(program("xmllint --nonet --xpath 'string(/*/*[1])' %s", name, &status), title);
    assert_says(program("xmllint --nonet --xpath 'string(/*/*[2])' %s", name, &status),
                results->digest);
    assert_says(
        program("xmllint --nonet --xpath 'string(/*/*[3][@id=\"plassflyt\"])' %s", name, &status),
        "{\"plassflyt\": 1, \"kind\": \"figure\"");
    const char *text = program("cat %s", name, &status);
    assert_says(text, "font-weight=\"bold\"");
    assert_null(strstr(text, ":Bold"));
    assert_null(strstr(text, "Gnuplot"));
    assert_null(strstr(strstr(text, "</title>"), "<title>")); /* no commands as titles of lines */
}

static void test_svg(void **state)
{
    (void)state;
    need("gnuplot");
    need("xmllint");
    assert_svg("ko.svg", "Barn i kø for fosterhjem");
    assert_svg("ventetid.svg", "sluttet å vente på fosterhjem");
    assert_svg("plasser.svg", "Barn i institusjon");
    assert_svg("arsaker.svg", "Døgn barn venter på fosterhjem");
    assert_svg("endring.svg", "Barn i kø for fosterhjem");
}

static void test_pdf(void **state)
{
    (void)state;
    need("gnuplot");
    need("pdftotext");
    static const char *const names[] = {"arsaker.pdf", "ko.pdf", "penger.pdf"};
    int status;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *name = names[i];
        const char *text = program("pdftotext %s - 2>&1", name, &status);
        assert_int_equal(status, 0);
        assert_says(text, results->digest);
        assert_says(text, "Kilde:");
        text = program("pdfinfo -custom %s 2>&1", name, &status);
        assert_int_equal(status, 0);
        assert_says(text, "Creator:         Plassflyt");
        assert_says(text, "{\"plassflyt\": 1, \"kind\": \"figure\"");
        assert_says(text, results->digest);
        text =
            program("pdffonts %s 2>&1 | awk 'NR > 2 {print $(NF - 4)}' | sort -u", name, &status);
        assert_string_equal(text, "yes\n"); /* embedded, every one */
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
    struct figure_order order = {
        .results = results, .language = LANGUAGE_NB, .period = period_default(results)};
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
    assert_svg("arsaker.svg", "Døgn barn ventar på fosterheim");
    assert_int_equal(FIGURE("--lang=en", "--format", "svg", "--only", "arsaker", "--json"),
                     EXIT_DONE);
    assert_says(said, "{\"figure\": \"arsaker\", \"format\": \"svg\", \"file\": ");
    assert_svg("arsaker.svg", "Days children wait for a foster home");
}

/* The same file twice gives two panels. */
static void test_two_files(void **state)
{
    (void)state;
    need("gnuplot");
    assert_int_equal(SPEAK("figure", place_file("a.h5"), place_file("a.h5"), "--output", place,
                           "--format", "svg", "--lang=nb"),
                     EXIT_DONE);
    assert_svg("treffsikkerhet.svg", "1 av 2 i «small», 1 av 2 i «small»");
    assert_int_equal(place_count(), 4);
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
    assert_says(complained, "valid are ko, kodefinisjoner, ventetid, arsaker, plasser");
    assert_int_equal(FIGURE("--lang=en", "--format", "jpeg"), EXIT_BAD_INPUT);
    assert_says(complained, "--format: there is no “jpeg”");
    assert_int_equal(FIGURE("--lang=en", "--size", "poster"), EXIT_BAD_INPUT);
    assert_says(complained, "--size: there is no “poster”");
    assert_int_equal(FIGURE("--lang=en", "--theme", "dark"), EXIT_BAD_INPUT);
    assert_int_equal(FIGURE("--lang=en", "--only", "usikkerhet"), EXIT_BAD_INPUT);
    assert_says(complained, "no draws of uncertain values");
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
        cmocka_unit_test(test_all_formats), /* draws what the next six look at */
        cmocka_unit_test(test_drawn_again),
        cmocka_unit_test(test_svg),
        cmocka_unit_test(test_pdf),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test_teardown(test_other_languages, tidy),
        cmocka_unit_test_teardown(test_two_files, tidy),
        cmocka_unit_test_teardown(test_refused, tidy),
        cmocka_unit_test_teardown(test_no_results, tidy),
        cmocka_unit_test_teardown(test_unwritable, tidy),
        cmocka_unit_test_teardown(test_foreign, tidy),
        cmocka_unit_test_teardown(test_no_gnuplot, tidy),
        cmocka_unit_test_teardown(test_failing_gnuplot, tidy),
    };
    return cmocka_run_group_tests(tests, setup, known_close);
}
