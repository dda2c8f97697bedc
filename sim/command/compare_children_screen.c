/* Children compared, on a screen: the answer in words, then who they are. */
#include "command/compare_children_screen.h"

#include "analysis/finding.h"
#include "analysis/number.h"
#include "analysis/period.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* ---- words and numbers ---- */

const char *screen_text(const struct screen *screen, const char *text)
{
    return arena_text(screen->arena, text, strlen(text));
}

/* No more decimals than the interval bears, and never more than one. */
static int decimals_of(const struct estimate *estimate)
{
    int decimals = finding_decimals(estimate->interval);
    return decimals > 1 ? 1 : decimals;
}

const char *screen_count(const struct screen *screen, const struct estimate *estimate)
{
    char text[NUMBER_SIZE];
    number_plain(text, screen->language, estimate->mean, decimals_of(estimate));
    return screen_text(screen, text);
}

const char *screen_change(const struct screen *screen, const struct estimate *estimate, int most)
{
    char text[NUMBER_SIZE];
    int decimals = estimate->n < 2 ? most : finding_decimals(estimate->interval);
    number_signed(text, screen->language, estimate->mean, decimals < most ? decimals : most);
    return screen_text(screen, text);
}

static struct estimate in_percent(const struct estimate *share)
{
    struct estimate percent = *share;
    percent.mean *= 100;
    percent.interval.low *= 100;
    percent.interval.high *= 100;
    return percent;
}

/* "12 %", "12 % (10–14)" */
const char *screen_share(const struct screen *screen, const struct estimate *share)
{
    char number[NUMBER_SIZE], range[NUMBER_SIZE];
    struct estimate percent = in_percent(share);
    int decimals = decimals_of(&percent);
    if (isnan(share->mean))
        return screen_text(screen, number_plain(number, screen->language, NAN, 0));
    number_percent(number, screen->language, share->mean, decimals);
    if (isnan(percent.interval.low))
        return screen_text(screen, number);
    double low = percent.interval.low > 0 ? percent.interval.low : 0;
    double high = percent.interval.high < 100 ? percent.interval.high : 100;
    number_range(range, screen->language, low, high, decimals);
    return arena_print(screen->arena, "%s (%s)", number, range);
}

/* "1 234", "1 234 (1 200–1 268)" */
static const char *count_and_interval(const struct screen *screen, const struct estimate *estimate)
{
    char range[NUMBER_SIZE];
    const char *count = screen_count(screen, estimate);
    if (isnan(estimate->interval.low))
        return count;
    number_range(range, screen->language, fmax(0, estimate->interval.low), estimate->interval.high,
                 decimals_of(estimate));
    return arena_print(screen->arena, "%s (%s)", count, range);
}

static enum finding net_finding(const struct child_split *split)
{
    return finding_of(&(struct paired){.difference = split->net});
}

const char *screen_net(const struct screen *screen, const struct child_split *split)
{
    static const enum text words[] = {[FINDING_UNKNOWN] = N_TEXTS,
                                      [FINDING_SAME] = TEXT_CHILDREN_READS_SAME,
                                      [FINDING_NOT_DISTINGUISHABLE] = TEXT_CHILDREN_READS_UNTOLD,
                                      [FINDING_LOWER] = TEXT_CHILDREN_READS_LESS,
                                      [FINDING_HIGHER] = TEXT_CHILDREN_READS_MORE};
    enum text text = words[net_finding(split)];
    return text == N_TEXTS ? "" : say(screen->compared->invocation, text);
}

const struct children_outcome *screen_outcome(const struct screen *screen, size_t i)
{
    return &screen->comparison->children->outcome[screen->comparison->outcome[i]];
}

/* Its label with a capital letter. */
const char *screen_label(const struct screen *screen, size_t i)
{
    char *words =
        arena_print(screen->arena, "%s", screen_outcome(screen, i)->label[screen->language]);
    words[0] = (char)toupper((unsigned char)words[0]);
    return words;
}

bool screen_is_time(const struct screen *screen, size_t i)
{
    return screen_outcome(screen, i)->kind == CHILDREN_TIME;
}

const char *screen_unit(const struct screen *screen)
{
    return say(screen->compared->invocation, screen_is_time(screen, screen->compared->outcome)
                                                 ? TEXT_UNIT_DAYS
                                                 : TEXT_UNIT_TIMES);
}

const char *screen_scenario(const struct screen *screen, size_t scenario)
{
    return screen->compared->results->scenario->category[scenario].name;
}

const char *screen_group(const struct screen *screen, const struct child_split *split)
{
    static const enum text by[N_CHILDREN_GROUPINGS] = {
        TEXT_CHILDREN_EVERYBODY, TEXT_CHILDREN_BY_NEED, TEXT_CHILDREN_BY_AREA, TEXT_CHILDREN_BY_AGE,
        TEXT_CHILDREN_BY_ENTRY};
    const char *words = say(screen->compared->invocation, by[split->by]);
    return split->category ? arena_print(screen->arena, "%s: %s", words,
                                         split->category->label[screen->language])
                           : words;
}

