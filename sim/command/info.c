/* plassflyt info: what is in a results file, on a screen. */
#include "analysis/finding.h"
#include "analysis/number.h"
#include "analysis/results.h"
#include "command/command.h"
#include "command/facts.h"
#include "command/open_results.h"
#include "engine/date.h"

#include <string.h>

/* Lists for people are broken into lines of about this many characters. */
#define LINE_LENGTH   76
#define SENTENCE_SIZE 512

struct page {
    const struct invocation *invocation;
    const struct results *results;
    struct arena *arena;
    struct facts facts;
};

static void add(struct page *page, const char *key, enum text label, const char *value)
{
    facts_add(&page->facts, key, label, false, value);
}

static const char *sentence(const struct page *page, enum text text, const char *first,
                            const char *second, const char *third)
{
    char out[SENTENCE_SIZE];
    const char *const arguments[] = {first, second, third};
    text_format(out, sizeof out, page->invocation->language, text, arguments, 3);
    return arena_text(page->arena, out, strlen(out));
}

static const char *number(const struct page *page, size_t n)
{
    return arena_print(page->arena, "%zu", n);
}

/* ---- when ---- */

static const char *day(const struct page *page, int64_t days)
{
    struct date date = date_of_days(days);
    return arena_print(page->arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static void add_period(struct page *page)
{
    static const char lead[] = "days since ";
    const struct results *results = page->results;
    struct date start;
    if (!results->time_units || strncmp(results->time_units, lead, sizeof lead - 1) != 0 ||
        !date_parse(results->time_units + sizeof lead - 1, &start))
        return;
    int64_t first = date_days(start);
    int64_t last = first + (int64_t)results->month_edges[results->months] - 1;
    add(page, "first_day", TEXT_INFO_FIRST_DAY, day(page, first));
    add(page, "last_day", TEXT_INFO_LAST_DAY, day(page, last));
}

/* ---- what ---- */

static void add_replications(struct page *page)
{
    const struct results *results = page->results;
    size_t asked = (size_t)results->replications_asked;
    const char *words = number(page, results->replications);
    if (!page->invocation->json && results->replications != asked)
        words = sentence(page, TEXT_INFO_OF_REPLICATIONS, words, number(page, asked),
                         number(page, results->n_failures));
    add(page, "replications", TEXT_INFO_REPLICATIONS, words);
    if (page->invocation->json) {
        add(page, "replications_asked", TEXT_INFO_REPLICATIONS, number(page, asked));
        add(page, "replications_failed", TEXT_INFO_REPLICATIONS, number(page, results->n_failures));
    }
}

static void add_part(struct page *page)
{
    const struct results *results = page->results;
    if (results->parts == 0)
        return;
    const char *part = number(page, (size_t)results->part),
               *parts = number(page, (size_t)results->parts),
               *whole = number(page, (size_t)results->replications_of_whole);
    if (page->invocation->json) {
        add(page, "part", TEXT_INFO_PART, part);
        add(page, "parts", TEXT_INFO_PART, parts);
        add(page, "replications_of_whole", TEXT_INFO_PART, whole);
    } else {
        add(page, "part", TEXT_INFO_PART, sentence(page, TEXT_INFO_PART_OF, part, parts, whole));
    }
    add(page, "run_digest", TEXT_INFO_PART_RUN, results->run_digest);
}

static size_t changes_of(const struct results *results, int32_t scenario)
{
    size_t n = 0;
    for (size_t i = 0; i < results->n_changes; i++)
        n += results->changes[i].scenario == scenario;
    return n;
}

static void add_scenarios(struct page *page)
{
    const struct results *results = page->results;
    for (size_t i = 0; i < results->scenarios; i++) {
        const struct results_category *scenario = &results->scenario->category[i];
        const char *words = scenario->name;
        if (!page->invocation->json)
            words = sentence(page, TEXT_INFO_SCENARIO, scenario->name,
                             scenario->label[page->invocation->language],
                             number(page, changes_of(results, (int32_t)i)));
        facts_add(&page->facts, "scenarios", TEXT_INFO_SCENARIOS, true, words);
    }
}

/* Measures of a group: one each for machines, in filled lines for people. */
static void add_measures(struct page *page, const char *group, enum text label)
{
    const struct results *results = page->results;
    const char *line = NULL;
    for (size_t i = 0; i < results->n_measures; i++) {
        const char *name = results->measures[i].name;
        if (strcmp(results->measures[i].group, group) != 0)
            continue;
        bool full = line && (page->invocation->json || strlen(line) + strlen(name) > LINE_LENGTH);
        if (full)
            facts_add(&page->facts, group, label, true, line);
        line = line && !full ? arena_print(page->arena, "%s %s", line, name) : name;
    }
    facts_add(&page->facts, group, label, true, line);
}

/* With as many decimals as show a half-width. */
static const char *as_precise(struct page *page, double value, double half_width)
{
    char text[NUMBER_SIZE];
    number_plain(text, page->invocation->language, value,
                 finding_decimals((struct interval){-half_width, half_width}));
    return arena_text(page->arena, text, strlen(text));
}

/* "queue_past_wish, change in bistandsplikt: 0.67 ± 0.11 (wanted 0.12)" */
static void add_goals(struct page *page)
{
    const struct results *results = page->results;
    for (size_t i = 0; i < results->n_goals; i++) {
        const struct results_goal *goal = &results->goals[i];
        const char *what = arena_print(page->arena, "%s%s%s", goal->indicator,
                                       *goal->category ? ": " : "", goal->category);
        what = sentence(page, goal->of_change ? TEXT_PRECISION_CHANGE : TEXT_PRECISION_LEVEL, what,
                        goal->scenario, NULL);
        const char *arguments[] = {what, as_precise(page, goal->mean, goal->half_width),
                                   as_precise(page, goal->half_width, goal->half_width),
                                   as_precise(page, goal->wanted, goal->wanted)};
        char text[SENTENCE_SIZE];
        text_format(text, sizeof text, page->invocation->language,
                    goal->reached ? TEXT_PRECISION_REACHED : TEXT_PRECISION_MISSED, arguments, 4);
        facts_add(&page->facts, "precision", TEXT_INFO_PRECISION, true,
                  arena_text(page->arena, text, strlen(text)));
    }
}

static void add_failures(struct page *page)
{
    enum { SHOWN = 3 };
    const struct results *results = page->results;
    for (size_t i = 0; i < results->n_failures && i < SHOWN; i++)
        facts_add(&page->facts, "failures", TEXT_INFO_FAILURES, true,
                  arena_print(page->arena, "%d, %s: %s", results->failures[i].replication,
                              results->failures[i].scenario, results->failures[i].reason));
}

static void fill_page(struct page *page)
{
    const struct results *results = page->results;
    add(page, "title", TEXT_INFO_TITLE, results->title[page->invocation->language]);
    add(page, "digest", TEXT_INFO_DIGEST, results->digest);
    add(page, "written_by", TEXT_INFO_WRITTEN_BY, results->version);
    add(page, "schema", TEXT_INFO_SCHEMA, results->schema);
    add(page, "seed", TEXT_INFO_SEED, arena_print(page->arena, "%.0f", results->seed));
    add_part(page);
    add_replications(page);
    add_failures(page);
    if (results->study)
        add(page, "study", TEXT_INFO_STUDY, results->study);
    add_goals(page);
    add_period(page);
    add(page, "world", TEXT_INFO_WORLD, results->world);
    add_scenarios(page);
    add(page, "parameters", TEXT_INFO_PARAMETERS, number(page, results->n_parameters));
    add(page, "sources", TEXT_INFO_SOURCES, number(page, results->n_sources));
    add_measures(page, "monthly", TEXT_INFO_MONTHLY);
    add_measures(page, "yearly", TEXT_INFO_YEARLY);
    add_measures(page, "weeks", TEXT_INFO_WEEKS);
}

static void print_page(struct page *page)
{
    const struct invocation *invocation = page->invocation;
    fill_page(page);
    if (invocation->json) {
        facts_json(&page->facts, invocation->out);
        fputs("\n", invocation->out);
        return;
    }
    fprintf(invocation->out, "%s\n", page->results->path);
    facts_print(&page->facts, invocation->language, invocation->out);
}

int command_info(const struct invocation *invocation)
{
    struct results *results = open_results_at(invocation, invocation->operands[0]);
    if (results) {
        struct page page = {.invocation = invocation, .results = results, .arena = arena_make()};
        page.facts.arena = page.arena;
        print_page(&page);
        arena_free(page.arena);
    }
    results_free(results);
    return results ? EXIT_DONE : EXIT_BAD_INPUT;
}
