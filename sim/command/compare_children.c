#include "command/compare_children.h"

#include "analysis/table_children.h"
#include "command/choice.h"
#include "command/compare.h"
#include "command/open_results.h"
#include "command/table_print.h"
#include "command/terminal.h"

#include <stdlib.h>

static const double confidence = 0.95;
static const char default_outcome[] = "waited_past_wish";

/* ---- options ---- */

static const char *scenario_name(size_t i, const void *context)
{
    const struct results *results = context;
    return results->scenario->category[i].name;
}

static const char *outcome_name(size_t i, const void *context)
{
    const struct child_comparison *comparison = context;
    return comparison->children->outcome[comparison->outcome[i]].name;
}

/* The scenario that an option names, `otherwise` if it was not given; -1 after a message. */
static int read_scenario(const struct invocation *invocation, const struct results *results,
                         const char *option, size_t otherwise)
{
    const struct choices scenarios = {results->scenarios, scenario_name, results};
    const char *given = option_value(invocation, option);
    return given ? choose(invocation, option, given, &scenarios) : (int)otherwise;
}

/* Reads --base and --scenario: of two scenarios the other one is told in full. */
static bool read_scenarios(struct compared_children *compared, size_t *base)
{
    const struct invocation *invocation = compared->invocation;
    const struct results *results = compared->results;
    int first = read_scenario(invocation, results, "base", 0);
    if (first < 0)
        return false;
    *base = (size_t)first;
    size_t other = results->scenarios == 2 ? 1 - *base : *base;
    int second = read_scenario(invocation, results, "scenario", other);
    if (second < 0)
        return false;
    compared->scenario = (size_t)second;
    if (compared->scenario != *base || !option_value(invocation, "scenario"))
        return true;
    refuse(invocation, TEXT_CHILDREN_NO_BASE, ARGUMENTS(results->scenario->category[first].name));
    return false;
}

static bool read_outcome(struct compared_children *compared)
{
    const struct child_comparison *comparison = compared->comparison;
    const struct choices outcomes = {comparison->n_outcomes, outcome_name, comparison};
    const char *given = option_value(compared->invocation, "outcome");
    int number =
        choose(compared->invocation, "outcome", given ? given : default_outcome, &outcomes);
    compared->outcome = number < 0 ? 0 : (size_t)number;
    return number >= 0;
}

/* Options of children only. */
static const char *const own_options[] = {"outcome", "scenario"};
enum { N_OWN_OPTIONS = sizeof own_options / sizeof *own_options };

bool compare_wants_children(const struct invocation *invocation)
{
    bool wants = option_value(invocation, "children");
    for (size_t i = 0; i < N_OWN_OPTIONS; i++)
        wants = wants || option_value(invocation, own_options[i]);
    return wants;
}

static bool children_are_asked_for(const struct invocation *invocation)
{
    for (size_t i = 0; i < N_OWN_OPTIONS; i++)
        if (option_value(invocation, own_options[i]) && !option_value(invocation, "children")) {
            refuse(invocation, TEXT_CHILDREN_ONLY_WITH, ARGUMENTS(own_options[i]));
            return false;
        }
    return true;
}

/* What compares measures of a period does not go with children. */
static bool options_fit(const struct invocation *invocation)
{
    static const char *const others[] = {"from",      "to",     "all", "simultaneous",
                                         "all-pairs", "levels", "rank"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (option_value(invocation, others[i])) {
            refuse(invocation, TEXT_CHILDREN_NO_PERIOD, ARGUMENTS(others[i]));
            return false;
        }
    if (invocation->n_operands == 1)
        return true;
    refuse(invocation, TEXT_CHILDREN_ONE_FILE, NO_ARGUMENTS);
    return false;
}

/* ---- files and JSON ---- */

static void print_table(const char *key, struct table *table, const struct invocation *invocation,
                        const char *after)
{
    fprintf(invocation->out, "\"%s\": ", key);
    table_print(table, SHEET_JSON, invocation->language, invocation->out);
    fputs(after, invocation->out);
    table_free(table);
}

static void print_json(const struct compared_children *compared)
{
    const struct invocation *invocation = compared->invocation;
    FILE *out = invocation->out;
    fputs("{\"format\": \"plassflyt children/1\", \"digest\": ", out);
    json_string(compared->results->digest, out);
    fprintf(out, ", \"replications\": %zu,\n ", compared->comparison->children->replications);
    print_table("rows", table_of_children(compared->comparison, invocation->language), invocation,
                ",\n ");
    print_table("extremes",
                table_of_extremes(compared->comparison, compared->outcome, invocation->language),
                invocation, "}\n");
}

static bool write_files(const struct compared_children *compared)
{
    static const char *const option[] = {"csv", "csv-norwegian"};
    static const enum sheet_form form[] = {SHEET_CSV, SHEET_CSV_LOCAL};
    const struct invocation *invocation = compared->invocation;
    bool good = true;
    for (int i = 0; i < 2 && good; i++) {
        if (!option_value(invocation, option[i]))
            continue;
        struct table *table = table_of_children(compared->comparison, invocation->language);
        good = compare_write_table(invocation, option[i], form[i], table);
        table_free(table);
    }
    return good;
}

/* ---- the verb ---- */

/* Files come first, so that nobody reads past a message that they could not be written. */
static bool show(struct compared_children *compared)
{
    if (!read_outcome(compared) || !write_files(compared))
        return false;
    compared->width = terminal_width(compared->invocation->out);
    if (compared->invocation->json)
        print_json(compared);
    else
        compare_children_print(compared);
    return true;
}

/* Files and programs get every scenario; a screen those that it shows. */
static bool compare(struct compared_children *compared, struct messages *messages)
{
    const struct results *results = compared->results;
    size_t base;
    if (!read_scenarios(compared, &base))
        return false;
    const struct children *children = children_read(results, messages);
    bool *wanted = calloc(results->scenarios, sizeof *wanted);
    struct child_comparison *comparison = NULL;
    for (size_t s = 0; wanted && s < results->scenarios; s++)
        wanted[s] = !option_value(compared->invocation, "scenario") || s == compared->scenario;
    if (children && wanted)
        comparison = child_comparison_make(children, base, wanted, confidence, messages);
    compared->comparison = comparison;
    bool done = comparison && show(compared);
    child_comparison_free(comparison);
    free(wanted);
    return done;
}

int compare_children(const struct invocation *invocation)
{
    struct compared_children compared = {.invocation = invocation};
    if (!children_are_asked_for(invocation) || !options_fit(invocation))
        return EXIT_BAD_INPUT;
    struct results *results = open_results_at(invocation, invocation->operands[0]);
    if (!results)
        return EXIT_BAD_INPUT;
    compared.results = results;
    struct messages messages;
    messages_start(&messages, invocation->language);
    bool done = compare(&compared, &messages);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    results_free(results);
    return done ? EXIT_DONE : EXIT_BAD_INPUT;
}