/* ---- the answer ---- */

static void print_question(const struct screen *screen, const char *scenario)
{
    char replications[REPLICATIONS_SIZE], month[32];
    const struct results *results = screen->compared->results;
    size_t n = screen->comparison->children->replications, first = period_projection(results);
    const char *base = screen_scenario(screen, screen->comparison->base);
    snprintf(month, sizeof month, "%04d-%02d", period_year(results, first),
             period_month(results, first));
    if (n == 1) {
        SAY(screen, TEXT_CHILDREN_QUESTION_ONE, scenario, base, month);
        return;
    }
    SAY(screen, TEXT_CHILDREN_QUESTION, scenario, base, month,
        replications_words(replications, n, screen->changes->split[0].net.draws, screen->language),
        compare_percent(&screen->style, screen->arena, screen->comparison->confidence));
}

/* Whether there is not a child for whom anything differs. */
static bool all_identical(const struct child_changes *changes)
{
    return changes->identical.mean == changes->split[0].pairs.mean;
}

static void print_net(const struct screen *screen, const struct child_split *all)
{
    static const enum text texts[] = {[FINDING_SAME] = TEXT_CHILDREN_NET_SAME,
                                      [FINDING_NOT_DISTINGUISHABLE] = TEXT_CHILDREN_NET_UNTOLD,
                                      [FINDING_LOWER] = TEXT_CHILDREN_NET_LESS,
                                      [FINDING_HIGHER] = TEXT_CHILDREN_NET_MORE};
    enum finding finding = net_finding(all);
    struct estimate net = in_percent(&all->net);
    char interval[NUMBER_SIZE];
    if (finding == FINDING_UNKNOWN)
        return;
    bool lower = finding == FINDING_LOWER;
    number_interval(
        interval, screen->language, fabs(net.mean), lower ? -net.interval.high : net.interval.low,
        lower ? -net.interval.low : net.interval.high, all->confidence, decimals_of(&net));
    SAY(screen, texts[finding], interval);
}

/* "need: specialised; area: Oslo" of the groups with that finding. */
static const char *groups_with(const struct screen *screen, enum finding finding)
{
    const char *list = "";
    for (size_t i = 1; i < screen->changes->n_splits; i++) {
        const struct child_split *split = &screen->changes->split[i];
        if (net_finding(split) != finding)
            continue;
        list = arena_print(screen->arena, "%s%s%s", list, *list ? "; " : "",
                           screen_group(screen, split));
    }
    return list;
}

static void print_groups_in_words(const struct screen *screen)
{
    const char *less = groups_with(screen, FINDING_LOWER);
    const char *more = groups_with(screen, FINDING_HIGHER);
    if (*less)
        SAY(screen, TEXT_CHILDREN_AMONG_LESS, less);
    if (*more)
        SAY(screen, TEXT_CHILDREN_AMONG_MORE, more);
}

static void print_answer(const struct screen *screen)
{
    const struct child_split *all = &screen->changes->split[0];
    size_t outcome = screen->compared->outcome;
    const char *label = screen_label(screen, outcome);
    if (!(all->concerned.mean > 0)) {
        SAY(screen, TEXT_CHILDREN_NOBODY, label);
        return;
    }
    SAY(screen,
        screen_is_time(screen, outcome) ? TEXT_CHILDREN_ANSWER_TIME : TEXT_CHILDREN_ANSWER_COUNT,
        label, count_and_interval(screen, &all->concerned),
        screen_share(screen, &all->share[CHANGE_LESS]),
        screen_share(screen, &all->share[CHANGE_SAME]),
        screen_share(screen, &all->share[CHANGE_MORE]));
    if (all_identical(screen->changes)) {
        compare_say(&screen->style, TEXT_CHILDREN_IDENTICAL, NO_ARGUMENTS);
        return;
    }
    print_net(screen, all);
    print_groups_in_words(screen);
}

/* ---- those without a pair, and what happens in one scenario only ---- */

/* "arrived later 12, came back later 3" */
static const char *entries_words(const struct screen *screen, bool scenario)
{
    const char *list = "";
    for (size_t i = 0; i < screen->changes->n_unpaired; i++) {
        const struct child_unpaired *unpaired = &screen->changes->unpaired[i];
        const struct estimate *n = scenario ? &unpaired->in_scenario : &unpaired->in_base;
        if (n->mean > 0)
            list = arena_print(screen->arena, "%s%s%s %s", list, *list ? ", " : "",
                               unpaired->entry->label[screen->language], screen_count(screen, n));
    }
    return *list ? list : "–";
}

static const char *unpaired_words(const struct screen *screen, bool scenario)
{
    char text[NUMBER_SIZE];
    double sum = 0;
    for (size_t i = 0; i < screen->changes->n_unpaired; i++)
        sum += scenario ? screen->changes->unpaired[i].in_scenario.mean
                        : screen->changes->unpaired[i].in_base.mean;
    bool whole = !(fabs(sum - round(sum)) > 1e-9);
    return screen_text(screen, number_plain(text, screen->language, sum, whole ? 0 : 1));
}

