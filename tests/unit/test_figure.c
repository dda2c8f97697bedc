/* Figures: what they say and which numbers they show. */
#include "analysis/figure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "opened_results.h"
#include "possible_figures.h"
#include "spoken.h"

static int setup(void **state)
{
    return known_open(state, 3);
}

/* A figure has words of its own language, names its source and digest, and leaves no placeholder. */
static void assert_words(const struct drawing *drawing, enum language language)
{
    static const char *const source[N_LANGUAGES] = {"Source: Plassflyt", "Kilde: Plassflyt",
                                                    "Kjelde: Plassflyt"};
    static const char *const replications[N_LANGUAGES] = {"3 replications", "3 replikasjoner",
                                                          "3 replikasjonar"};
    assert_says(drawing->source, source[language]);
    assert_says(drawing->source, replications[language]);
    assert_says(drawing->source, results->digest);
    assert_says(drawing->source, "nullalternativ, bistandsplikt");
    assert_says(drawing->alternative, drawing->title);
    assert_says(drawing->provenance, results->digest);
    assert_true(strlen(drawing->title) > 5 && strlen(drawing->words) > 20);
    assert_null(strchr(drawing->alternative, '{'));
    assert_null(strchr(drawing->source, '{'));
}

static void assert_size(const struct drawing *drawing, enum look_size size)
{
    double width = drawing->width * drawing->scale, height = drawing->height * drawing->scale;
    if (size == LOOK_SLIDE)
        assert_true(fabs(width - 33.867) < 0.01 && fabs(height - 19.05) < 0.01);
    else
        assert_true(fabs(width - (size == LOOK_PAGE ? 16 : 8)) < 1e-9 && height < 27);
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < N_FIGURES * N_LANGUAGES * N_LOOK_SIZES * N_LOOK_THEMES; i++) {
        enum figure f = (enum figure)(i % N_FIGURES);
        enum language l = (enum language)(i / N_FIGURES % N_LANGUAGES);
        enum look_size size = (enum look_size)(i / N_FIGURES / N_LANGUAGES % N_LOOK_SIZES);
        struct drawing drawing;
        struct figure_order order = {
            .results = results,
            .language = l,
            .period = period_default(results),
            .size = size,
            .theme = (enum look_theme)(i / N_FIGURES / N_LANGUAGES / N_LOOK_SIZES)};
        assert_int_equal(figure_make(f, &order, &drawing, &messages), is_possible(f));
        if (!is_possible(f))
            continue;
        assert_words(&drawing, l);
        assert_size(&drawing, size);
        drawing_free(&drawing);
    }
}

static struct drawing drawing_of(enum figure which)
{
    struct drawing drawing;
    struct figure_order order = {
        .results = results, .language = LANGUAGE_NB, .period = period_default(results)};
    assert_true(figure_make(which, &order, &drawing, &messages));
    return drawing;
}

/* The number of a row of the data; fails if there is no such row. */
static double number_in(const struct drawing *drawing, const char *panel, const char *series,
                        const char *label, enum figure_number number)
{
    const struct figure_data *data = &drawing->data;
    for (size_t b = 0; b < data->n_blocks; b++) {
        const struct figure_block *block = &data->block[b];
        if (strcmp(block->panel, panel) != 0 || strcmp(block->series, series) != 0)
            continue;
        for (size_t r = block->first; r < block->first + block->n; r++)
            if (strcmp(data->row[r].label, label) == 0)
                return data->row[r].number[number];
    }
    fail_msg("no row %s, %s, %s", panel, series, label);
    return NAN;
}

#define ASSERT_NUMBER(drawing, panel, series, label, number, wanted)                               \
    assert_true(fabs(number_in(drawing, panel, series, label, number) - (wanted)) < 1e-6)

/* The queue of replications 0, 1 and 2 is 107, 117, 127, from the policy on 111, 122, 133. The
 * change is that of the comparison, with its interval; of three replications no more is said. Only the published figure of definition
 * (ii) is drawn. */
