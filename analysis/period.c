#include "analysis/period.h"

#include "output/results_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DEFAULT_MONTHS = 60, MONTHS_PER_YEAR = 12 };

/* Two years, in days, whether or not one of them is a leap year. */
static const double followed_days = 730;

static const double day_seconds = 86400;

/* A year cut by the end of the simulation is shorter. */
static const double year_days = 365;

/* ---- the calendar of the file ---- */

/* Months since year 0 of the file's first month. */
static int start_month(const struct results *results)
{
    int year = 0, month = 1;
    if (results->time_units)
        sscanf(results->time_units, "days since %d-%d", &year, &month);
    return year * MONTHS_PER_YEAR + month - 1;
}

int period_year(const struct results *results, size_t month)
{
    return (start_month(results) + (int)month) / MONTHS_PER_YEAR;
}

int period_month(const struct results *results, size_t month)
{
    return (start_month(results) + (int)month) % MONTHS_PER_YEAR + 1;
}

size_t period_projection(const struct results *results)
{
    const struct results_parameter *policy = results_parameter(results, "policy_date");
    time_t second = policy ? (time_t)(policy->value[0] * day_seconds) : 0;
    struct tm date;
    if (!policy || !gmtime_r(&second, &date))
        return 0;
    long month = (long)(date.tm_year + 1900) * MONTHS_PER_YEAR + date.tm_mon - start_month(results);
    return month < 0 ? 0 : month < (long)results->months ? (size_t)month : results->months;
}

/* ---- choosing ---- */

struct period period_default(const struct results *results)
{
    size_t projection = period_projection(results);
    struct period period = {projection, results->months};
    if (projection == results->months)
        period.first = 0;
    if (period.end - period.first > DEFAULT_MONTHS)
        period.first = period.end - DEFAULT_MONTHS;
    return period;
}

/* The month of the file that a text names; a year alone is its first month or, of an end, its last.
 * −1 if it is no month, or not one of the file. */
static long month_of_text(const struct results *results, const char *text, bool is_end)
{
    int year = 0, month = is_end ? MONTHS_PER_YEAR : 1, read = 0;
    size_t length = strlen(text);
    bool good = (length == 4 && sscanf(text, "%4d%n", &year, &read) == 1) ||
                (length == 7 && sscanf(text, "%4d-%2d%n", &year, &month, &read) == 2);
    if (!good || (size_t)read != length || month < 1 || month > MONTHS_PER_YEAR)
        return -1;
    long at = (long)year * MONTHS_PER_YEAR + month - 1 - start_month(results);
    return at >= 0 && at < (long)results->months ? at : -1;
}

static void complain_of_month(const struct results *results, const char *text,
                              struct messages *messages)
{
    char first[16], last[16];
    snprintf(first, sizeof first, "%04d-%02d", period_year(results, 0), period_month(results, 0));
    snprintf(last, sizeof last, "%04d-%02d", period_year(results, results->months - 1),
             period_month(results, results->months - 1));
    results_file_message(results->path, messages, TEXT_NO_SUCH_MONTH, text, first, last);
}

bool period_read(const struct results *results, const char *from, const char *to,
                 struct period *period, struct messages *messages)
{
    *period = period_default(results);
    long first = from ? month_of_text(results, from, false) : (long)period->first;
    long last = to ? month_of_text(results, to, true) : (long)period->end - 1;
    if (first < 0 || last < 0) {
        complain_of_month(results, first < 0 ? from : to, messages);
        return false;
    }
    if (last < first) {
        results_file_message(results->path, messages, TEXT_PERIOD_ORDER, NULL, NULL, NULL);
        return false;
    }
    *period = (struct period){(size_t)first, (size_t)last + 1};
    return true;
}

struct period period_whole_years(const struct results *results, struct period period)
{
    const double *edge = results->year_edges;
    double from = results->month_edges[period.first], to = results->month_edges[period.end];
    struct period years = {0, 0};
    while (years.first < results->years && edge[years.first] < from)
        years.first++;
    years.end = years.first;
    while (years.end < results->years && edge[years.end + 1] <= to &&
           edge[years.end + 1] - edge[years.end] >= year_days)
        years.end++;
    return years;
}

struct period period_wait_years(const struct results *results, struct period period)
{
    const double *edge = results->year_edges;
    double from = results->month_edges[period.first], to = results->month_edges[period.end];
    double end = results->month_edges[results->months];
    struct period years = {0, 0};
    while (years.first < results->years && edge[years.first] < from)
        years.first++;
    years.end = years.first;
    while (years.end < results->years && edge[years.end + 1] <= to &&
           edge[years.end + 1] + followed_days <= end)
        years.end++;
    return years;
}

/* ---- what it is called ---- */

double period_days(const struct results *results, struct period period)
{
    return results->month_edges[period.end] - results->month_edges[period.first];
}

double period_years(struct period period)
{
    return (double)(period.end - period.first) / MONTHS_PER_YEAR;
}

const char *period_label(char *out, const struct results *results, struct period period)
{
    int from = period_year(results, period.first), to = period_year(results, period.end - 1);
    int first = period_month(results, period.first), last = period_month(results, period.end - 1);
    bool whole = first == 1 && last == MONTHS_PER_YEAR;
    if (whole && from == to)
        snprintf(out, PERIOD_LABEL_SIZE, "%d", from);
    else if (whole)
        snprintf(out, PERIOD_LABEL_SIZE, "%d–%d", from, to);
    else if (period.end - period.first == 1)
        snprintf(out, PERIOD_LABEL_SIZE, "%d-%02d", from, first);
    else
        snprintf(out, PERIOD_LABEL_SIZE, "%d-%02d–%d-%02d", from, first, to, last);
    return out;
}

const char *period_wait_label(char *out, const struct results *results, struct period period)
{
    struct period years = period_wait_years(results, period);
    const int32_t *year = results->year->number;
    if (years.first == years.end)
        out[0] = '\0';
    else if (years.end - years.first == 1)
        snprintf(out, PERIOD_LABEL_SIZE, "%d", year[years.first]);
    else
        snprintf(out, PERIOD_LABEL_SIZE, "%d–%d", year[years.first], year[years.end - 1]);
    return out;
}
