/* Two worlds that the published figures cannot tell apart: where they say the same, and where not. */
#include "analysis/agreement.h"
#include "analysis/report_parts.h"

#include <string.h>

/* What the two are held against each other by. */
static const enum indicator told[] = {
    INDICATOR_queue_past_wish,      INDICATOR_days_below_need,
    INDICATOR_days_above_need,      INDICATOR_children_specialised,
    INDICATOR_children_institution, INDICATOR_cost_state,
    INDICATOR_cost_municipality,    INDICATOR_cost_total};
enum { N_TOLD = sizeof told / sizeof told[0], WORLD_TITLE = 256 };

/* Below the heading "do they say the same?" */
static const enum text answers[N_AGREEMENTS] = {
    [AGREEMENT_UNKNOWN] = TEXT_REPORT_AGREE_UNKNOWN,
    [AGREEMENT_OPPOSITE] = TEXT_REPORT_AGREE_OPPOSITE,
    [AGREEMENT_NONE_DISTINGUISHABLE] = TEXT_REPORT_AGREE_FULL,
    [AGREEMENT_SOME_ONLY] = TEXT_REPORT_AGREE_ONE,
    [AGREEMENT_SAME_SIGN] = TEXT_REPORT_AGREE_FULL,
    [AGREEMENT_DIRECTION_ONLY] = TEXT_REPORT_AGREE_DIRECTION};

/* One change as the two worlds have it. */
struct pair {
    const char *label, *scenario;
    const struct paired *first, *second;
    enum agreement agreement;
};

/* Number of the scenario in the second world that bears the same name; −1 if there is none. */
static int scenario_of_second(const struct report *report, size_t scenario)
{
    return results_category(report->order->world[1].results->scenario,
                            report->results->scenario->category[scenario].name);
}

/* Agreement of what the cells say. */
static enum agreement agreement_as_said(const struct pair *pair)
{
    struct agreeing agreeing = agreeing_start();
    const struct paired *changes[] = {pair->first, pair->second};
    for (size_t w = 0; w < sizeof changes / sizeof *changes; w++) {
        struct interval interval = changes[w]->difference.interval;
        agreeing_add(&agreeing, finding_said(changes[w], finding_decimals(interval)), interval);
    }
    return agreeing_is(&agreeing);
}

static bool pair_of(const struct report *report, size_t scenario, enum indicator indicator,
                    struct pair *pair)
{
    int other = scenario_of_second(report, scenario);
    if (other < 0)
        return false;
    const struct comparison_row *first = report_row(report, indicator);
    const struct comparison_row *second =
        comparison_find(report->order->world[1].comparison, indicator);
    if (!first || !second)
        return false;
    pair->label = first->item.label[report->language];
    pair->scenario = report_scenario(report, scenario);
    pair->first = &first->difference[scenario];
    pair->second = &second->difference[other];
    pair->agreement = agreement_as_said(pair);
    return true;
}

/* ---- beside sentences on the first world ---- */

/* What stands before the colon of a world's title, where that tells the two apart. */
static void short_title(const struct report *report, size_t world, char out[WORLD_TITLE])
{
    const char *own = report_world_title(report->order->world[world].results, report->language),
               *other =
                   report_world_title(report->order->world[1 - world].results, report->language);
    size_t length = strcspn(own, ":");
    bool tells = length < strlen(own) && strncmp(own, other, length) != 0;
    snprintf(out, WORLD_TITLE, "%.*s", (int)(tells ? length : strlen(own)), own);
}

void report_of_world(struct report *report, bool changes)
{
    char replications[REPLICATIONS_SIZE];
    const struct report_world *world = report->order->world;
    if (report->order->n_worlds < 2)
        return;
    report_say(report, TEXT_REPORT_OF_WORLD,
               ARGUMENTS(report_world_title(world[0].results, report->language)));
    if (changes && report->results->scenarios > 1 && !report_is_silent(report, replications)) {
        fputs(" ", report->out);
        report_say(report, TEXT_REPORT_OF_OTHER_WORLD,
                   ARGUMENTS(report_world_title(world[1].results, report->language)));
    }
    fputs("\n\n", report->out);
}

