#include "analysis/panel_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums of the chosen cells of the measure at hand: [scenarios * replications][periods], to be freed.
 */
static double *sums_of(struct indicator_source *source, const struct panel_cells *cells)
{
    bool *chosen = indicator_cells(source, cells->measure, cells->selection);
    if (!chosen)
        return NULL;
    const struct results_measure *measure = source->measure;
    size_t n = source->results->scenarios * source->results->replications * measure->periods;
    double *sum = calloc(n + 1, sizeof *sum);
    for (size_t i = 0; sum && i < n; i++)
        for (size_t c = 0; c < measure->cells; c++)
            sum[i] += chosen[c] ? source->values[i * measure->cells + c] : 0;
    free(chosen);
    return sum;
}

/* Months of a calendar year of the year axis: those of the file that begin in it. */
static struct period months_of(const struct results *results, size_t year)
{
    struct period months = {results->months, 0};
    for (size_t m = 0; m < results->months; m++) {
        if (period_year(results, m) != results->year->number[year])
            continue;
        months.first = m < months.first ? m : months.first;
        months.end = m + 1;
    }
    return months;
}

/* The number of a year from those of its months: the sum, or of a level the mean of all days. */
static double of_months(const struct results *results, const double *month, struct period months,
                        bool level)
{
    double sum = 0, days = 0;
    for (size_t m = months.first; m < months.end; m++) {
        double length = results->month_edges[m + 1] - results->month_edges[m];
        sum += month[m] * (level ? length : 1);
        days += length;
    }
    return level ? sum / days : sum;
}

static bool is_level(const struct results_measure *measure)
{
    return strcmp(measure->type, "level") == 0;
}

static bool is_yearly(const struct results_measure *measure)
{
    return strcmp(measure->group, "yearly") == 0;
}

/* The sums by year: [scenarios * replications][points], to be freed. */
static double *by_year(const struct results *results, const struct results_measure *measure,
                       const double *sum, struct period points)
{
    size_t n = points.end - points.first, runs = results->scenarios * results->replications;
    double *out = calloc(runs * n + 1, sizeof *out);
    for (size_t y = points.first; out && y < points.end; y++) {
        struct period months = months_of(results, y);
        for (size_t i = 0; i < runs; i++) {
            const double *own = sum + i * measure->periods;
            out[i * n + y - points.first] =
                is_yearly(measure) ? own[y] : of_months(results, own, months, is_level(measure));
        }
    }
    return out;
}

/* The numbers of some cells at the panel's points; to be freed. */
static double *read_cells(struct indicator_source *source, const struct panel_cells *cells,
                          const struct panel_values *values)
{
    double *sum = sums_of(source, cells);
    if (!sum || !values->yearly)
        return sum;
    double *out = by_year(source->results, source->measure, sum, values->points);
    free(sum);
    return out;
}

static void combine(const struct panel_what *what, const double *other, size_t n, double *value)
{
    for (size_t i = 0; i < n; i++) {
        if (other && what->how == PANEL_LESS)
            value[i] -= other[i];
        else if (other)
            value[i] = other[i] > 0 ? value[i] / other[i] : NAN;
        value[i] *= what->times;
    }
}

/* Whether a point is a year; false and *known false with a message if there is no such measure. */
static bool has_years(const struct indicator_source *source, const struct panel_cells *cells,
                      bool *known)
{
    const struct results_measure *measure =
        results_measure(source->results, cells->measure, source->messages);
    *known = *known && measure;
    return measure && (is_yearly(measure) || !is_level(measure));
}

bool panel_values_make(struct indicator_source *source, const struct panel_what *what,
                       struct panel_values *values)
{
    const struct results *results = source->results;
    bool known = true;
    *values = (struct panel_values){.yearly = has_years(source, &what->cells, &known)};
    if (known && what->how != PANEL_ALONE)
        values->yearly = has_years(source, &what->other, &known) || values->yearly;
    if (!known)
        return false;
    const struct period all = {0, results->months};
    values->points = values->yearly ? period_whole_years(results, all) : all;
    values->n = values->points.end - values->points.first;
    values->value = read_cells(source, &what->cells, values);
    double *other = what->how == PANEL_ALONE ? NULL : read_cells(source, &what->other, values);
    bool good = values->value && (other || what->how == PANEL_ALONE);
    if (good)
        combine(what, other, results->scenarios * results->replications * values->n, values->value);
    free(other);
    if (!good)
        panel_values_free(values);
    return good;
}

void panel_values_free(struct panel_values *values)
{
    free(values->value);
    values->value = NULL;
}

void panel_values_mean(const struct results *results, const struct panel_values *values,
                       struct period period, double *out)
{
    struct period points = values->yearly ? period_whole_years(results, period) : period;
    for (size_t i = 0; i < results->scenarios * results->replications; i++) {
        double sum = 0, weight = 0;
        for (size_t p = points.first; p < points.end; p++) {
            double days =
                values->yearly ? 1 : results->month_edges[p + 1] - results->month_edges[p];
            sum += days * values->value[i * values->n + p - values->points.first];
            weight += days;
        }
        out[i] = weight > 0 ? sum / weight : NAN;
    }
}
