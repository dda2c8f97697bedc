/* plassflyt compare: what scenarios change against the null alternative and each other, in one world
 * or in several. */
#include "command/compare.h"

#include "command/choice.h"
#include "command/compare_children.h"
#include "command/open_results.h"
#include "command/terminal.h"

#include <stdlib.h>
#include <string.h>

static const double confidence = 0.95;

/* What --rank asks for. */
struct wish {
    enum indicator indicator;
    enum better better;
};

struct wishes {
    struct wish wish[N_INDICATORS];
    size_t n;
};

/* ---- options ---- */

static const char *scenario_name(size_t i, const void *context)
{
    const struct results *results = context;
    return results->scenario->category[i].name;
}

static const char *indicator_name(size_t i, const void *context)
{
    (void)context;
    return indicator_table[i].name;
}

/* Reads --base, --simultaneous and --all-pairs. */
static bool read_order(const struct invocation *invocation, const struct results *results,
                       struct comparison_order *order)
{
    const struct choices scenarios = {results->scenarios, scenario_name, results};
    const char *base = option_value(invocation, "base");
    int number = base ? choose(invocation, "base", base, &scenarios) : 0;
    order->base = number < 0 ? 0 : (size_t)number;
    order->simultaneous = option_value(invocation, "simultaneous") != NULL;
    order->all_pairs = option_value(invocation, "all-pairs") != NULL;
    return number >= 0;
}

/* Reads "NAME" or "NAME:lower", "NAME:higher" of what the files keep. */
static bool read_wish(const struct compared *compared, char *text, struct wish *wish)
{
    const struct invocation *invocation = compared->invocation;
    const struct choices indicators = {N_INDICATORS, indicator_name, NULL};
    char *way = strchr(text, ':');
    if (way)
        *way++ = '\0';
    int number = choose(invocation, "rank", text, &indicators);
    if (number < 0)
        return false;
    const struct indicator_row *row = &indicator_table[number];
    *wish = (struct wish){(enum indicator)number, row->better};
    for (int b = 0; way && b < BETTER_NEITHER; b++)
        if (strcmp(way, better_name[b]) == 0) {
            wish->better = (enum better)b;
            way = NULL;
        }
    bool several =
        row->each && row->statistic != STATISTIC_SPREAD && row->statistic != STATISTIC_HIGHEST;
    if (!way && !several && wish->better != BETTER_NEITHER)
        return true;
    refuse(invocation, several ? TEXT_RANK_SEVERAL : TEXT_RANK_WAY, ARGUMENTS(text));
    return false;
}

/* Whether every file has the one number that is to be ranked; a file may keep few measures. */
static bool is_told(const struct compared *compared, const struct wish *wish)
{
    for (size_t w = 0; w < compared->n; w++)
        if (!comparison_find(compared->comparison[w], wish->indicator)) {
            refuse(compared->invocation, TEXT_RANK_NOT_KEPT,
                   ARGUMENTS(indicator_table[wish->indicator].name, compared->results[w]->path));
            return false;
        }
    return true;
}

/* What is ranked where --rank is not given. */
static void wish_always(const struct compared *compared, struct wishes *wishes)
{
    enum indicator always[RANKING_ALWAYS];
    wishes->n = ranking_always(compared->results[0], always);
    for (size_t i = 0; i < wishes->n; i++)
        wishes->wish[i] = (struct wish){always[i], indicator_table[always[i]].better};
}

static bool read_wishes(const struct compared *compared, struct wishes *wishes)
{
    const char *list = option_value(compared->invocation, "rank");
    wishes->n = 0;
    if (!list)
        wish_always(compared, wishes);
    while (list && *list && wishes->n < N_INDICATORS) {
        char text[128];
        size_t length = strcspn(list, ",");
        snprintf(text, sizeof text, "%.*s", (int)length, list);
        struct wish *wish = &wishes->wish[wishes->n++];
        if (!read_wish(compared, text, wish) || !is_told(compared, wish))
            return false;
        list += length + (list[length] == ',');
    }
    return true;
}