static void test_queue(void **state)
{
    (void)state;
    struct drawing d = drawing_of(FIGURE_QUEUE);
    ASSERT_NUMBER(&d, "queue_past_wish", "nullalternativ", "2018-01", DATA_VALUE, 117);
    ASSERT_NUMBER(&d, "queue_past_wish", "nullalternativ", "2018-01", DATA_LOW, 107.5);
    ASSERT_NUMBER(&d, "queue_past_wish", "nullalternativ", "2018-01", DATA_HIGH_50, 122);
    ASSERT_NUMBER(&d, "queue_past_wish", "bistandsplikt", "2020-01", DATA_VALUE, 122);
    ASSERT_NUMBER(&d, "queue_past_wish", "published", "2019-12-31", DATA_VALUE, 90);
    assert_string_equal(
        d.title, "Barn i kø for fosterhjem: 3 replikasjoner, for lite til å si noe om forskjeller");
    assert_says(d.alternative, "Bistandsplikt: for få replikasjoner til å si noe, +5,0 (2,5–7,5).");
    assert_says(d.script, "'+5,0 barn mot Nullalternativet, middel for");
    assert_says(d.script, "2,5–7,5");
    assert_says(d.script, "definisjon (ii), uten Oslo");
    assert_says(d.source, "Bufdir (F-Q10)");
    assert_null(strstr(d.csv, ",900"));
    assert_says(d.script, "historie, simulert");
    drawing_free(&d);
}

/* Nine of ten are over within 20 weeks; eight have got a home within 10. */
static void test_waits(void **state)
{
    (void)state;
    struct drawing d = drawing_of(FIGURE_WAITS);
    ASSERT_NUMBER(&d, "still_waiting", "nullalternativ", "3", DATA_VALUE, 1);
    ASSERT_NUMBER(&d, "still_waiting", "nullalternativ", "4", DATA_VALUE, 0.4);
    ASSERT_NUMBER(&d, "moved_in", "bistandsplikt", "10", DATA_LOW, 0.6);
    ASSERT_NUMBER(&d, "moved_in", "bistandsplikt", "11", DATA_HIGH, 0.8);
    assert_says(d.words, "dokumentert søknad i 2020");
    assert_says(d.title, "er likt «Nullalternativet» i alle replikasjoner");
    drawing_free(&d);
    struct drawing drawing;
    struct figure_order late = {.results = results, .period = {48, KNOWN_MONTHS}};
    int before = messages.count;
    assert_false(figure_make(FIGURE_WAITS, &late, &drawing, &messages));
    assert_int_equal(messages.count, before + 1);
}

static void test_places(void **state)
{
    (void)state;
    struct drawing d = drawing_of(FIGURE_PLACES);
    ASSERT_NUMBER(&d, "children_ordinary", "nullalternativ", "2018-01", DATA_VALUE, 50);
    ASSERT_NUMBER(&d, "children_care", "bistandsplikt", "2018-01", DATA_HIGH, 20);
    ASSERT_NUMBER(&d, "children_emergency", "published", "2019-12-31", DATA_LOW, 5);
    ASSERT_NUMBER(&d, "children_emergency", "published", "2019-12-31", DATA_HIGH, 6);
    assert_says(d.script, "'Omsorgsinstitusjoner'");
    drawing_free(&d);
}

/* A panel for what is counted has a point a calendar year: 12 million kroner a year to the state; the
 * two payers' 36 million over 70 children are 514 286 kroner for each. Areas add up to the country. */
static void test_panels(void **state)
{
    (void)state;
    struct drawing d = drawing_of(FIGURE_MONEY);
    ASSERT_NUMBER(&d, "cost_state", "nullalternativ", "2019", DATA_VALUE, 12);
    ASSERT_NUMBER(&d, "cost_state", "nullalternativ", "2019", DATA_POSITION, 2019.5);
    ASSERT_NUMBER(&d, "cost_total_a_child", "bistandsplikt", "2022", DATA_VALUE, 36000.0 / 70);
    drawing_free(&d);
    d = drawing_of(FIGURE_AREAS);
    ASSERT_NUMBER(&d, "queue_past_wish_nord", "bistandsplikt", "2020-01", DATA_VALUE, 115);
    ASSERT_NUMBER(&d, "queue_past_wish_oslo", "bistandsplikt", "2020-01", DATA_VALUE, 7);
    assert_says(d.alternative, "Bistandsplikt: for få replikasjoner til å si noe, +5,0");
    drawing_free(&d);
    d = drawing_of(FIGURE_STABILITY);
    ASSERT_NUMBER(&d, "moved_over_5", "nullalternativ", "2018-01", DATA_VALUE, 10);
    drawing_free(&d);
}

