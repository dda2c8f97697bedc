/* Sections 1, 2, 3 and 5: the problem, what was compared, and what is left to others. */
#include "analysis/report_parts.h"

#include <math.h>
#include <string.h>

/* ---- 1: the problem ---- */

struct told {
    char number[NUMBER_SIZE], interval[2 * NUMBER_SIZE];
};

static void tell_level(const struct report *report, enum indicator indicator, struct told *told)
{
    const struct comparison_row *row = report_row(report, indicator);
    *told = (struct told){"–", "–"};
    if (!row)
        return;
    const struct estimate *level = &row->level[report->comparison->order.base];
    int decimals = finding_decimals_said(level->interval);
    number_plain(told->number, report->language, level->mean, decimals);
    report_interval(report, level->interval, decimals, report->comparison->order.confidence, false,
                    told->interval);
}

void report_problem(struct report *report)
{
    struct told queue, searched, below, above, total;
    char period[PERIOD_LABEL_SIZE];
    tell_level(report, INDICATOR_queue_past_wish, &queue);
    tell_level(report, INDICATOR_queue_searched, &searched);
    tell_level(report, INDICATOR_days_below_need, &below);
    tell_level(report, INDICATOR_days_above_need, &above);
    tell_level(report, INDICATOR_cost_total, &total);
    report_heading(report, 2, "sec-1", TEXT_REPORT_1);
    report_of_world(report, false);
    report_say(report, TEXT_REPORT_PROBLEM,
               ARGUMENTS(report_scenario(report, 0), queue.number, report_period(report, period),
                         queue.interval, searched.number, searched.interval, below.number,
                         below.interval));
    fputs(" ", report->out);
    report_paragraph(report, TEXT_REPORT_PROBLEM_MORE,
                     ARGUMENTS(above.number, above.interval, total.number, total.interval));
    report_figure(report, FIGURE_QUEUE);
    report_figure(report, FIGURE_DEFINITIONS);
    report_paragraph(report, TEXT_REPORT_GOAL, NO_ARGUMENTS);
    report_paragraph(report, TEXT_REPORT_PLACE, NO_ARGUMENTS);
}

/* ---- 2: what was compared ---- */

static size_t changes_of(const struct results *results, size_t scenario)
{
    size_t n = 0;
    for (size_t i = 0; i < results->n_changes; i++)
        n += results->changes[i].scenario == (int32_t)scenario;
    return n;
}

static void scenarios_table(struct report *report)
{
    static const int widths[] = {24, 22, 46, 10};
    const struct results *results = report->results;
    char number[32];
    report_table(report, 4, widths, 3);
    report_cell_text(report, TEXT_COLUMN_SCENARIO);
    report_cell_text(report, TEXT_COLUMN_NAME);
    report_cell_text(report, TEXT_REPORT_COLUMN_WHAT);
    report_cell_text(report, TEXT_REPORT_COLUMN_CHANGES);
    for (size_t s = 0; s < results->scenarios; s++) {
        report_cell(report, report_scenario(report, s));
        report_cell_code(report, results->scenario->category[s].name);
        report_cell(report, results->description[report->language][s]);
        snprintf(number, sizeof number, "%zu", changes_of(results, s));
        report_cell(report, number);
    }
    report_table_end(report, report_word(report, TEXT_REPORT_SCENARIOS_CAPTION));
}

static void amount_words(const struct report *report, const struct results_change *change,
                         const struct results_parameter *parameter, char out[512])
{
    char amount[NUMBER_SIZE];
    const char *unit = parameter && parameter->unit ? parameter->unit : "";
    bool is_switch = strcmp(unit, "switch") == 0;
    snprintf(amount, sizeof amount, "%.6g", change->amount);
    double decimals = strchr(amount, '.') ? (double)strlen(strchr(amount, '.') + 1) : 0;
    number_plain(amount, report->language, change->amount, (int)decimals);
    if (is_switch)
        snprintf(out, 512, "%s",
                 report_word(report, change->amount > 0 ? TEXT_REPORT_SWITCHED_ON
                                                        : TEXT_REPORT_SWITCHED_OFF));
    else if (strcmp(change->operation, "times") == 0)
        text_format(out, 512, report->language, TEXT_REPORT_TIMES, ARGUMENTS(amount));
    else
        text_format(out, 512, report->language,
                    strcmp(change->operation, "plus") == 0 ? TEXT_REPORT_PLUS : TEXT_REPORT_SET_TO,
                    ARGUMENTS(amount, report_unit(report, unit)));
}

