/* Assumptions: which are most assumed, and the register of all of them with their sources. */
#include "analysis/report_parts.h"

#include "tables/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- rank ---- */

/* The order in which a reader should doubt. */
static const struct {
    const char *name;
    enum text text;
} statuses[] = {{"assumption", TEXT_REPORT_STATUS_ASSUMPTION},
                {"calibrated", TEXT_REPORT_STATUS_CALIBRATED},
                {"derived", TEXT_REPORT_STATUS_DERIVED},
                {"seed", TEXT_REPORT_STATUS_SEED},
                {"found", TEXT_REPORT_STATUS_FOUND}};
enum { N_STATUSES = sizeof statuses / sizeof statuses[0] };

static size_t status_of(const struct results_parameter *parameter)
{
    size_t s = 0;
    while (s < N_STATUSES &&
           (!parameter->status || strcmp(statuses[s].name, parameter->status) != 0))
        s++;
    return s;
}

double report_width(const struct results_parameter *parameter)
{
    if (!parameter->has_range)
        return -1;
    double width = parameter->range_high - parameter->range_low;
    double value = fabs(parameter->count ? parameter->value[0] : 0);
    if (parameter->range_is_factor)
        return width;
    return value > 0 ? width / value : INFINITY;
}

struct ranked {
    size_t parameter, status;
    double width;
};

static int by_doubt(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->status != y->status)
        return x->status < y->status ? -1 : 1;
    if (x->width < y->width || x->width > y->width)
        return x->width > y->width ? -1 : 1;
    return x->parameter < y->parameter ? -1 : x->parameter > y->parameter;
}

size_t *report_rank(const struct results *results)
{
    size_t n = results->n_parameters;
    struct ranked *ranked = calloc(n + 1, sizeof *ranked);
    size_t *order = calloc(n + 1, sizeof *order);
    for (size_t i = 0; ranked && i < n; i++)
        ranked[i] = (struct ranked){i, status_of(&results->parameters[i]),
                                    report_width(&results->parameters[i])};
    if (ranked && order) {
        qsort(ranked, n, sizeof *ranked, by_doubt);
        for (size_t i = 0; i < n; i++)
            order[i] = ranked[i].parameter;
    }
    bool good = ranked && order;
    free(ranked);
    if (good)
        return order;
    free(order);
    return NULL;
}

/* ---- cells ---- */

const char *report_unit(const struct report *report, const char *unit)
{
    int found = unit ? unit_find(unit) : -1;
    if (!unit || strcmp(unit, "1") == 0 || strcmp(unit, "factor") == 0)
        return "";
    return found < 0 ? unit : unit_table[found].label[report->language];
}

/* A value with as many decimals as it has, three significant digits at least. */
static void value_words(const struct report *report, double value, char out[NUMBER_SIZE])
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.4g", value);
    const char *point = strchr(digits, '.');
    const char *exponent = strchr(digits, 'e');
    int decimals = point && !exponent ? (int)strlen(point + 1) : 0;
    if (exponent)
        decimals = fabs(value) < 1 ? 6 : 0;
    number_plain(out, report->language, value, decimals);
}

/* "2027-01-01" of days since 1970. */
static void date_words(double days, char out[NUMBER_SIZE])
{
    struct tm tm;
    time_t seconds = (time_t)(days * 86400);
    if (!gmtime_r(&seconds, &tm) || strftime(out, NUMBER_SIZE, "%Y-%m-%d", &tm) == 0)
        out[0] = '\0';
}

static void one_value(const struct report *report, const struct results_parameter *parameter,
                      double value, char out[NUMBER_SIZE])
{
    if (parameter->unit && strcmp(parameter->unit, "date") == 0)
        date_words(value, out);
    else if (parameter->unit && strcmp(parameter->unit, "switch") == 0)
        snprintf(out, NUMBER_SIZE, "%s",
                 report_word(report, value > 0 ? TEXT_REPORT_ON : TEXT_REPORT_OFF));
    else
        value_words(report, value, out);
}

/* The value, or the lowest and the highest, and the unit. */
static void values_cell(struct report *report, const struct results_parameter *parameter)
{
    char low[NUMBER_SIZE] = "", high[NUMBER_SIZE], text[3 * NUMBER_SIZE];
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < parameter->count; i++) {
        least = fmin(least, parameter->value[i]);
        most = fmax(most, parameter->value[i]);
    }
    bool is_switch = parameter->unit && strcmp(parameter->unit, "switch") == 0;
    bool is_date = parameter->unit && strcmp(parameter->unit, "date") == 0;
    one_value(report, parameter, least, low);
    one_value(report, parameter, most, high);
    bool one = strcmp(low, high) == 0;
    snprintf(text, sizeof text, "%s%s%s%s%s", low, one ? "" : "–", one ? "" : high,
             is_switch || is_date ? "" : " ",
             is_switch || is_date ? "" : report_unit(report, parameter->unit));
    report_cell(report, text);
}

