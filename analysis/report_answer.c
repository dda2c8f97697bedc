/* The question and the short answer: sentences that the intervals bear out, and no others. */
#include "analysis/report_parts.h"

#include "tables/statements.h"

#include <math.h>
#include <string.h>

/* ---- lists ---- */

/* "a", "a and b", "a, b and c" of quoted titles; "7 measures" where there are many. */
static void list_measures(const struct report *report, char *out, size_t size)
{
    enum { MOST_NAMED = 3 };
    size_t n = report->results->scenarios - 1;
    char number[32], item[512], before[2048];
    out[0] = '\0';
    if (n > MOST_NAMED) {
        snprintf(number, sizeof number, "%zu", n);
        text_format(out, size, report->language, TEXT_REPORT_QUOTED_MANY, ARGUMENTS(number));
        return;
    }
    for (size_t s = 1; s <= n; s++) {
        text_format(item, sizeof item, report->language, TEXT_REPORT_QUOTED,
                    ARGUMENTS(report_scenario(report, s)));
        snprintf(before, sizeof before, "%s", out);
        enum text joint = s == n ? TEXT_REPORT_AND : TEXT_REPORT_COMMA;
        if (s == 1)
            snprintf(out, size, "%s", item);
        else
            text_format(out, size, report->language, joint, ARGUMENTS(before, item));
    }
}

static void say_question(struct report *report)
{
    char measures[2048], null[512], replications[REPLICATIONS_SIZE], period[PERIOD_LABEL_SIZE];
    const struct results *results = report->results;
    list_measures(report, measures, sizeof measures);
    text_format(null, sizeof null, report->language, TEXT_REPORT_QUOTED,
                ARGUMENTS(report_scenario(report, 0)));
    replications_words(replications, results->replications, results->n_draws, report->language);
    report_period(report, period);
    if (results->scenarios > 1)
        report_paragraph(report, TEXT_REPORT_QUESTION,
                         ARGUMENTS(measures, null, period, replications));
    else
        report_paragraph(report, TEXT_REPORT_QUESTION_NONE, ARGUMENTS(null, period, replications));
}

/* ---- sentences ---- */

static const char *sentence_of(const struct statement_row *row, enum finding finding,
                               enum language language)
{
    switch (finding) {
    case FINDING_HIGHER:
        return row->higher[language];
    case FINDING_LOWER:
        return row->lower[language];
    case FINDING_NOT_DISTINGUISHABLE:
        return row->unclear[language];
    case FINDING_SAME:
        return row->same[language];
    default: /* unknown, too few: no sentence */
        return NULL;
    }
}

/* Says what a change of one number is; whether anything could be said. */
static bool say_change(struct report *report, const struct statement_row *row,
                       const struct paired *change, size_t scenario)
{
    char number[NUMBER_SIZE], interval[2 * NUMBER_SIZE], text[1024];
    const struct estimate *e = &change->difference;
    int decimals = finding_decimals_said(e->interval);
    enum finding finding = finding_said(change, decimals);
    const char *sentence = sentence_of(row, finding, report->language);
    if (!sentence)
        return false;
    bool directed = finding == FINDING_HIGHER || finding == FINDING_LOWER;
    if (directed)
        number_plain(number, report->language, fabs(e->mean), decimals);
    else
        number_signed(number, report->language, e->mean, decimals);
    report_interval(report, e->interval, decimals, report->comparison->confidence,
                    finding == FINDING_LOWER, interval);
    number_group_beside(number, interval);
    text_fill(text, sizeof text, sentence, (const char *const[]){number, interval}, 2);
    report_plain(report, text);
    fputs(" ", report->out);
    report_other_world(report, scenario, row->indicator);
    return true;
}

void report_statements(struct report *report, size_t scenario, bool brief)
{
    char replications[REPLICATIONS_SIZE];
    size_t said = 0;
    if (report_is_silent(report, replications))
        return;
    for (int i = 0; i < N_STATEMENTS; i++) {
        const struct statement_row *row = &statement_table[i];
        const struct comparison_row *told = report_row(report, row->indicator);
        if (told && (!brief || row->brief))
            said += say_change(report, row, &told->difference[scenario], scenario);
    }
    if (said == 0)
        report_say(report, TEXT_REPORT_SILENT_UNKNOWN,
                   ARGUMENTS(report_scenario(report, scenario)));
    fputs("\n\n", report->out);
}

