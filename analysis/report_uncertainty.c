/* Section 6: what the answer hangs on, kinds of uncertainty, published figures. */
#include "analysis/report_parts.h"

#include <math.h>
#include <string.h>

/* ---- published figures ---- */

/* An end of a span this far off, in the unit it is shown in, was not meant as one. */
static const double no_end = 1e5;

static double divisor(const struct results_target *target)
{
    return strcmp(target->unit, "NOK") == 0 ? 1e6 : 1;
}

static int decimals_of(const struct results_target *target)
{
    double most = fabs(target->high) / divisor(target);
    return most < 2 ? 3 : most < 40 ? 1 : 0;
}

static void target_number(struct report *report, const struct results_target *target, double value)
{
    char out[NUMBER_SIZE];
    if (isnan(value))
        report_cell(report, "");
    else
        report_cell(report, number_plain(out, report->language, value / divisor(target),
                                         decimals_of(target)));
}

static void target_span(struct report *report, const struct results_target *target, double low,
                        double high)
{
    char number[NUMBER_SIZE], out[NUMBER_SIZE + 8];
    double by = divisor(target), lowest = low / by, highest = high / by;
    int decimals = decimals_of(target);
    if (highest >= no_end)
        snprintf(out, sizeof out, "≥ %s", number_plain(number, report->language, lowest, decimals));
    else if (lowest <= -no_end)
        snprintf(out, sizeof out, "≤ %s",
                 number_plain(number, report->language, highest, decimals));
    else
        number_range(out, report->language, lowest, highest, decimals);
    report_cell(report, out);
}

static enum text use_of(const struct results_target *target)
{
    if (target->held_back)
        return TEXT_REPORT_TARGET_HELD;
    return strcmp(target->use, "label") == 0 ? TEXT_REPORT_TARGET_LABEL : TEXT_REPORT_TARGET_FITTED;
}

static void target_row(struct report *report, const struct target_answer *answer)
{
    const struct results_target *target = answer->target;
    report_cell(report, target->id);
    report_cell(report, target->title[report->language]);
    report_cell_text(report, use_of(target));
    target_number(report, target, target->value);
    target_span(report, target, target->low, target->high);
    target_number(report, target, answer->known ? answer->mean : NAN);
    if (answer->known)
        target_span(report, target, answer->low, answer->high);
    else
        report_cell(report, "");
    report_cell_text(report, !answer->known ? TEXT_TARGET_UNKNOWN
                             : answer->met  ? TEXT_TARGET_MET
                                            : TEXT_TARGET_MISSED);
}

static void targets_table(struct report *report, const struct report_world *world)
{
    static const int widths[] = {13, 32, 15, 13, 16, 13, 17, 14};
    char caption[1024];
    report_table(report, 8, widths, 3);
    report_cell_text(report, TEXT_REPORT_COLUMN_ID);
    report_cell_text(report, TEXT_COLUMN_MEASURE);
    report_cell_text(report, TEXT_COLUMN_USE);
    report_cell_text(report, TEXT_COLUMN_PUBLISHED);
    report_cell_text(report, TEXT_COLUMN_SPAN);
    report_cell_text(report, TEXT_COLUMN_MODEL);
    report_cell_text(report, TEXT_COLUMN_MODEL_SPAN);
    report_cell_text(report, TEXT_REPORT_COLUMN_MET);
    for (size_t i = 0; i < world->results->n_targets; i++)
        target_row(report, &world->targets[i]);
    snprintf(caption, sizeof caption, "%s (%s)", report_word(report, TEXT_REPORT_TARGETS_CAPTION),
             report_world_title(world->results, report->language));
    report_table_end(report, caption);
}

/* Whether the file keeps what any of the published figures is held against. */
static bool can_tell(const struct report_world *world)
{
    for (size_t i = 0; i < world->results->n_targets; i++)
        if (world->targets[i].known)
            return true;
    return false;
}

static void say_met(struct report *report, const struct report_world *world)
{
    size_t met[2] = {0}, all[2] = {0};
    char words[4][32];
    if (!can_tell(world)) {
        report_paragraph(report, TEXT_REPORT_TARGETS_NOT_KEPT, NO_ARGUMENTS);
        return;
    }
    for (size_t i = 0; i < world->results->n_targets; i++) {
        const struct target_answer *answer = &world->targets[i];
        if (use_of(answer->target) == TEXT_REPORT_TARGET_LABEL || !answer->known)
            continue;
        all[answer->target->held_back]++;
        met[answer->target->held_back] += answer->met;
    }
    for (size_t i = 0; i < 2; i++) {
        snprintf(words[2 * i], 32, "%zu", met[i]);
        snprintf(words[2 * i + 1], 32, "%zu", all[i]);
    }
    report_paragraph(report, TEXT_REPORT_TARGETS_TEXT,
                     ARGUMENTS(words[0], words[1], words[2], words[3]));
}