static void range_cell(struct report *report, const struct results_parameter *parameter)
{
    char low[NUMBER_SIZE], high[NUMBER_SIZE], text[2 * NUMBER_SIZE + 16];
    if (!parameter->has_range) {
        report_cell(report, "");
        return;
    }
    value_words(report, parameter->range_low, low);
    value_words(report, parameter->range_high, high);
    snprintf(text, sizeof text, "%s%s–%s", parameter->range_is_factor ? "×\u00a0" : "", low, high);
    report_cell(report, text);
}

void report_parameter_cells(struct report *report, const struct results_parameter *parameter)
{
    size_t status = status_of(parameter);
    report_cell(report, parameter->label[report->language]);
    values_cell(report, parameter);
    range_cell(report, parameter);
    report_cell(report, status < N_STATUSES ? report_word(report, statuses[status].text)
                        : parameter->status ? parameter->status
                                            : "");
    report_cell(report, parameter->source ? parameter->source : "");
}

/* ---- what is most assumed ---- */

/* How many parameters have each status. */
static void count_statuses(const struct results *results, char count[N_STATUSES][32])
{
    size_t n[N_STATUSES + 1] = {0};
    for (size_t i = 0; i < results->n_parameters; i++)
        n[status_of(&results->parameters[i])]++;
    for (size_t s = 0; s < N_STATUSES; s++)
        snprintf(count[s], 32, "%zu", n[s]);
}

void report_doubts(struct report *report)
{
    enum { SHOWN = 20 };
    static const int widths[] = {34, 22, 20, 14, 16};
    const struct results *results = report->results;
    size_t *order = report_rank(results);
    char count[N_STATUSES][32], all[32], table[16];
    count_statuses(results, count);
    snprintf(all, sizeof all, "%zu", results->n_parameters);
    snprintf(table, sizeof table, "%d", report->tables + 1);
    report_paragraph(report, TEXT_REPORT_HANGS_TEXT,
                     ARGUMENTS(all, count[0], count[1], count[2], count[3], count[4], table));
    report_table(report, 5, widths, 5);
    report_cell_text(report, TEXT_REPORT_COLUMN_QUANTITY);
    report_cell_text(report, TEXT_COLUMN_VALUE);
    report_cell_text(report, TEXT_COLUMN_RANGE);
    report_cell_text(report, TEXT_COLUMN_STATUS);
    report_cell_text(report, TEXT_COLUMN_SOURCE);
    for (size_t i = 0; order && i < SHOWN && i < results->n_parameters; i++)
        report_parameter_cells(report, &results->parameters[order[i]]);
    report_table_end(report, report_word(report, TEXT_REPORT_HANGS_CAPTION));
    free(order);
}

/* ---- register ---- */

static void sources_table(struct report *report)
{
    static const int widths[] = {14, 60, 36};
    const struct results *results = report->results;
    char text[2048];
    report_table(report, 3, widths, 3);
    report_cell_text(report, TEXT_REPORT_COLUMN_ID);
    report_cell_text(report, TEXT_REPORT_COLUMN_TITLE);
    report_cell_text(report, TEXT_COLUMN_ADDRESS);
    for (size_t i = 0; i < results->n_sources; i++) {
        const struct results_source *source = &results->sources[i];
        report_cell(report, source->id);
        snprintf(text, sizeof text, "%s%s%s%s%s", source->title, *source->issuer ? ", " : "",
                 source->issuer, *source->date ? ", " : "", source->date);
        report_cell(report, text);
        report_cell(report, source->address);
    }
    report_table_end(report, report_word(report, TEXT_REPORT_SOURCES_CAPTION));
}

void report_register(struct report *report)
{
    static const int widths[] = {26, 34, 24, 20, 14, 18};
    const struct results *results = report->results;
    size_t *order = report_rank(results);
    report_heading(report, 2, "sec-b", TEXT_REPORT_B);
    report_paragraph(report, TEXT_REPORT_REGISTER_TEXT, NO_ARGUMENTS);
    report_table(report, 6, widths, 6);
    report_cell_text(report, TEXT_COLUMN_PARAMETER);
    report_cell_text(report, TEXT_REPORT_COLUMN_QUANTITY);
    report_cell_text(report, TEXT_COLUMN_VALUE);
    report_cell_text(report, TEXT_COLUMN_RANGE);
    report_cell_text(report, TEXT_COLUMN_STATUS);
    report_cell_text(report, TEXT_COLUMN_SOURCE);
    for (size_t i = 0; order && i < results->n_parameters; i++) {
        const struct results_parameter *parameter = &results->parameters[order[i]];
        report_cell_code(report, parameter->name);
        report_parameter_cells(report, parameter);
    }
    report_table_end(report, report_word(report, TEXT_REPORT_REGISTER_CAPTION));
    sources_table(report);
    free(order);
}
