/* Numbers in a report's cells and sentences, and tables of them. */
#include "analysis/report_parts.h"

#include <math.h>
#include <string.h>

const char *report_scenario(const struct report *report, size_t scenario)
{
    return report->results->scenario->category[scenario].label[report->language];
}

const char *report_world_title(const struct results *results, enum language language)
{
    static const char program[] = "Plassflyt: ";
    const char *title = results->title[language];
    size_t length = sizeof program - 1;
    return strncmp(title, program, length) == 0 ? title + length : title;
}

char *report_confidence(const struct report *report, double confidence, char out[NUMBER_SIZE])
{
    int decimals = 0;
    double percent = 100 * confidence;
    while (decimals < 3 && fabs(percent - round(percent)) > 1e-6) {
        percent *= 10;
        decimals++;
    }
    return number_percent(out, report->language, confidence, decimals);
}

const char *report_period(const struct report *report, char out[PERIOD_LABEL_SIZE])
{
    return period_label(out, report->results, report->comparison->order.period);
}

const char *report_policy_date(const struct report *report, char out[64])
{
    size_t month = period_projection(report->results);
    char year[16];
    int of_year = period_month(report->results, month);
    snprintf(year, sizeof year, "%d", period_year(report->results, month));
    text_format(
        out, 64, report->language, TEXT_REPLAY_DATE,
        ARGUMENTS(
            "1",
            dimension_table[DIMENSION_CALENDAR_MONTH].category[of_year - 1].label[report->language],
            year));
    return out;
}

/* ---- numbers ---- */

void report_cell_level(struct report *report, const struct estimate *level)
{
    char mean[NUMBER_SIZE], range[NUMBER_SIZE], rest[NUMBER_SIZE + 4] = "";
    int decimals = finding_decimals(level->interval);
    number_plain(mean, report->language, level->mean, decimals);
    if (!isnan(level->interval.low)) {
        number_range(range, report->language, level->interval.low, level->interval.high, decimals);
        snprintf(rest, sizeof rest, "(%s)", range);
    }
    report_cell_number(report, mean, rest);
}

/* What is put behind a change; "" where it has a direction. */
static const char *mark_of(enum finding finding)
{
    return finding == FINDING_NOT_DISTINGUISHABLE ? " ≈\u00a00" : "";
}

void report_cell_change(struct report *report, const struct paired *change)
{
    char mean[NUMBER_SIZE], range[NUMBER_SIZE], rest[NUMBER_SIZE + 16] = "";
    const struct estimate *e = &change->difference;
    int decimals = finding_decimals(e->interval);
    enum finding finding = finding_said(change, decimals);
    number_signed(mean, report->language, e->mean, decimals);
    if (finding == FINDING_SAME) {
        report_cell(report, "=\u00a00");
        return;
    }
    if (!isnan(e->interval.low)) {
        number_range(range, report->language, e->interval.low, e->interval.high, decimals);
        snprintf(rest, sizeof rest, "(%s)%s", range, mark_of(finding));
    }
    report_cell_number(report, mean, rest);
}

char *report_interval(const struct report *report, struct interval interval, int decimals,
                      double confidence, bool mirrored, char out[2 * NUMBER_SIZE])
{
    char percent[NUMBER_SIZE], range[NUMBER_SIZE];
    double low = mirrored ? -interval.high : interval.low;
    double high = mirrored ? -interval.low : interval.high;
    report_confidence(report, confidence, percent);
    number_range(range, report->language, low, high, decimals);
    text_format(out, (size_t)2 * NUMBER_SIZE, report->language, TEXT_REPORT_INTERVAL,
                ARGUMENTS(percent, range));
    return out;
}

bool report_is_silent(const struct report *report, char out[REPLICATIONS_SIZE])
{
    const struct results *results = report->results;
    size_t n = results->n_draws ? results->n_draws : results->replications;
    replications_words(out, results->replications, results->n_draws, report->language);
    return n < REPLICATIONS_LEAST;
}