static void print_unpaired(const struct screen *screen)
{
    const char *base = unpaired_words(screen, false), *scenario = unpaired_words(screen, true);
    if (strcmp(base, "0") == 0 && strcmp(scenario, "0") == 0)
        compare_say(&screen->style, TEXT_CHILDREN_ALL_PAIRED, NO_ARGUMENTS);
    else
        SAY(screen, TEXT_CHILDREN_NO_PAIR, screen_scenario(screen, screen->comparison->base), base,
            entries_words(screen, false), screen_scenario(screen, screen->changes->scenario),
            scenario, entries_words(screen, true));
}

static void print_fates(const struct screen *screen)
{
    static const enum text texts[N_CHILD_FATES] = {TEXT_CHILDREN_PLACED, TEXT_CHILDREN_LEFT};
    for (int f = 0; f < N_CHILD_FATES; f++) {
        const struct estimate *count =
            screen->comparison->fates[screen->changes->scenario][f].count;
        SAY(screen, texts[f], screen_count(screen, &count[FATE_IN_BOTH]),
            screen_scenario(screen, screen->comparison->base),
            screen_count(screen, &count[FATE_IN_BASE]),
            screen_scenario(screen, screen->changes->scenario),
            screen_count(screen, &count[FATE_IN_SCENARIO]),
            screen_count(screen, &count[FATE_IN_NEITHER]));
    }
}

/* ---- all of it ---- */

/* With few replications intervals are themselves uncertain, as in every other comparison. */
static void warn_of_few(const struct screen *screen)
{
    char few[REPLICATIONS_SIZE], enough[32], text[1024];
    size_t n = screen->comparison->children->replications;
    size_t draws = screen->changes->split[0].net.draws, counted = draws ? draws : n;
    if (n < 2 || counted >= REPLICATIONS_ENOUGH)
        return; /* of one replication the question tells */
    replications_words(few, n, draws, screen->language);
    snprintf(enough, sizeof enough, "%d", REPLICATIONS_ENOUGH);
    text_format(text, sizeof text, screen->language, TEXT_WARNING_FEW_CHILDREN,
                ARGUMENTS(few, enough));
    SAY(screen, TEXT_WARNING, text);
}

static void print_notes(const struct screen *screen, bool left_out)
{
    fputc('\n', screen->compared->invocation->out);
    compare_say(&screen->style, TEXT_CHILDREN_NOTE, NO_ARGUMENTS);
    if (left_out)
        compare_say(&screen->style, TEXT_COMPARE_LEFT_OUT, NO_ARGUMENTS);
    warn_of_few(screen);
}

static void print_in_full(struct screen *screen)
{
    FILE *out = screen->compared->invocation->out;
    print_question(screen, screen_scenario(screen, screen->compared->scenario));
    fputc('\n', out);
    print_answer(screen);
    print_unpaired(screen);
    bool left_out = screen_print_outcomes(screen);
    fputc('\n', out);
    print_fates(screen);
    left_out = screen_print_groups(screen) || left_out;
    if (screen->changes->split[0].concerned.mean > 0) {
        screen_print_quantiles(screen);
        screen_print_bins(screen);
    }
    screen_print_extremes(screen);
    print_notes(screen, left_out);
}

static const char *outcome_list(const struct screen *screen)
{
    const char *list = "";
    for (size_t i = 0; i < screen->comparison->n_outcomes; i++)
        list = arena_print(screen->arena, "%s%s%s", list, i ? ", " : "",
                           screen_outcome(screen, i)->name);
    return list;
}

static void print_each_in_brief(struct screen *screen)
{
    struct grid_column columns[N_CELLS];
    size_t outcome = screen->compared->outcome;
    struct grid *grid = screen_splits(screen, screen_is_time(screen, outcome), columns);
    grid_heading(
        grid, screen_heading(screen, TEXT_CHILDREN_SCENARIOS, screen_label(screen, outcome), ""));
    for (size_t s = 0; s < screen->compared->results->scenarios; s++) {
        const struct child_changes *changes = child_changes_of(screen->comparison, s, outcome);
        if (!changes)
            continue;
        screen->changes = changes;
        screen_add_split(screen, grid, screen_scenario(screen, s), outcome, &changes->split[0]);
    }
    if (!screen->changes)
        return; /* there is no scenario but the base */
    print_question(screen, say(screen->compared->invocation, TEXT_CHILDREN_EACH));
    print_notes(screen,
                grid_print(grid, screen->compared->width, screen->compared->invocation->out));
    SAY(screen, TEXT_CHILDREN_CHOOSE, outcome_list(screen));
}

void compare_children_print(const struct compared_children *compared)
{
    struct screen screen = {
        .compared = compared,
        .comparison = compared->comparison,
        .arena = arena_make(),
        .language = compared->invocation->language,
        .style = {.invocation = compared->invocation, .width = compared->width}};
    screen.changes = child_changes_of(compared->comparison, compared->scenario, compared->outcome);
    if (screen.changes)
        print_in_full(&screen);
    else
        print_each_in_brief(&screen);
    arena_free(screen.arena);
}
