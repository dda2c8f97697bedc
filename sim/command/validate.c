/* plassflyt validate: the history held against published figures. */
#include "analysis/number.h"
#include "analysis/target.h"
#include "command/command.h"
#include "command/open_results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct column columns[] = {
    {"target", TEXT_COLUMN_TARGET, false, EVERYWHERE},
    {"title", TEXT_COLUMN_TITLE, false, EVERYWHERE},
    {"when", TEXT_COLUMN_YEAR, false, FILE_ONLY},
    {"unit", TEXT_COLUMN_UNIT, false, FILE_ONLY},
    {"published", TEXT_COLUMN_PUBLISHED, true, EVERYWHERE},
    {"span", TEXT_COLUMN_SPAN, true, TABLE_ONLY},
    {"low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"model", TEXT_COLUMN_MODEL, true, EVERYWHERE},
    {"replications_95", TEXT_COLUMN_MODEL_SPAN, true, TABLE_ONLY},
    {"model_low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"model_high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"share_inside", TEXT_COLUMN_SHARE, true, FILE_ONLY},
    {"distance", TEXT_COLUMN_DISTANCE, true, EVERYWHERE},
    {"finding", TEXT_COLUMN_FINDING, false, EVERYWHERE},
    {"kind", TEXT_COLUMN_STATUS, false, EVERYWHERE},
    {"use", TEXT_COLUMN_USE, false, FILE_ONLY},
    {"source", TEXT_COLUMN_SOURCE, false, EVERYWHERE},
    {"compared_with_first_year", TEXT_COLUMN_FIRST_YEAR, false, FILE_ONLY},
    {"digest", TEXT_COLUMN_DIGEST, false, FILE_ONLY},
};
enum { N_COLUMNS = sizeof columns / sizeof columns[0] };

/* A table shows one group: what may be fitted to, what is held back, what only names a regime. */
enum group { FITTED, HELD_BACK, LABEL, N_GROUPS };

struct page {
    const struct invocation *invocation;
    const struct results *results;
    const struct target_answer *answers; /* [n] */
    size_t n;
};