static void when_words(const struct report *report, const struct results_change *change,
                       char out[512])
{
    char months[32], before[512];
    snprintf(out, 512, "%s", change->from);
    if (*change->to) {
        snprintf(before, sizeof before, "%s", out);
        text_format(out, 512, report->language, TEXT_REPORT_UNTIL, ARGUMENTS(before, change->to));
    }
    if (change->ramp_months > 0) {
        snprintf(months, sizeof months, "%d", change->ramp_months);
        snprintf(before, sizeof before, "%s", out);
        text_format(out, 512, report->language, TEXT_REPORT_RAMP, ARGUMENTS(before, months));
    }
}

/* Whether two changes differ in nothing but the cell. */
static bool is_alike(const struct results_change *a, const struct results_change *b)
{
    return a->scenario == b->scenario && strcmp(a->parameter, b->parameter) == 0 &&
           strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0 &&
           strcmp(a->operation, b->operation) == 0 && a->ramp_months == b->ramp_months &&
           strcmp(a->why, b->why) == 0 && !(a->amount < b->amount) && !(a->amount > b->amount);
}

/* The first change after a run of those that differ in nothing but the cell. */
static size_t end_of_run(const struct results *results, size_t at)
{
    size_t end = at;
    while (end < results->n_changes && is_alike(&results->changes[at], &results->changes[end]))
        end++;
    return end;
}

/* A row for a run of changes that differ in nothing but where; gives the first after them. */
static size_t change_row(struct report *report, size_t at)
{
    const struct results_change *change = &report->results->changes[at];
    const struct results_parameter *parameter =
        results_parameter(report->results, change->parameter);
    char cells[1024], words[512], why[2048];
    size_t end = end_of_run(report->results, at);
    report_where(report, parameter, at, end, cells, sizeof cells);
    report_cell(report, parameter ? parameter->label[report->language] : change->parameter);
    report_cell(report, cells);
    amount_words(report, change, parameter, words);
    report_cell(report, words);
    when_words(report, change, words);
    report_cell(report, words);
    snprintf(why, sizeof why, "%s%s%s%s", change->why, *change->source ? " (" : "", change->source,
             *change->source ? ")" : "");
    report_cell_english(report, why);
    return end;
}

static void changes_table(struct report *report, size_t scenario)
{
    static const int widths[] = {24, 14, 16, 14, 38};
    const struct results *results = report->results;
    char caption[1024];
    if (changes_of(results, scenario) == 0) {
        report_paragraph(report, TEXT_REPORT_CHANGES_NONE,
                         ARGUMENTS(report_scenario(report, scenario)));
        return;
    }
    report_table(report, 5, widths, 5);
    report_cell_text(report, TEXT_REPORT_COLUMN_QUANTITY);
    report_cell_text(report, TEXT_REPORT_COLUMN_WHERE);
    report_cell_text(report, TEXT_REPORT_COLUMN_CHANGE);
    report_cell_text(report, TEXT_REPORT_COLUMN_WHEN);
    report_cell_text(report, TEXT_REPORT_COLUMN_WHY);
    for (size_t i = 0; i < results->n_changes;)
        i = results->changes[i].scenario == (int32_t)scenario ? change_row(report, i) : i + 1;
    text_format(caption, sizeof caption, report->language, TEXT_REPORT_CHANGES_CAPTION,
                ARGUMENTS(report_scenario(report, scenario)));
    report_table_end(report, caption);
}

void report_measures(struct report *report)
{
    char date[64];
    const struct results *results = report->results;
    report_heading(report, 2, "sec-2", TEXT_REPORT_2);
    report_paragraph(report, TEXT_REPORT_MEASURES, ARGUMENTS(report_policy_date(report, date)));
    scenarios_table(report);
    for (size_t s = 1; s < results->scenarios; s++)
        changes_table(report, s);
    report_heading(report, 2, "sec-3", TEXT_REPORT_3);
    report_paragraph(report, TEXT_REPORT_PRINCIPLES, NO_ARGUMENTS);
    report_paragraph(report, TEXT_REPORT_PLACE, NO_ARGUMENTS);
}
