/* The page that figures are drawn on: how wide texts are, steps of axes, tints. */
#include "analysis/canvas.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_paragraph(void **state)
{
    (void)state;
    double line = canvas_line_height(8);
    assert_true(canvas_text_width("", 8, 0) < 1e-9);
    /* A line of ten en-width letters of DejaVu Sans (n: 634/1000) at 10 points. */
    double width = 10 * 0.634 * 10 / 72 * 2.54;
    assert_true(fabs(canvas_text_width("nnnnnnnnnn", 10, 0) - width) < 1e-9);
    assert_true(canvas_text_width("nn", 10, TEXT_STYLE_BOLD) > canvas_text_width("nn", 10, 0));
    assert_true(fabs(canvas_paragraph(NULL, 0, 0, 100, 8, 0, "one line") - line) < 1e-9);
    assert_true(fabs(canvas_paragraph(NULL, 0, 0, 1.0, 8, 0, "three lines here") - 3 * line) <
                1e-9);
    assert_true(canvas_paragraph(NULL, 0, 0, 5, 8, 0, "") < 1e-9);
}

/* A word wider than the line is broken where the parts of the compound meet, if it can be. */
static void test_long_words(void **state)
{
    (void)state;
    char *script = NULL;
    size_t length;
    struct figure_data data = {0};
    FILE *out = open_memstream(&script, &length);
    struct canvas canvas = canvas_begin(out, 16, 10, &data);
    double width = canvas_text_width("behandlingsinst", 7, 0);
    canvas_paragraph(&canvas, 1, 5, width, 7, 0, "behandlingsinstitusjoner");
    canvas_paragraph(&canvas, 1, 5, width, 7, 0, "ooooooooooooooooooooooo");
    canvas_end(&canvas);
    fclose(out);
    assert_non_null(strstr(script, "'behandlings-'"));
    assert_non_null(strstr(script, "'institusjoner'"));
    assert_non_null(strstr(script, "o-'"));
    free(script);
}

static void test_steps(void **state)
{
    (void)state;
    static const struct {
        double high, step;
        int most;
    } cases[] = {{1000, 200, 5}, {999, 200, 5}, {1001, 500, 5}, {10, 2, 5}, {3, 1, 5},
                 {0.9, 0.2, 5},  {19, 5, 4},    {0, 1, 5},      {7, 2, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(fabs(canvas_step(cases[i].high, cases[i].most) - cases[i].step) < 1e-9);
}

/* What is written for gnuplot: quotes doubled, and the per cent sign of tics, which are formats. */
/* Quotes and formats are escaped; data of a block are read from its rows of the CSV. */
static void test_script(void **state)
{
    (void)state;
    char *script = NULL;
    size_t length;
    struct figure_data data = {0};
    FILE *out = open_memstream(&script, &length);
    struct canvas canvas = canvas_begin(out, 16, 10, &data);
    canvas_text(&canvas, 8, 5, 10, TEXT_STYLE_PLAIN, "the board's\n100 %");
    canvas_tics(&canvas, 'y', &(struct tic){1, "100 %"}, 1, 7, false);
    const double numbers[] = {1, NAN, 2, 3};
    figure_data_block(&data, "a", "A", "s", "S");
    figure_data_row(&data, "1", numbers, 2);
    int block = figure_data_block(&data, "b", "B, \"so\"", "s", "S");
    figure_data_row(&data, "1", numbers, 4);
    figure_data_row(&data, "2", numbers, 4);
    canvas_plot(&canvas);
    canvas_curve(&canvas, block, DATA_LOW, &(struct pen){0, 1, "1"});
    canvas_plot_end(&canvas);
    canvas_end(&canvas);
    fclose(out);
    assert_non_null(strstr(script, "'the board''s 100 %' at screen 0.50000,screen 0.50000"));
    assert_non_null(strstr(script, "('100 %%' 1)"));
    assert_non_null(strstr(script, "plot data skip 1 every ::1::2 using 6:8 with lines"));
    free(script);
    figure_data_free(&data);
}

static void test_csv(void **state)
{
    (void)state;
    char *csv = NULL;
    size_t length;
    struct figure_data data = {0};
    const double numbers[N_DATA_NUMBERS] = {2027.5, 1.25, NAN, 1e6};
    figure_data_block(&data, "a", "A, \"so\"", "s", "Sør");
    figure_data_row(&data, "2027", numbers, 4);
    assert_int_equal(figure_data_numbers(&data), 4);
    FILE *out = open_memstream(&csv, &length);
    figure_data_print(&data, out);
    fclose(out);
    assert_string_equal(csv, "panel,panel_label,series,series_label,label,position,value,low,high\n"
                             "a,\"A, \"\"so\"\"\",s,Sør,2027,2027.5,1.25,,1000000\n");
    free(csv);
    figure_data_row(&data, "2028", numbers, N_DATA_NUMBERS);
    assert_int_equal(figure_data_numbers(&data), N_DATA_NUMBERS);
    figure_data_free(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraph), cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_steps),     cmocka_unit_test(test_script),
        cmocka_unit_test(test_csv),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