void report_marks(struct report *report)
{
    char replications[REPLICATIONS_SIZE];
    if (report->results->scenarios < 2)
        return;
    if (report_is_silent(report, replications))
        report_paragraph(report, TEXT_REPORT_MARKS_FEW, ARGUMENTS(replications));
    else
        report_paragraph(report, TEXT_REPORT_MARKS, NO_ARGUMENTS);
}

/* ---- tables of scenarios and blocks ---- */

const struct comparison_row *report_row(const struct report *report, enum indicator indicator)
{
    return comparison_find(report->comparison, indicator);
}

/* Level in the first scenario, change in the others. */
static void number_cell(struct report *report, const struct comparison_row *row, size_t scenario)
{
    if (!row)
        report_cell(report, "–");
    else if (scenario == report->comparison->order.base)
        report_cell_level(report, &row->level[scenario]);
    else
        report_cell_change(report, &row->difference[scenario]);
}

void report_scenario_table(struct report *report, const enum text *heading,
                           const enum indicator *indicator, size_t n, const char *caption)
{
    static const int widths[] = {26, 18, 22, 22, 20, 20, 20};
    report_table(report, n + 1, widths, 1);
    report_cell_text(report, TEXT_COLUMN_SCENARIO);
    for (size_t i = 0; i < n; i++)
        report_cell_text(report, heading[i]);
    for (size_t s = 0; s < report->results->scenarios; s++) {
        report_cell(report, report_scenario(report, s));
        for (size_t i = 0; i < n; i++)
            number_cell(report, report_row(report, indicator[i]), s);
    }
    report_table_end(report, caption);
}

/* Rows of a block for the scenarios from `first` to before `end`, the base's level beside them. */
static void block_table(struct report *report, enum indicator_block block, size_t first, size_t end)
{
    static const int widths[] = {34, 20, 22, 22, 22};
    const struct comparison *comparison = report->comparison;
    char period[PERIOD_LABEL_SIZE], caption[1024];
    report_table(report, 2 + end - first, widths, 1);
    report_cell_text(report, TEXT_COLUMN_INDICATOR);
    report_cell(report, report_scenario(report, 0));
    for (size_t s = first; s < end; s++)
        report_cell(report, report_scenario(report, s));
    for (size_t i = 0; i < comparison->n_rows; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        if (indicator_table[row->item.indicator].block != block)
            continue;
        report_cell(report, row->item.label[report->language]);
        number_cell(report, row, 0);
        for (size_t s = first; s < end; s++)
            number_cell(report, row, s);
    }
    text_format(caption, sizeof caption, report->language, TEXT_REPORT_BLOCK_CAPTION,
                ARGUMENTS(block_label[block][report->language], report_period(report, period),
                          report_scenario(report, 0)));
    report_table_end(report, caption);
}

static bool has_rows(const struct comparison *comparison, enum indicator_block block)
{
    for (size_t i = 0; i < comparison->n_rows; i++)
        if (indicator_table[comparison->rows[i].item.indicator].block == block)
            return true;
    return false;
}

void report_not_kept(struct report *report, enum indicator_block block, enum figure figure)
{
    bool drawn = false;
    for (size_t i = 0; i < report->order->n_figures; i++)
        drawn = drawn || report->order->figures[i].figure == figure;
    if (!drawn && !has_rows(report->comparison, block))
        report_paragraph(report, TEXT_REPORT_NOT_KEPT, NO_ARGUMENTS);
}

void report_block_tables(struct report *report, enum indicator_block block)
{
    enum { AT_ONCE = 3 };
    size_t scenarios = report->results->scenarios;
    if (!has_rows(report->comparison, block))
        return;
    if (scenarios == 1)
        block_table(report, block, 1, 1);
    for (size_t first = 1; first < scenarios; first += AT_ONCE)
        block_table(report, block, first,
                    first + AT_ONCE < scenarios ? first + AT_ONCE : scenarios);
}
