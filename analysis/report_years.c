#include "analysis/report_years.h"

#include "output/results_file.h"

#include <stdlib.h>
#include <string.h>

enum { MONTHS = 12 };

/* What is worked out by year and area, if the file can tell it. Those of one measure stand together,
 * so that it is read once. */
static const enum indicator told[] = {
    INDICATOR_queue_past_wish,      INDICATOR_queue_searched,
    INDICATOR_queue_past_six_weeks, INDICATOR_days_below_need,
    INDICATOR_days_above_need,      INDICATOR_breaches_legal,
    INDICATOR_breaches_shadow,      INDICATOR_moves,
    INDICATOR_children_specialised, INDICATOR_children_institution,
    INDICATOR_children_emergency,   INDICATOR_idle_ordinary,
    INDICATOR_idle_specialised,     INDICATOR_cost_state,
    INDICATOR_cost_municipality,    INDICATOR_cost_total};
enum { N_TOLD = sizeof told / sizeof told[0] };

struct making {
    struct report_years *years;
    const struct comparison *comparison;
    struct indicator_source source;
    double *values; /* [scenarios][replications] */
    double *sorted; /* [replications] */
};

/* ---- years ---- */

/* The first month of a calendar year of the file, counted from year 0. */
static size_t first_month(const struct results *results)
{
    int month = period_month(results, 0);
    return month == 1 ? 0 : (size_t)(MONTHS + 1 - month);
}

static struct period months_of(const struct making *making, size_t year)
{
    const struct results *results = making->years->results;
    if (year == making->years->n_years)
        return making->comparison->order.period;
    size_t first = first_month(results) + year * MONTHS;
    return (struct period){first, first + MONTHS};
}

/* ---- numbers ---- */

static struct report_number *place_of(const struct report_years *years, size_t item, size_t place,
                                      size_t year, size_t scenario)
{
    size_t at = (item * years->places + place) * (years->n_years + 1) + year;
    return &years->number[at * years->results->scenarios + scenario];
}

const struct report_number *report_years_at(const struct report_years *years, size_t item,
                                            size_t place, size_t year, size_t scenario)
{
    return place_of(years, item, place, year, scenario);
}

size_t report_years_item(const struct report_years *years, enum indicator indicator)
{
    size_t i = 0;
    while (i < years->n_items && years->items[i].indicator != indicator)
        i++;
    return i;
}

static void estimate(const struct making *making, size_t item, size_t place, size_t year)
{
    const struct results *results = making->years->results;
    size_t n = results->replications;
    for (size_t s = 0; s < results->scenarios; s++) {
        struct report_number *number = place_of(making->years, item, place, year, s);
        const double *x = making->values + s * n;
        struct bands bands;
        number->level = estimate_drawn(x, results->draw, n, making->comparison->order.confidence);
        number->change = estimate_drawn_difference(x, making->values, results->draw, n,
                                                   making->comparison->confidence);
        estimate_bands(x, n, 1, &bands, making->sorted);
        number->spread = bands.band[BAND_80];
    }
}

static bool work_out(struct making *making, size_t item, size_t place)
{
    struct report_years *years = making->years;
    struct indicator_item one = years->items[item];
    one.area = place > 0 ? years->area->category[place - 1].name : NULL;
    for (size_t year = 0; year <= years->n_years; year++) {
        if (!indicator_values(&making->source, &one, months_of(making, year), making->values))
            return false;
        estimate(making, item, place, year);
    }
    return true;
}

/* The whole country first, then areas: they often stand in another measure. */
static bool work_out_all(struct making *making)
{
    const struct report_years *years = making->years;
    for (size_t i = 0; i < years->n_items; i++)
        if (!work_out(making, i, 0))
            return false;
    for (size_t i = 0; i < years->n_items; i++)
        for (size_t place = 1; place < years->places; place++)
            if (!work_out(making, i, place))
                return false;
    return true;
}

/* ---- making ---- */

/* The items that the file can tell. */
static bool list_items(struct making *making)
{
    struct report_years *years = making->years;
    struct indicator_item *items = calloc(N_TOLD, sizeof *items);
    years->items = items;
    for (size_t i = 0; items && i < N_TOLD; i++) {
        if (!indicator_has_areas(&making->source, told[i]))
            continue;
        if (indicator_items(&making->source, told[i], &items[years->n_items], 1) != 1)
            return false;
        years->n_items++;
    }
    return items != NULL;
}

static bool make_room(struct making *making)
{
    struct report_years *years = making->years;
    const struct results *results = years->results;
    years->area = results_axis(results, "area");
    years->places = 1 + (years->area && years->area->category ? years->area->count : 0);
    years->n_years = (results->months - first_month(results)) / MONTHS;
    years->first_year = period_year(results, first_month(results));
    if (!list_items(making))
        return false;
    size_t n = years->n_items * years->places * (years->n_years + 1) * results->scenarios;
    years->number = calloc(n + 1, sizeof *years->number);
    making->values = calloc(results->scenarios * results->replications, sizeof(double));
    making->sorted = calloc(results->replications, sizeof(double));
    return years->number && making->values && making->sorted;
}

struct report_years *report_years_make(const struct comparison *comparison,
                                       struct messages *messages)
{
    const struct results *results = comparison->results;
    struct making making = {.years = calloc(1, sizeof *making.years),
                            .comparison = comparison,
                            .source = {.results = results, .messages = messages}};
    int before = messages->count;
    bool good = making.years;
    if (good)
        making.years->results = results;
    good = good && make_room(&making) && work_out_all(&making);
    indicator_source_free(&making.source);
    free(making.values);
    free(making.sorted);
    if (good)
        return making.years;
    if (messages->count == before)
        results_file_message(results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    report_years_free(making.years);
    return NULL;
}

void report_years_free(struct report_years *years)
{
    if (!years)
        return;
    free(years->items);
    free(years->number);
    free(years);
}