void report_other_world(struct report *report, size_t scenario, enum indicator indicator)
{
    struct pair pair;
    char title[WORLD_TITLE], mean[NUMBER_SIZE], interval[2 * NUMBER_SIZE];
    if (report->order->n_worlds < 2 || !pair_of(report, scenario, indicator, &pair))
        return;
    if (pair.agreement != AGREEMENT_OPPOSITE && pair.agreement != AGREEMENT_SOME_ONLY)
        return;
    const struct estimate *change = &pair.second->difference;
    int decimals = finding_decimals_said(change->interval);
    short_title(report, 1, title);
    number_signed(mean, report->language, change->mean, decimals);
    report_interval(report, change->interval, decimals,
                    report->order->world[1].comparison->confidence, false, interval);
    number_group_beside(mean, interval);
    report_say(report, TEXT_REPORT_IN_OTHER_WORLD,
               ARGUMENTS(title, mean, interval,
                         finding_words(finding_said(pair.second, decimals), report->language)));
    fputs(" ", report->out);
}

/* ---- the two beside each other ---- */

static void pair_row(struct report *report, const struct pair *pair, bool first_of_scenario)
{
    report_cell(report, first_of_scenario ? pair->scenario : "");
    report_cell(report, pair->label);
    report_cell_change(report, pair->first);
    report_cell_change(report, pair->second);
    report_cell_text(report, answers[pair->agreement]);
}

static void pairs_table(struct report *report)
{
    static const int widths[] = {22, 32, 22, 22, 18};
    struct pair pair;
    report_table(report, 5, widths, 2);
    report_cell_text(report, TEXT_COLUMN_SCENARIO);
    report_cell_text(report, TEXT_COLUMN_INDICATOR);
    for (size_t w = 0; w < report->order->n_worlds; w++)
        report_cell(report, report_world_title(report->order->world[w].results, report->language));
    report_cell_text(report, TEXT_REPORT_COLUMN_AGREE);
    for (size_t s = 1; s < report->results->scenarios; s++)
        for (size_t i = 0; i < N_TOLD; i++)
            if (pair_of(report, s, told[i], &pair))
                pair_row(report, &pair, i == 0);
    report_table_end(report, report_word(report, TEXT_REPORT_WORLDS_CAPTION));
}

void report_worlds(struct report *report)
{
    bool all = true;
    if (report->order->n_worlds < 2 || report->results->scenarios < 2)
        return;
    for (size_t s = 1; s < report->results->scenarios; s++)
        all = all && scenario_of_second(report, s) >= 0;
    report_heading(report, 3, "sec-4-worlds", TEXT_REPORT_WORLDS);
    report_paragraph(report, TEXT_REPORT_WORLDS_TEXT, NO_ARGUMENTS);
    if (!all)
        report_paragraph(report, TEXT_REPORT_WORLDS_OTHER, NO_ARGUMENTS);
    pairs_table(report);
    report_marks(report);
}

/* Appends "label (scenario)" to a list. */
static void append_pair(char *list, size_t size, const struct pair *pair)
{
    size_t used = strlen(list);
    if (used < size)
        snprintf(list + used, size - used, "%s%s (%s)", used ? "; " : "", pair->label,
                 pair->scenario);
}

/* Of the short answer: on how much they agree, and on what they do not. */
void report_worlds_sum(struct report *report)
{
    char all[32], agreed[32], list[8192] = "";
    size_t n = 0, same = 0;
    struct pair pair;
    if (report->order->n_worlds < 2)
        return;
    for (size_t s = 1; s < report->results->scenarios; s++)
        for (size_t i = 0; i < N_TOLD; i++) {
            if (!pair_of(report, s, told[i], &pair) || pair.agreement == AGREEMENT_UNKNOWN)
                continue;
            bool agrees =
                pair.agreement != AGREEMENT_OPPOSITE && pair.agreement != AGREEMENT_SOME_ONLY;
            n++;
            same += agrees;
            if (!agrees)
                append_pair(list, sizeof list, &pair);
        }
    if (n == 0)
        return;
    snprintf(all, sizeof all, "%zu", n);
    snprintf(agreed, sizeof agreed, "%zu", same);
    report_say(report, TEXT_REPORT_WORLDS_SUM, ARGUMENTS(all, agreed));
    fputs(" ", report->out);
    if (*list)
        report_say(report, TEXT_REPORT_WORLDS_DISAGREE, ARGUMENTS(list));
    fputs("\n\n", report->out);
}