static void say_scenarios(struct report *report)
{
    char replications[REPLICATIONS_SIZE], least[32];
    if (report->results->scenarios < 2)
        return;
    if (report_is_silent(report, replications)) {
        snprintf(least, sizeof least, "%d", REPLICATIONS_LEAST);
        report_paragraph(report, TEXT_REPORT_SILENT_FEW, ARGUMENTS(replications, least));
        return;
    }
    report_of_world(report, true);
    for (size_t s = 1; s < report->results->scenarios; s++) {
        report_say(report, TEXT_REPORT_WITH,
                   ARGUMENTS(report_scenario(report, s), report_scenario(report, 0)));
        fputs(" ", report->out);
        report_statements(report, s, true);
    }
}

/* ---- reservations ---- */

/* What a warning says in a report: a sentence that begins with a capital letter. */
static void put_warning(struct report *report, const char *warning)
{
    char text[4096];
    snprintf(text, sizeof text, "%s", warning);
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    fputs("- ", report->out);
    report_prose(report, text);
    fputs("\n", report->out);
}

/* Whether a world has a warning too. */
static bool has_warning(const struct report_world *world, const char *text)
{
    for (size_t i = 0; i < world->warnings->n; i++)
        if (strcmp(world->warnings->text[i], text) == 0)
            return true;
    return false;
}

/* Of a world's warnings those that the other has too, or those that it does not. */
static void put_warnings(struct report *report, size_t world, bool shared)
{
    const struct report_order *order = report->order;
    const struct warnings *warnings = order->world[world].warnings;
    size_t n = 0;
    for (size_t i = 0; i < warnings->n; i++) {
        bool other =
            order->n_worlds < 2 || has_warning(&order->world[1 - world], warnings->text[i]);
        if (other != shared)
            continue;
        if (n++ == 0 && !shared)
            report_paragraph(
                report, TEXT_REPORT_WORLD_HEADING,
                ARGUMENTS(report_world_title(order->world[world].results, report->language)));
        put_warning(report, warnings->text[i]);
    }
    fputs("\n", report->out);
}

static void say_reservations(struct report *report)
{
    size_t n = 0;
    for (size_t w = 0; w < report->order->n_worlds; w++)
        n += report->order->world[w].warnings->n;
    if (n == 0)
        return;
    report_paragraph(report, TEXT_REPORT_RESERVATIONS, NO_ARGUMENTS);
    put_warnings(report, 0, true);
    for (size_t w = 0; w < report->order->n_worlds; w++)
        put_warnings(report, w, false);
}

static void say_confidence(struct report *report)
{
    char together[NUMBER_SIZE], alone[NUMBER_SIZE], number[32];
    const struct comparison *comparison = report->comparison;
    if (!comparison->order.simultaneous || comparison->intervals == 0)
        return;
    snprintf(number, sizeof number, "%zu", comparison->intervals);
    report_paragraph(report, TEXT_REPORT_SIMULTANEOUS,
                     ARGUMENTS(number,
                               report_confidence(report, comparison->order.confidence, together),
                               report_confidence(report, comparison->confidence, alone)));
}

void report_answer(struct report *report)
{
    report_heading(report, 2, "sec-0", TEXT_REPORT_ANSWER);
    say_question(report);
    say_scenarios(report);
    report_worlds_sum(report);
    if (report->results->scenarios > 1)
        report_paragraph(report, TEXT_REPORT_SIDE_BY_SIDE, NO_ARGUMENTS);
    report_paragraph(report, TEXT_REPORT_ANSWER_READS, NO_ARGUMENTS);
    say_confidence(report);
    say_reservations(report);
    report_paragraph(report, TEXT_REPORT_ORDER, NO_ARGUMENTS);
}