static enum group group_of(const struct results_target *target)
{
    if (target->held_back)
        return HELD_BACK;
    return strcmp(target->use, "label") == 0 ? LABEL : FITTED;
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

static void add_range(struct sheet *sheet, const struct page *page,
                      const struct results_target *target, double low, double high)
{
    char out[NUMBER_SIZE], text[NUMBER_SIZE + 8];
    double by = strcmp(target->unit, "NOK") == 0 ? 1e6 : 1;
    int decimals = decimals_of(target);
    if (high >= 1e5 && by < 2) { /* no upper end was meant */
        snprintf(text, sizeof text, "≥ %s", plain(out, page, target, low));
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
    else if (answer->known && answer->target->high < 1e5)
        sheet_add(sheet, number_signed(out, page->invocation->language, answer->distance, 1));
    else
        sheet_add(sheet, "");
}

/* ---- rows ---- */

/* As in CSV and JSON: the same in every language. */
static const char *finding_name(const struct target_answer *answer)
{
    return !answer->known ? "unknown" : answer->met ? "met" : "missed";
}

/* The same for people. */
static const char *finding_words(const struct page *page, const struct target_answer *answer,
                                 char text[256])
{
    char share[NUMBER_SIZE], asked[NUMBER_SIZE];
    enum language language = page->invocation->language;
    const struct results_target *t = answer->target;
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

static void add_figures(struct sheet *sheet, const struct page *page,
                        const struct target_answer *answer, enum sheet_form form)
{
    char out[NUMBER_SIZE];
    const struct results_target *t = answer->target;
    if (form == SHEET_TABLE) {
        sheet_add(sheet, isnan(t->value) ? "" : plain(out, page, t, t->value));
        add_range(sheet, page, t, t->low, t->high);
    } else {
        sheet_add_estimate(sheet, t->value);
        sheet_add(sheet, NULL);
        sheet_add_number(sheet, t->low);
        sheet_add_number(sheet, t->high);
        sheet_add_estimate(sheet, answer->known ? answer->mean : NAN);
        sheet_add(sheet, NULL);
        sheet_add_estimate(sheet, answer->known ? answer->low : NAN);
        sheet_add_estimate(sheet, answer->known ? answer->high : NAN);
        sheet_add_estimate(sheet, answer->known ? answer->share : NAN);
        return;
    }
    for (int i = 0; i < 2; i++)
        sheet_add(sheet, NULL);
    sheet_add(sheet, answer->known ? plain(out, page, t, answer->mean) : "");
    if (answer->known)
        add_range(sheet, page, t, answer->low, answer->high);
    else
        sheet_add(sheet, "");
    for (int i = 0; i < 3; i++)
        sheet_add(sheet, NULL);
}

static void add_answer(struct sheet *sheet, const struct page *page,
                       const struct target_answer *answer, enum sheet_form form)
{
    char text[256];
    const struct results_target *t = answer->target;
    sheet_add(sheet, t->id);
    sheet_add(sheet, t->title[page->invocation->language]);
    sheet_add(sheet, t->when);
    sheet_add(sheet, t->unit);
    add_figures(sheet, page, answer, form);
    add_distance(sheet, page, answer, form);
    sheet_add(sheet,
              form == SHEET_TABLE ? finding_words(page, answer, text) : finding_name(answer));
    sheet_add(sheet, t->kind);
    sheet_add(sheet, t->use);
    sheet_add(sheet, t->source);
    sheet_add(sheet, answer->compared_with_first ? "yes" : "no");
    sheet_add(sheet, page->results->digest);
}

static void print_rows(const struct page *page, enum sheet_form form, int group)
{
    struct sheet *sheet = sheet_make(columns, N_COLUMNS);
    for (size_t i = 0; i < page->n; i++)
        if (group < 0 || (int)group_of(page->answers[i].target) == group)
            add_answer(sheet, page, &page->answers[i], form);
    sheet_print(sheet, form, page->invocation->language, page->invocation->out);
    sheet_free(sheet);
}

/* ---- the page ---- */

static void print_count(const struct page *page)
{
    char met[16], all[16];
    size_t n = 0, good = 0;
    for (size_t i = 0; i < page->n; i++)
        if (group_of(page->answers[i].target) == FITTED && page->answers[i].known) {
            n++;
            good += page->answers[i].met;
        }
    snprintf(met, sizeof met, "%zu", good);
    snprintf(all, sizeof all, "%zu", n);
    print_text(page->invocation, TEXT_TARGETS_MET, (const char *const[]){met, all}, 2);
    fputs("\n", page->invocation->out);
}

static void print_page(const struct page *page)
{
    static const enum text heading[N_GROUPS] = {TEXT_TARGETS_FITTED, TEXT_TARGETS_HELD_BACK,
                                                TEXT_TARGETS_LABEL};
    FILE *out = page->invocation->out;
    char replications[16];
    enum language language = page->invocation->language;
    snprintf(replications, sizeof replications, "%zu", page->results->replications);
    print_text(page->invocation, TEXT_TARGETS_FILE,
               (const char *const[]){page->results->path, page->results->title[language],
                                     replications, page->results->digest},
               4);
    fputs("\n", out);
    for (int g = 0; g < N_GROUPS; g++) {
        fprintf(out, "\n%s\n", say(page->invocation, heading[g]));
        print_rows(page, SHEET_TABLE, g);
    }
    fputs("\n", out);
    print_count(page);
    fprintf(out, "%s\n", say(page->invocation, TEXT_TARGETS_NOTE));
}

int command_validate(const struct invocation *invocation)
{
    struct period period;
    struct results *results = open_results(invocation, &period);
    if (!results)
        return EXIT_BAD_INPUT;
    struct messages messages;
    messages_start(&messages, invocation->language);
    size_t n;
    struct target_answer *answers = target_answers(results, &n, &messages);
    struct page page = {invocation, results, answers, n};
    enum sheet_form form = form_wanted(invocation);
    if (answers && n == 0) {
        refuse(invocation, TEXT_TARGETS_NONE, (const char *const[]){results->path}, 1);
        free(answers);
        answers = NULL;
    } else if (answers && form == SHEET_TABLE) {
        print_page(&page);
    } else if (answers) {
        print_rows(&page, form, -1);
    }
    int status = answers ? EXIT_DONE : EXIT_BAD_INPUT;
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    free(answers);
    results_free(results);
    return status;
}