/* ---- finding out ---- */

static bool rank(struct compared *compared, const struct wishes *wishes)
{
    compared->ranking = calloc(compared->n * wishes->n + 1, sizeof *compared->ranking);
    for (size_t w = 0; compared->ranking && w < compared->n; w++)
        for (size_t i = 0; i < wishes->n; i++) {
            const struct comparison *comparison = compared->comparison[w];
            struct ranked_world *ranked = &compared->ranking[compared->n_rankings];
            ranked->comparison = comparison;
            if (!ranking_make(comparison, comparison_find(comparison, wishes->wish[i].indicator),
                              wishes->wish[i].better, &ranked->ranking))
                return false;
            compared->n_rankings++;
        }
    return compared->ranking != NULL;
}

/* Compares within one file; false after messages. */
static bool compare_file(struct compared *compared, size_t w, struct messages *messages)
{
    const struct invocation *invocation = compared->invocation;
    struct comparison_order order = {.confidence = confidence};
    compared->results[w] = open_results_for(invocation, invocation->operands[w], &order.period);
    if (!compared->results[w] || !read_order(invocation, compared->results[w], &order))
        return false;
    compared->comparison[w] = comparison_make(compared->results[w], &order, messages);
    return compared->comparison[w] && warnings_make(compared->comparison[w], invocation->language,
                                                    &compared->warnings[w], messages);
}

/* A run beside itself would agree with itself, which a reader takes for two worlds that agree. */
static bool is_given_once(const struct compared *compared, size_t w)
{
    for (size_t i = 0; i < w; i++)
        if (strcmp(compared->results[i]->digest, compared->results[w]->digest) == 0) {
            refuse(compared->invocation, TEXT_WORLDS_TWICE,
                   ARGUMENTS(compared->results[i]->path, compared->results[w]->path));
            return false;
        }
    return true;
}

static bool compare_files(struct compared *compared, struct messages *messages)
{
    struct wishes wishes;
    for (size_t w = 0; w < compared->n; w++)
        if (!compare_file(compared, w, messages) || !is_given_once(compared, w))
            return false;
    compared->worlds =
        (struct worlds){(const struct comparison *const *)compared->comparison, compared->n};
    return worlds_match(&compared->worlds, messages) && read_wishes(compared, &wishes) &&
           rank(compared, &wishes);
}

/* Shows the comparison in every form asked for; the files come first, so that nobody reads past a
 * message that they could not be written. */
static bool show(struct compared *compared)
{
    if (!compare_write_files(compared))
        return false;
    compared->width = terminal_width(compared->invocation->out);
    if (compared->invocation->json)
        compare_print_json(compared);
    else
        compare_print(compared);
    return true;
}

static void forget(struct compared *compared)
{
    for (size_t i = 0; i < compared->n_rankings; i++)
        ranking_free(&compared->ranking[i].ranking);
    bool room = compared->results && compared->comparison && compared->warnings;
    for (size_t w = 0; room && w < compared->n; w++) {
        warnings_free(&compared->warnings[w]);
        comparison_free(compared->comparison[w]);
        if (compared->results[w])
            results_free(compared->results[w]);
    }
    free(compared->ranking);
    free(compared->warnings);
    free(compared->comparison);
    free(compared->results);
}

int command_compare(const struct invocation *invocation)
{
    if (compare_wants_children(invocation))
        return compare_children(invocation);
    size_t n = invocation->n_operands;
    struct compared compared = {.invocation = invocation,
                                .results = calloc(n, sizeof(struct results *)),
                                .comparison = calloc(n, sizeof(struct comparison *)),
                                .warnings = calloc(n, sizeof(struct warnings)),
                                .n = n};
    struct messages messages;
    messages_start(&messages, invocation->language);
    bool room = compared.results && compared.comparison && compared.warnings;
    bool done = room && compare_files(&compared, &messages) && show(&compared);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    forget(&compared);
    return done ? EXIT_DONE : EXIT_BAD_INPUT;
}
