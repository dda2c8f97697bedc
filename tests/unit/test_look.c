/* Colours of figures: contrast by WCAG 2.1, and that scenarios are told apart without colour. */
#include "analysis/look.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const double of_text = 4.5, of_lines = 3;
enum { SCENARIOS = 25 };

/* The examples of the recommendation: black on white, and #777777, which just fails for text. */
static void test_contrast(void **state)
{
    (void)state;
    assert_true(fabs(look_contrast(0x000000, 0xffffff) - 21) < 1e-9);
    assert_true(fabs(look_contrast(0xffffff, 0x777777) - 4.478) < 1e-3);
    assert_true(fabs(look_contrast(0x123456, 0x123456) - 1) < 1e-9);
    assert_int_equal(look_tint(0x000000, 0), 0xffffff);
    assert_int_equal(look_tint(0x0072b2, 1), 0x0072b2);
    assert_int_equal(look_tint(0x000000, 0.5), 0x808080);
}

static void test_texts(void **state)
{
    (void)state;
    static const unsigned grounds[] = {LOOK_PAPER, LOOK_HISTORY};
    for (size_t i = 0; i < 2; i++) {
        assert_true(look_contrast(LOOK_TEXT, grounds[i]) >= of_text);
        assert_true(look_contrast(LOOK_QUIET, grounds[i]) >= of_text);
        assert_true(look_contrast(LOOK_AXIS, grounds[i]) >= of_text); /* tics have its colour */
    }
}

/* Lines stand out from paper, history and the lightest band, and no two are drawn alike. */
static void test_lines(void **state)
{
    (void)state;
    for (int theme = 0; theme < N_LOOK_THEMES; theme++) {
        const struct look look = look_make(LOOK_PAGE, (enum look_theme)theme);
        const unsigned band = look_band(look_pen(&look, 0).colour, LOOK_BANDS - 1);
        assert_true(look_contrast(look_published(&look), LOOK_HISTORY) >= of_lines);
        for (size_t s = 0; s < SCENARIOS; s++) {
            struct pen pen = look_pen(&look, s);
            assert_true(look_contrast(pen.colour, LOOK_PAPER) >= of_lines);
            assert_true(look_contrast(pen.colour, LOOK_HISTORY) >= of_lines);
            assert_true(look_contrast(pen.colour, band) >= of_lines);
        }
    }
}

static void test_lines_differ(void **state)
{
    (void)state;
    enum { ALIKE_IN_GREY = 21 };
    for (int theme = 0; theme < N_LOOK_THEMES; theme++)
        for (size_t a = 0; a < (theme == LOOK_PRINT ? ALIKE_IN_GREY : SCENARIOS); a++)
            for (size_t b = 0; b < a; b++) {
                const struct look own = look_make(LOOK_PAGE, (enum look_theme)theme);
                struct pen x = look_pen(&own, a), y = look_pen(&own, b);
                assert_true(x.colour != y.colour || fabs(x.width - y.width) > 0.1 ||
                            strcmp(x.dash, y.dash) != 0);
            }
    for (int theme = 0; theme < N_LOOK_THEMES; theme++) /* five have dashes of their own */
        for (size_t a = 0; a < 6; a++)
            for (size_t b = 0; b < a; b++) {
                const struct look own = look_make(LOOK_PAGE, (enum look_theme)theme);
                assert_true(strcmp(look_pen(&own, a).dash, look_pen(&own, b).dash) != 0);
            }
}

/* Bars beside each other: contrast to paper and to the next, or a pattern that the next has not. */
static void test_bars(void **state)
{
    (void)state;
    for (int theme = 0; theme < N_LOOK_THEMES; theme++)
        for (size_t s = 0; s < LOOK_BARS; s++) {
            const struct look look = look_make(LOOK_PAGE, (enum look_theme)theme);
            struct fill own = look_fill(&look, s), next = look_fill(&look, s + 1);
            assert_true(look_contrast(own.colour, LOOK_PAPER) >= of_lines);
            if (s + 1 < LOOK_BARS)
                assert_true(own.pattern != next.pattern ||
                            look_contrast(own.colour, next.colour) >= of_lines);
        }
}

/* Bands differ little, so their edges must stand out on both sides. */
static void test_bands(void **state)
{
    (void)state;
    for (int theme = 0; theme < N_LOOK_THEMES; theme++)
        for (size_t s = 0; s < SCENARIOS; s++) {
            const struct look look = look_make(LOOK_PAGE, (enum look_theme)theme);
            unsigned colour = look_pen(&look, s).colour;
            for (int band = 0; band < LOOK_BANDS; band++) {
                struct pen edge = look_edge(colour, band);
                unsigned outside =
                    band + 1 < LOOK_BANDS ? look_band(colour, band + 1) : LOOK_HISTORY;
                assert_true(look_contrast(edge.colour, outside) >= of_lines);
                assert_true(look_contrast(edge.colour, look_band(colour, band)) >= of_lines);
            }
        }
}

/* A slide keeps its size while there is more room on it, until type would become too small. */
static void test_sizes(void **state)
{
    (void)state;
    struct look slide = look_make(LOOK_SLIDE, LOOK_STANDARD);
    struct look page = look_make(LOOK_PAGE, LOOK_STANDARD);
    double before = slide.width;
    assert_true(page.width > 15.9 && page.height < 1e-9 && !look_make_room(&page));
    while (look_make_room(&slide)) {
        assert_true(slide.width > before);
        assert_true(fabs(slide.width * slide.scale - 33.867) < 1e-9);
        assert_true(fabs(slide.height * slide.scale - 19.05) < 1e-9);
        assert_true(slide.source * slide.scale >= LOOK_LEAST_TYPE);
        before = slide.width;
    }
    for (int size = 0; size < N_LOOK_SIZES; size++) {
        struct look look = look_make((enum look_size)size, LOOK_PRINT);
        assert_true(fmin(fmin(look.source, look.tic), fmin(look.legend, look.words)) >=
                    LOOK_LEAST_TYPE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrast), cmocka_unit_test(test_texts),
        cmocka_unit_test(test_lines),    cmocka_unit_test(test_lines_differ),
        cmocka_unit_test(test_bars),     cmocka_unit_test(test_bands),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
