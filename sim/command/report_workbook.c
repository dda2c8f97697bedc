/* The workbook of a report: what `plassflyt compare --xlsx` makes of the same files. */
#include "command/report_parts.h"

#include "analysis/workbook.h"

#include <stdlib.h>

/* The usual rankings of every world. */
struct rankings {
    struct ranked_world *world; /* [n] */
    size_t n;
};

static void rankings_free(struct rankings *rankings)
{
    for (size_t i = 0; i < rankings->n; i++)
        ranking_free(&rankings->world[i].ranking);
    free(rankings->world);
}

static bool rankings_make(const struct report_order *order, struct rankings *rankings)
{
    enum indicator always[RANKING_ALWAYS];
    size_t n = ranking_always(order->world[0].results, always);
    rankings->n = 0;
    rankings->world = calloc(order->n_worlds * n + 1, sizeof *rankings->world);
    for (size_t w = 0; rankings->world && w < order->n_worlds; w++)
        for (size_t i = 0; i < n; i++) {
            struct ranked_world *ranked = &rankings->world[rankings->n];
            const struct comparison *comparison = order->world[w].comparison;
            ranked->comparison = comparison;
            if (!ranking_make(comparison, comparison_find(comparison, always[i]),
                              indicator_table[always[i]].better, &ranked->ranking))
                return false;
            rankings->n++;
        }
    return rankings->world != NULL;
}

/* False and a message if the worlds cannot stand beside each other in one workbook. */
static bool write_workbook(const struct report_making *making, struct messages *messages)
{
    char path[REPORT_PATH];
    const struct report_order *order = &making->order;
    const struct comparison *comparison[REPORT_MOST_WORLDS];
    struct warnings warnings[REPORT_MOST_WORLDS];
    struct rankings rankings = {0};
    for (size_t w = 0; w < order->n_worlds; w++) {
        comparison[w] = order->world[w].comparison;
        warnings[w] = *order->world[w].warnings;
    }
    const struct worlds worlds = {comparison, order->n_worlds};
    bool good = worlds_match(&worlds, messages) && rankings_make(order, &rankings);
    const struct workbook_order workbook = {&worlds, rankings.world, rankings.n, warnings,
                                            order->language};
    good =
        good && workbook_write(report_file(making, REPORT_NAME ".xlsx", path), &workbook, messages);
    rankings_free(&rankings);
    return good;
}

void report_workbook(struct report_making *making)
{
    struct messages messages;
    messages_start(&messages, making->invocation->language);
    if (!write_workbook(making, &messages)) {
        making->all_made = false;
        making->format[REPORT_XLSX] = false;
    }
    print_messages(&messages, making->invocation->err);
    messages_free(&messages);
}