void report_targets(struct report *report)
{
    report_heading(report, 3, NULL, TEXT_REPORT_TARGETS);
    for (size_t w = 0; w < report->order->n_worlds; w++) {
        const struct report_world *world = &report->order->world[w];
        if (world->results->n_targets == 0) {
            report_paragraph(report, TEXT_REPORT_TARGETS_NONE, NO_ARGUMENTS);
            continue;
        }
        if (report->order->n_worlds > 1)
            report_paragraph(report, TEXT_REPORT_WORLD_HEADING,
                             ARGUMENTS(report_world_title(world->results, report->language)));
        say_met(report, world);
        if (w == 0)
            report_figure(report, FIGURE_TARGETS);
        if (can_tell(world))
            targets_table(report, world);
    }
}

/* ---- kinds of uncertainty ---- */

static void split_row(struct report *report, const struct comparison_row *row, size_t scenario)
{
    char out[3 * NUMBER_SIZE];
    const struct estimate *change = &row->difference[scenario].difference;
    int decimals = finding_decimals(change->interval);
    double share = change->mean > 0 ? change->above : change->below;
    report_cell(report, report_scenario(report, scenario));
    report_cell(report, row->item.label[report->language]);
    report_cell_change(report, &row->difference[scenario]);
    report_cell(report, number_plain(out, report->language, change->between, decimals));
    report_cell(report, number_plain(out, report->language, change->within, decimals));
    report_cell(report, number_percent(out, report->language, share, 0));
}

static void split_table(struct report *report)
{
    static const int widths[] = {22, 32, 22, 14, 14, 14};
    const struct comparison *comparison = report->comparison;
    report_table(report, 6, widths, 2);
    report_cell_text(report, TEXT_COLUMN_SCENARIO);
    report_cell_text(report, TEXT_COLUMN_INDICATOR);
    report_cell_text(report, TEXT_REPORT_COLUMN_CHANGE);
    report_cell_text(report, TEXT_REPORT_COLUMN_BETWEEN);
    report_cell_text(report, TEXT_REPORT_COLUMN_WITHIN);
    report_cell_text(report, TEXT_REPORT_COLUMN_SAME_WAY);
    for (size_t s = 1; s < report->results->scenarios; s++)
        for (size_t i = 0; i < comparison->n_rows; i++)
            if (indicator_table[comparison->rows[i].item.indicator].block == BLOCK_HEADLINE)
                split_row(report, &comparison->rows[i], s);
    report_table_end(report, report_word(report, TEXT_REPORT_SPLIT_CAPTION));
}

static void say_kinds(struct report *report)
{
    char replications[REPLICATIONS_SIZE], table[16];
    const struct results *results = report->results;
    report_heading(report, 3, NULL, TEXT_REPORT_KINDS);
    replications_words(replications, results->replications, results->n_draws, report->language);
    snprintf(table, sizeof table, "%d", report->tables + 1);
    if (results->n_draws == 0) {
        report_paragraph(report, TEXT_REPORT_KINDS_CHANCE, ARGUMENTS(replications));
        report_figure(report, FIGURE_UNCERTAINTY);
        return;
    }
    report_paragraph(report, TEXT_REPORT_KINDS_DRAWS, ARGUMENTS(replications, table));
    if (results->scenarios > 1)
        split_table(report);
    report_figure(report, FIGURE_UNCERTAINTY);
}

void report_uncertainty(struct report *report)
{
    report_heading(report, 2, "sec-5", TEXT_REPORT_5);
    report_paragraph(report, TEXT_REPORT_RECOMMENDATION, NO_ARGUMENTS);
    report_paragraph(report, TEXT_REPORT_PLACE, NO_ARGUMENTS);
    report_heading(report, 2, "sec-6", TEXT_REPORT_6);
    report_paragraph(report, TEXT_REPORT_SUCCESS, NO_ARGUMENTS);
    report_paragraph(report, TEXT_REPORT_PLACE, NO_ARGUMENTS);
    report_heading(report, 3, NULL, TEXT_REPORT_HANGS);
    report_doubts(report);
    say_kinds(report);
    report_targets(report);
}
