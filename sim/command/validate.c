/* plassflyt validate: the history held against published figures. */
#include "analysis/finding.h"
#include "analysis/number.h"
#include "analysis/target.h"
#include "command/command.h"
#include "command/open_results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char world_key[] = "world", between_key[] = "between_draws";

/* In a table the world stands only where there are several, and the draws' part where there are
 * draws (struct page). */
static const struct column all_columns[] = {
    {"target", TEXT_COLUMN_TARGET, false, EVERYWHERE},
    {"title", TEXT_COLUMN_TITLE, false, EVERYWHERE},
    {"when", TEXT_COLUMN_YEAR, false, FILE_ONLY},
    {world_key, TEXT_COLUMN_WORLD, false, FILE_ONLY},
    {"unit", TEXT_COLUMN_UNIT, false, FILE_ONLY},
    {"published", TEXT_COLUMN_PUBLISHED, true, EVERYWHERE},
    {"span", TEXT_COLUMN_SPAN, true, TABLE_ONLY},
    {"low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"model", TEXT_COLUMN_MODEL, true, EVERYWHERE},
    {"replications_95", TEXT_COLUMN_MODEL_SPAN, true, TABLE_ONLY},
    {"model_low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"model_high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"draws", TEXT_COLUMN_DRAWS, true, FILE_ONLY},
    {between_key, TEXT_COMPARE_BETWEEN, true, FILE_ONLY},
    {"within_draws", TEXT_COLUMN_LEVEL_WITHIN, true, FILE_ONLY},
    {"mean_low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"mean_high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"share_inside", TEXT_COLUMN_SHARE, true, FILE_ONLY},
    {"distance", TEXT_COLUMN_DISTANCE, true, EVERYWHERE},
    {"finding", TEXT_COLUMN_FINDING, false, EVERYWHERE},
    {"kind", TEXT_COLUMN_STATUS, false, EVERYWHERE},
    {"use", TEXT_COLUMN_USE, false, FILE_ONLY},
    {"source", TEXT_COLUMN_SOURCE, false, EVERYWHERE},
    {"compared_with_first_year", TEXT_COLUMN_FIRST_YEAR, false, FILE_ONLY},
    {"digest", TEXT_COLUMN_DIGEST, false, FILE_ONLY},
};
enum { N_COLUMNS = sizeof all_columns / sizeof all_columns[0] };

/* A table shows one group: what may be fitted to, what is held back, what only names a regime. */
enum group { FITTED, HELD_BACK, LABEL, N_GROUPS };

/* A results file and what it says of its targets. */
struct validated {
    struct results *results;
    struct target_answer *answers; /* [n] */
    size_t n;
};

struct page {
    const struct invocation *invocation;
    struct validated *file; /* [n_files] */
    size_t n_files;
    struct column columns[N_COLUMNS];
};

static bool has_draws(const struct page *page)
{
    for (size_t f = 0; f < page->n_files; f++)
        if (page->file[f].results->n_draws > 0)
            return true;
    return false;
}

static enum group group_of(const struct results_target *target)
{
    if (target->held_back)
        return HELD_BACK;
    return strcmp(target->use, "label") == 0 ? LABEL : FITTED;
}

/* A file's world, or its path where the world does not tell it from the others. */
static const char *name_of(const struct page *page, const struct validated *file)
{
    const struct results *results = file->results;
    for (size_t f = 0; f < page->n_files; f++)
        if (!results->world || (&page->file[f] != file && page->file[f].results->world &&
                                strcmp(page->file[f].results->world, results->world) == 0))
            return results->path;
    return results->world;
}

/* ---- numbers ---- */

/* Shares and small numbers need decimals; a published count of children does not. */
static int decimals_of(const struct results_target *target)
{
    double most = fabs(target->high);
    return most < 2 ? 3 : most < 40 ? 1 : 0;
}

static const char *plain(char *out, const struct page *page, const struct results_target *target,
                         double value)
{
    bool millions = strcmp(target->unit, "NOK") == 0;
    if (millions)
        return number_million_kroner(out, page->invocation->language, 100 * value, 0);
    return number_plain(out, page->invocation->language, value, decimals_of(target));
}

/* An end of a span this far off, in the unit it is shown in, was not meant as one. */
static const double no_end = 1e5;

static bool has_two_ends(const struct results_target *target)
{
    double by = strcmp(target->unit, "NOK") == 0 ? 1e6 : 1;
    return target->high < no_end * by && target->low > -no_end * by;
}

static void add_range(struct sheet *sheet, const struct page *page,
                      const struct results_target *target, double low, double high)
{
    char out[NUMBER_SIZE], text[NUMBER_SIZE + 8];
    double by = strcmp(target->unit, "NOK") == 0 ? 1e6 : 1;
    int decimals = decimals_of(target);
    if (high >= no_end * by) {
        snprintf(text, sizeof text, "≥ %s", plain(out, page, target, low));
        sheet_add(sheet, text);
    } else if (low <= -no_end * by) {
        snprintf(text, sizeof text, "≤ %s", plain(out, page, target, high));
        sheet_add(sheet, text);
    } else {
        sheet_add(sheet,
                  number_range(out, page->invocation->language, low / by, high / by, decimals));
    }
}

static void add_distance(struct sheet *sheet, const struct page *page,
                         const struct target_answer *answer, enum sheet_form form)
{
    char out[NUMBER_SIZE];
    if (form != SHEET_TABLE)
        sheet_add_estimate(sheet, answer->known ? answer->distance : NAN);
    else if (answer->known && has_two_ends(answer->target))
        sheet_add(sheet, number_signed(out, page->invocation->language, answer->distance, 1));
    else
        sheet_add(sheet, "");
}

/* ---- rows ---- */

/* As in CSV and JSON: the same in every language. */
static const char *answer_name(const struct target_answer *answer)
{
    return !answer->known ? "unknown" : answer->met ? "met" : "missed";
}

/* The same for people. */
static const char *answer_words(const struct page *page, const struct target_answer *answer,
                                char text[256])
{
    char share[NUMBER_SIZE], asked[NUMBER_SIZE];
    enum language language = page->invocation->language;
    const struct results_target *t = answer->target;
    if (answer->no_scenario) {
        text_format(text, 256, language, TEXT_TARGET_NO_SCENARIO,
                    (const char *const[]){t->scenario}, 1);
        return text;
    }
    if (!answer->known)
        return say(page->invocation, TEXT_TARGET_UNKNOWN);
    const char *word = say(page->invocation, answer->met ? TEXT_TARGET_MET : TEXT_TARGET_MISSED);
    if (!(t->share > 0))
        return word;
    number_percent(share, language, answer->share, 0);
    number_percent(asked, language, t->share, 0);
    text_format(text, 256, language, TEXT_TARGET_SHARE, (const char *const[]){word, share, asked},
                3);
    return text;
}

static void add_figures_of_file(struct sheet *sheet, const struct target_answer *answer)
{
    const struct results_target *t = answer->target;
    const struct estimate unknown = {0, NAN, NAN, NAN, {NAN, NAN}, 0, NAN, NAN, NAN, NAN};
    const struct estimate *estimate = answer->known ? &answer->estimate : &unknown;
    sheet_add_estimate(sheet, t->value);
    sheet_add(sheet, NULL);
    sheet_add_number(sheet, t->low);
    sheet_add_number(sheet, t->high);
    sheet_add_estimate(sheet, answer->known ? answer->mean : NAN);
    sheet_add(sheet, NULL);
    sheet_add_estimate(sheet, answer->known ? answer->low : NAN);
    sheet_add_estimate(sheet, answer->known ? answer->high : NAN);
    sheet_add_number(sheet, (double)estimate->draws);
    sheet_add_estimate(sheet, estimate->between);
    sheet_add_estimate(sheet, estimate->within);
    sheet_add_estimate(sheet, estimate->interval.low);
    sheet_add_estimate(sheet, estimate->interval.high);
    sheet_add_estimate(sheet, answer->known ? answer->share : NAN);
}

/* Adds cells that stand in files only. */
static void skip(struct sheet *sheet, int n)
{
    for (int i = 0; i < n; i++)
        sheet_add(sheet, NULL);
}

static void add_figures_of_table(struct sheet *sheet, const struct page *page,
                                 const struct target_answer *answer, bool first)
{
    char out[NUMBER_SIZE];
    const struct results_target *t = answer->target;
    sheet_add(sheet, isnan(t->value) || !first ? "" : plain(out, page, t, t->value));
    if (first)
        add_range(sheet, page, t, t->low, t->high);
    else
        sheet_add(sheet, "");
    skip(sheet, 2);
    sheet_add(sheet, answer->known ? plain(out, page, t, answer->mean) : "");
    if (answer->known)
        add_range(sheet, page, t, answer->low, answer->high);
    else
        sheet_add(sheet, "");
    skip(sheet, 3);
    bool drawn = answer->known && answer->estimate.draws > 0;
    sheet_add(sheet, drawn ? plain(out, page, t, answer->estimate.between) : "");
    skip(sheet, 4);
}

/* first: the row that says what is published; those of further files stand below it. */
static void add_answer(struct sheet *sheet, const struct page *page, const struct validated *file,
                       const struct target_answer *answer, enum sheet_form form, bool first)
{
    char text[256];
    const struct results_target *t = answer->target;
    bool table = form == SHEET_TABLE;
    sheet_add(sheet, first ? t->id : "");
    sheet_add(sheet, first ? t->title[page->invocation->language] : "");
    sheet_add(sheet, t->when);
    sheet_add(sheet, name_of(page, file));
    sheet_add(sheet, t->unit);
    if (table)
        add_figures_of_table(sheet, page, answer, first);
    else
        add_figures_of_file(sheet, answer);
    add_distance(sheet, page, answer, form);
    sheet_add(sheet, table ? answer_words(page, answer, text) : answer_name(answer));
    sheet_add(sheet, first ? t->kind : "");
    sheet_add(sheet, t->use);
    sheet_add(sheet, first ? t->source : "");
    sheet_add(sheet, answer->compared_with_first ? "yes" : "no");
    sheet_add(sheet, file->results->digest);
}

static const struct target_answer *answer_of(const struct validated *file, const char *id)
{
    for (size_t i = 0; i < file->n; i++)
        if (strcmp(file->answers[i].target->id, id) == 0)
            return &file->answers[i];
    return NULL;
}

/* The targets of the first file, each with the answers of all files. */
static void print_table(const struct page *page, enum group group)
{
    struct sheet *sheet = sheet_make(page->columns, N_COLUMNS);
    for (size_t i = 0; i < page->file[0].n; i++) {
        const struct results_target *target = page->file[0].answers[i].target;
        for (size_t f = 0; f < page->n_files && group_of(target) == group; f++) {
            const struct target_answer *answer = answer_of(&page->file[f], target->id);
            if (answer)
                add_answer(sheet, page, &page->file[f], answer, SHEET_TABLE, f == 0);
        }
    }
    sheet_print(sheet, SHEET_TABLE, page->invocation->language, page->invocation->out);
    sheet_free(sheet);
}

/* Every answer of every file, a row each. */
static void print_rows(const struct page *page, enum sheet_form form)
{
    struct sheet *sheet = sheet_make(page->columns, N_COLUMNS);
    for (size_t f = 0; f < page->n_files; f++)
        for (size_t i = 0; i < page->file[f].n; i++)
            add_answer(sheet, page, &page->file[f], &page->file[f].answers[i], form, true);
    sheet_print(sheet, form, page->invocation->language, page->invocation->out);
    sheet_free(sheet);
}

/* ---- the page ---- */

/* How many of a group's figures a file knows, and how many of these it meets. */
static void count_met(const struct validated *file, enum group group, size_t *known, size_t *met)
{
    *known = *met = 0;
    for (size_t i = 0; i < file->n; i++)
        if (group_of(file->answers[i].target) == group && file->answers[i].known) {
            *known += 1;
            *met += file->answers[i].met;
        }
}

static void print_count(const struct page *page, const struct validated *file)
{
    char met[16], all[16], held_met[16], held[16];
    size_t known, good;
    count_met(file, FITTED, &known, &good);
    snprintf(met, sizeof met, "%zu", good);
    snprintf(all, sizeof all, "%zu", known);
    count_met(file, HELD_BACK, &known, &good);
    snprintf(held_met, sizeof held_met, "%zu", good);
    snprintf(held, sizeof held, "%zu", known);
    print_text(page->invocation, TEXT_TARGETS_MET,
               (const char *const[]){met, all, held_met, held, name_of(page, file)}, 5);
    fputs("\n", page->invocation->out);
}

static void print_file(const struct page *page, const struct results *results)
{
    char replications[REPLICATIONS_SIZE];
    enum language language = page->invocation->language;
    replications_words(replications, results->replications, results->n_draws, language);
    print_text(page->invocation, TEXT_TARGETS_FILE,
               (const char *const[]){results->path, results->title[language], replications,
                                     results->digest},
               4);
    fputs("\n", page->invocation->out);
}

static void print_page(const struct page *page)
{
    static const enum text heading[N_GROUPS] = {TEXT_TARGETS_FITTED, TEXT_TARGETS_HELD_BACK,
                                                TEXT_TARGETS_LABEL};
    FILE *out = page->invocation->out;
    for (size_t f = 0; f < page->n_files; f++)
        print_file(page, page->file[f].results);
    for (int g = 0; g < N_GROUPS; g++) {
        fprintf(out, "\n%s\n", say(page->invocation, heading[g]));
        print_table(page, (enum group)g);
    }
    fputs("\n", out);
    for (size_t f = 0; f < page->n_files; f++)
        print_count(page, &page->file[f]);
    fprintf(out, "%s\n", say(page->invocation, TEXT_TARGETS_NOTE));
    fprintf(out, "%s\n",
            say(page->invocation, has_draws(page) ? TEXT_TARGETS_DRAWS : TEXT_TARGETS_CHANCE));
}

/* Shows in a table the columns that this page needs. */
static void choose_columns(struct page *page)
{
    memcpy(page->columns, all_columns, sizeof all_columns);
    for (size_t c = 0; c < N_COLUMNS; c++) {
        const char *key = page->columns[c].key;
        if ((key == world_key && page->n_files > 1) || (key == between_key && has_draws(page)))
            page->columns[c].place = EVERYWHERE;
    }
}

/* ---- the verb ---- */

static bool read_file(const struct invocation *invocation, const char *path, struct validated *file)
{
    struct messages messages;
    file->results = open_results_at(invocation, path);
    if (!file->results)
        return false;
    messages_start(&messages, invocation->language);
    file->answers = target_answers(file->results, &file->n, &messages);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    if (file->answers && file->n == 0)
        refuse(invocation, TEXT_TARGETS_NONE, (const char *const[]){path}, 1);
    return file->answers && file->n > 0;
}

int command_validate(const struct invocation *invocation)
{
    struct page page = {.invocation = invocation, .n_files = invocation->n_operands};
    enum sheet_form form = form_wanted(invocation);
    page.file = calloc(page.n_files, sizeof *page.file);
    bool good = page.file != NULL;
    for (size_t f = 0; f < page.n_files && good; f++)
        good = read_file(invocation, invocation->operands[f], &page.file[f]);
    if (good)
        choose_columns(&page);
    if (good && form == SHEET_TABLE)
        print_page(&page);
    else if (good)
        print_rows(&page, form);
    for (size_t f = 0; f < page.n_files && page.file; f++) {
        free(page.file[f].answers);
        results_free(page.file[f].results);
    }
    free(page.file);
    return good ? EXIT_DONE : EXIT_BAD_INPUT;
}
