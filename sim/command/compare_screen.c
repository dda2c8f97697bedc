/* A comparison on a screen: what is compared, the tables, and what a reader must be told. */
#include "command/compare.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the tables share ---- */

void compare_say(const struct compared *compared, enum text text, const char *const *arguments,
                 int n_arguments)
{
    char sentence[4096];
    text_format(sentence, sizeof sentence, compared->invocation->language, text, arguments,
                n_arguments);
    print_paragraph(sentence, compared->width, compared->invocation->out);
}

const char *compare_percent(const struct compared *compared, struct arena *arena, double confidence)
{
    char text[NUMBER_SIZE];
    number_confidence(text, compared->invocation->language, confidence);
    return arena_text(arena, text, strlen(text));
}

const char *compare_interval(const struct compared *compared, struct arena *arena,
                             struct interval interval)
{
    char text[NUMBER_SIZE];
    enum language language = compared->invocation->language;
    if (isnan(interval.low) || isnan(interval.high))
        number_plain(text, language, NAN, 0);
    else
        number_range(text, language, interval.low, interval.high, finding_decimals(interval));
    return arena_text(arena, text, strlen(text));
}

const char *compare_finding(enum finding finding, enum language language)
{
    static const enum text words[] = {
        [FINDING_UNKNOWN] = TEXT_FINDING_UNKNOWN,
        [FINDING_SAME] = TEXT_SHORT_SAME,
        [FINDING_NOT_DISTINGUISHABLE] = TEXT_SHORT_NOT_DISTINGUISHABLE,
        [FINDING_LOWER] = TEXT_FINDING_LOWER,
        [FINDING_HIGHER] = TEXT_FINDING_HIGHER,
    };
    return text_table[words[finding]][language];
}

bool compare_shows(const struct compared *compared, int block)
{
    return block_is_brief[block] || option_value(compared->invocation, "all");
}

/* ---- before the tables ---- */

static void print_file(const struct compared *compared, size_t w, struct arena *arena)
{
    const struct results *results = compared->results[w];
    char replications[REPLICATIONS_SIZE];
    enum language language = compared->invocation->language;
    replications_words(replications, results->replications, results->n_draws, language);
    compare_say(compared, TEXT_COMPARE_FILE,
                ARGUMENTS(results->path, results->title[language],
                          arena_print(arena, "%.0f", results->seed), results->digest,
                          results->version, replications));
}

/* Which scenario bears which name: rows have names, for titles can be long. */
static void print_scenarios(const struct compared *compared, struct arena *arena)
{
    const struct results *results = compared->results[0];
    const char *list = "";
    for (size_t s = 0; s < results->scenarios; s++) {
        const struct results_category *scenario = &results->scenario->category[s];
        list = arena_print(arena, "%s%s%s (%s)", list, s ? ", " : "", scenario->name,
                           scenario->label[compared->invocation->language]);
    }
    compare_say(compared, TEXT_COMPARE_LIST, ARGUMENTS(list));
}

static void print_question(const struct compared *compared, struct arena *arena)
{
    const struct comparison *comparison = compared->comparison[0];
    const struct results *results = comparison->results;
    char period[PERIOD_LABEL_SIZE];
    compare_say(compared, TEXT_COMPARE_SCENARIOS,
                ARGUMENTS(results->scenario->category[comparison->order.base].name,
                          period_label(period, results, comparison->order.period),
                          compare_percent(compared, arena, comparison->order.confidence),
                          comparison_kind_words(comparison, compared->invocation->language)));
    if (comparison->order.simultaneous)
        compare_say(compared, TEXT_COMPARE_SIMULTANEOUS,
                    ARGUMENTS(arena_print(arena, "%zu", comparison->intervals),
                              compare_percent(compared, arena, comparison->order.confidence),
                              compare_percent(compared, arena, comparison->confidence)));
}

static void print_before(const struct compared *compared, struct arena *arena)
{
    const struct comparison *comparison = compared->comparison[0];
    const struct results *results = comparison->results;
    char waits[PERIOD_LABEL_SIZE];
    const struct results_parameter *price = results_parameter(results, "price_year");
    for (size_t w = 0; w < compared->n; w++)
        print_file(compared, w, arena);
    print_scenarios(compared, arena);
    print_question(compared, arena);
    if (*period_wait_label(waits, results, comparison->order.period))
        compare_say(compared, TEXT_COMPARE_WAITS, ARGUMENTS(waits));
    if (price)
        compare_say(compared, TEXT_COMPARE_PRICES,
                    ARGUMENTS(arena_print(arena, "%.0f", price->value[0])));
}

/* ---- after them ---- */

/* What is not shown, and how to see it. */
static void print_more(const struct compared *compared, struct arena *arena)
{
    const char *list = "";
    for (int b = 0; b < N_BLOCKS; b++)
        if (!compare_shows(compared, b))
            list = arena_print(arena, "%s%s%s", list, *list ? "; " : "",
                               block_label[b][compared->invocation->language]);
    if (*list)
        compare_say(compared, TEXT_COMPARE_MORE, ARGUMENTS(list));
}

static bool has_draws(const struct compared *compared)
{
    for (size_t w = 0; w < compared->n; w++)
        if (compared->results[w]->n_draws > 0)
            return true;
    return false;
}

/* A warning of one world among several begins with the world's name. */
static void print_warnings(const struct compared *compared, struct arena *arena)
{
    for (size_t w = 0; w < compared->n; w++)
        for (size_t i = 0; i < compared->warnings[w].n; i++) {
            const char *text = compared->warnings[w].text[i];
            if (compared->n > 1)
                text = arena_print(arena, "%s: %s", compared->results[w]->world, text);
            compare_say(compared, TEXT_WARNING, ARGUMENTS(text));
        }
}

static void print_after(const struct compared *compared, bool left_out, struct arena *arena)
{
    bool drawn = has_draws(compared), one = compared->n == 1;
    fputc('\n', compared->invocation->out);
    print_more(compared, arena);
    compare_say(compared, drawn ? TEXT_COMPARE_NOTE_DRAWS : TEXT_COMPARE_NOTE_INTERVALS,
                NO_ARGUMENTS);
    if (one && !left_out)
        compare_say(compared, drawn ? TEXT_COMPARE_NOTE_BETWEEN : TEXT_COMPARE_NOTE_REDUCTION,
                    NO_ARGUMENTS);
    if (left_out)
        compare_say(compared, TEXT_COMPARE_LEFT_OUT, NO_ARGUMENTS);
    print_warnings(compared, arena);
}

void compare_print(const struct compared *compared)
{
    struct arena *arena = arena_make();
    print_before(compared, arena);
    for (size_t w = 0; w < compared->n; w++)
        compare_print_overview(compared, w);
    compare_print_ranking(compared);
    for (size_t w = 0; w < compared->n; w++)
        if (compared->comparison[w]->order.all_pairs)
            compare_print_pairs(compared, w);
    compare_print_uncertainty(compared);
    bool left_out =
        compared->n > 1 ? compare_print_worlds(compared) : compare_print_blocks(compared);
    print_after(compared, left_out, arena);
    arena_free(arena);
}