/* The change of the queue is that of the comparison; days above need do not change. */
static void test_changes(void **state)
{
    (void)state;
    struct drawing d = drawing_of(FIGURE_CHANGES);
    ASSERT_NUMBER(&d, "queue_past_wish", "bistandsplikt", "higher", DATA_VALUE, 5);
    ASSERT_NUMBER(&d, "queue_past_wish", "bistandsplikt", "higher", DATA_LOW,
                  5 - 4.302652729911275 / sqrt(3));
    ASSERT_NUMBER(&d, "days_above_need", "bistandsplikt", "same", DATA_VALUE, 0);
    drawing_free(&d);
}

/* 36 days a year for the board, and 12 for siblings in the second scenario; the most first. */
static void test_reasons(void **state)
{
    (void)state;
    struct drawing d = drawing_of(FIGURE_REASONS);
    assert_says(d.script, "'Nullalternativet (i alt 36)'");
    assert_says(d.script, "'Bistandsplikt (i alt 48)'");
    ASSERT_NUMBER(&d, "waiting_days_by_reason", "bistandsplikt", "nemndas vedtak", DATA_VALUE, 36);
    ASSERT_NUMBER(&d, "waiting_days_by_reason", "bistandsplikt", "ikke plass til søsknene",
                  DATA_VALUE, 12);
    assert_true(strstr(d.csv, "nemndas vedtak") < strstr(d.csv, "ikke plass"));
    assert_null(strstr(d.csv, "målgruppen")); /* nobody waits for that */
    drawing_free(&d);
}

/* Three months in one scenario, one replication, a policy date far from them: what can be drawn is
 * drawn, and nothing is concluded. */
static void test_little(void **state)
{
    (void)state;
    static const bool impossible[N_FIGURES] = {[FIGURE_WAITS] = true,
                                               [FIGURE_TARGETS] = true,
                                               [FIGURE_CHANGES] = true,
                                               [FIGURE_UNCERTAINTY] = true,
                                               [FIGURE_GAINS] = true};
    struct sample *sample = sample_make(7, 1, 3, 1);
    char digest[DIGEST_LENGTH + 1];
    assert_true(sample_write(sample, place_file("little.h5"), NULL, 0, digest, &messages));
    sample_free(sample);
    struct results *little = results_open(place_file("little.h5"), &messages);
    assert_non_null(little);
    for (int f = 0; f < N_FIGURES; f++) {
        struct drawing drawing;
        struct figure_order order = {.results = little, .period = period_default(little)};
        enum text why;
        bool made = figure_make((enum figure)f, &order, &drawing, &messages);
        assert_int_equal(made, !impossible[f]);
        assert_int_equal(figure_is_possible((enum figure)f, &order, &why), !impossible[f]);
        if (f == FIGURE_QUEUE)
            assert_says(drawing.script, "one replication, so no");
        if (made)
            drawing_free(&drawing);
    }
    results_free(little);
    unlink(place_file("little.h5"));
}

/* Of three replications the queue of 2018 is 107, 117 and 127: 0.35 half widths of 90–130 above its
 * middle. The same file twice gives two panels. */
static void test_targets(void **state)
{
    (void)state;
    struct drawing d = drawing_of(FIGURE_TARGETS);
    assert_says(d.script, "T5 Kø i 2018");
    assert_says(d.script, "Holdt utenfor: ingenting er tilpasset disse");
    assert_says(d.script, "V9 Kø i 2019");
    assert_string_equal(d.title, "1 av 2 publiserte tall er nådd av den simulerte historien");
    ASSERT_NUMBER(&d, "a.h5", "met", "T5 Kø i 2018", DATA_VALUE, 0.35);
    ASSERT_NUMBER(&d, "a.h5", "beyond", "V9 Kø i 2019", DATA_VALUE, -8.3);
    drawing_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),   cmocka_unit_test(test_queue),
        cmocka_unit_test(test_waits),   cmocka_unit_test(test_places),
        cmocka_unit_test(test_panels),  cmocka_unit_test(test_changes),
        cmocka_unit_test(test_reasons), cmocka_unit_test(test_targets),
        cmocka_unit_test(test_little),
    };
    return cmocka_run_group_tests(tests, setup, known_close);
}
