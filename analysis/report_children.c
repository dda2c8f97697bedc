/* Who gains and who loses: the same children in two scenarios, where the file keeps them. */
#include "analysis/report_parts.h"

#include <math.h>
#include <string.h>

static const struct children_outcome *outcome_of(const struct child_comparison *comparison,
                                                 size_t i)
{
    return &comparison->children->outcome[comparison->outcome[i]];
}

/* "1,3 % (0,3–2,2)" */
static void share_cell(struct report *report, const struct estimate *share)
{
    char mean[NUMBER_SIZE], range[NUMBER_SIZE], rest[NUMBER_SIZE + 4] = "";
    number_percent(mean, report->language, share->mean, 1);
    if (!isnan(share->mean) && !isnan(share->interval.low)) {
        number_range(range, report->language, fmax(0, 100 * share->interval.low),
                     fmin(100, 100 * share->interval.high), 1);
        snprintf(rest, sizeof rest, "(%s)", range);
    }
    report_cell_number(report, isnan(share->mean) ? "–" : mean, rest);
}

static void split_cells(struct report *report, const char *label, const struct child_split *split)
{
    struct estimate concerned = split->concerned;
    if (concerned.interval.low < 0) /* there are no fewer than none */
        concerned.interval.low = 0;
    report_cell(report, label);
    report_cell_level(report, &concerned);
    for (int c = 0; c < N_CHILD_CHANGES; c++)
        share_cell(report, &split->share[c]);
    report_cell_change(report, &(struct paired){.difference = split->mean});
}

static void begin_table(struct report *report)
{
    static const int widths[] = {32, 18, 18, 18, 18, 20};
    report_table(report, 6, widths, 1);
    report_cell_text(report, TEXT_REPORT_COLUMN_OF_CHILDREN);
    report_cell_text(report, TEXT_REPORT_COLUMN_CONCERNED);
    report_cell_text(report, TEXT_REPORT_COLUMN_LESS);
    report_cell_text(report, TEXT_REPORT_COLUMN_SAME);
    report_cell_text(report, TEXT_REPORT_COLUMN_MORE);
    report_cell_text(report, TEXT_REPORT_COLUMN_MEAN_CHANGE);
}

/* Every outcome, of all children. */
static void outcomes_table(struct report *report, const struct child_comparison *comparison,
                           size_t scenario)
{
    char caption[1024];
    begin_table(report);
    for (size_t i = 0; i < comparison->n_outcomes; i++)
        split_cells(report, outcome_of(comparison, i)->label[report->language],
                    &child_changes_of(comparison, scenario, i)->split[0]);
    text_format(
        caption, sizeof caption, report->language, TEXT_REPORT_CHILDREN_CAPTION,
        ARGUMENTS(report_scenario(report, scenario), report_scenario(report, comparison->base)));
    report_table_end(report, caption);
}

/* One outcome, by who the children are. */
static void groups_table(struct report *report, const struct child_changes *changes)
{
    char caption[1024];
    const struct children_outcome *outcome = &changes->children->outcome[changes->outcome];
    begin_table(report);
    for (size_t i = 0; i < changes->n_splits; i++) {
        const struct child_split *split = &changes->split[i];
        if (!split->category || split->concerned.mean > 0)
            split_cells(report,
                        split->category ? split->category->label[report->language]
                                        : report_word(report, TEXT_REPORT_ALL_CHILDREN),
                        split);
    }
    text_format(caption, sizeof caption, report->language, TEXT_REPORT_CHILDREN_GROUPS,
                ARGUMENTS(outcome->label[report->language],
                          report_scenario(report, changes->scenario),
                          report_scenario(report, changes->base)));
    report_table_end(report, caption);
}

/* Number among the outcomes compared of what the queue (ii) is for a child; n_outcomes if none. */
static size_t waiting_outcome(const struct child_comparison *comparison)
{
    size_t i = 0;
    while (i < comparison->n_outcomes &&
           strcmp(outcome_of(comparison, i)->name, "waited_past_wish") != 0)
        i++;
    return i;
}

void report_children(struct report *report)
{
    char replications[REPLICATIONS_SIZE];
    const struct child_comparison *comparison = report->order->children;
    if (!comparison)
        return;
    size_t waiting = waiting_outcome(comparison);
    replications_words(replications, comparison->children->replications, 0, report->language);
    report_heading(report, 3, "sec-4-children", TEXT_REPORT_CHILDREN);
    report_paragraph(report, TEXT_REPORT_CHILDREN_TEXT, ARGUMENTS(replications));
    if (comparison->children->replications < REPLICATIONS_LEAST)
        report_paragraph(report, TEXT_REPORT_MARKS_FEW, ARGUMENTS(replications));
    for (size_t s = 0; s < report->results->scenarios; s++) {
        if (s == comparison->base)
            continue;
        outcomes_table(report, comparison, s);
        if (waiting < comparison->n_outcomes)
            groups_table(report, child_changes_of(comparison, s, waiting));
    }
}
