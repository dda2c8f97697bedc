/* The sheet that is read first: what is compared, from what, how sure it is, what to be careful with,
 * what each sheet and column means. */
#include "analysis/workbook_parts.h"

#include "analysis/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SENTENCE = 4096, KEY_WIDTH = 28, TEXT_WIDTH = 110, LINE_HEIGHT = 15 };

/* Where on the sheet the next line goes. */
struct pen {
    const struct book *book;
    lxw_row_t row;
};

/* Lines that a text takes; programs that do not measure it themselves are told so. */
static double lines_of(const char *text, double width)
{
    double characters = 0;
    for (; *text; text++)
        characters += ((unsigned char)*text & 0xc0) != 0x80;
    return fmax(1, ceil(characters / width));
}

static void line(struct pen *at, const char *key, const char *text)
{
    double lines = fmax(lines_of(text, TEXT_WIDTH), lines_of(key, KEY_WIDTH));
    worksheet_set_row(at->book->notes, at->row, LINE_HEIGHT * lines, NULL);
    book_text(at->book->notes, at->row, 0, key, at->book->title);
    book_text(at->book->notes, at->row, 1, text, at->book->wrapped);
    at->row++;
}

static void sentence(struct pen *at, enum text key, enum text text, const char *const *arguments,
                     int n_arguments)
{
    char out[SENTENCE];
    text_format(out, sizeof out, at->book->order->language, text, arguments, n_arguments);
    line(at, book_say(at->book, key), out);
}

/* ---- what it is ---- */

/* The name of a file, without the folders that it lies in on this machine. */
static const char *file_name(const struct results *results)
{
    const char *last = strrchr(results->path, '/');
    return last ? last + 1 : results->path;
}

static void write_files(struct pen *at)
{
    const struct workbook_order *order = at->book->order;
    for (size_t w = 0; w < order->worlds->n; w++) {
        const struct results *results = order->worlds->comparison[w]->results;
        char replications[REPLICATIONS_SIZE], seed[32];
        replications_words(replications, results->replications, results->n_draws, order->language);
        snprintf(seed, sizeof seed, "%.0f", results->seed);
        sentence(at, TEXT_BOOK_FILE, TEXT_COMPARE_FILE,
                 ARGUMENTS(file_name(results), results->title[order->language], seed,
                           results->digest, results->version, replications));
    }
}

static void write_scenarios(struct pen *at)
{
    const struct results *results = at->book->order->worlds->comparison[0]->results;
    for (size_t s = 0; s < results->scenarios; s++) {
        const struct results_category *scenario = &results->scenario->category[s];
        char text[SENTENCE];
        snprintf(text, sizeof text, "%s: %s", scenario->name,
                 scenario->label[at->book->order->language]);
        line(at, s ? "" : book_say(at->book, TEXT_BOOK_SCENARIOS), text);
    }
}

static void write_question(struct pen *at)
{
    const struct comparison *comparison = at->book->order->worlds->comparison[0];
    const struct results *results = comparison->results;
    const struct results_parameter *price = results_parameter(results, "price_year");
    enum language language = at->book->order->language;
    char period[PERIOD_LABEL_SIZE], waits[PERIOD_LABEL_SIZE], year[32];
    char confidence[NUMBER_SIZE], each[NUMBER_SIZE], changes[32];
    sentence(at, TEXT_BOOK_QUESTION, TEXT_COMPARE_SCENARIOS,
             ARGUMENTS(results->scenario->category[comparison->order.base].name,
                       period_label(period, results, comparison->order.period),
                       number_confidence(confidence, language, comparison->order.confidence),
                       comparison_kind_words(comparison, language)));
    snprintf(changes, sizeof changes, "%zu", comparison->intervals);
    if (comparison->order.simultaneous)
        sentence(at, TEXT_BOOK_INTERVALS, TEXT_COMPARE_SIMULTANEOUS,
                 ARGUMENTS(changes, confidence,
                           number_confidence(each, language, comparison->confidence)));
    if (*period_wait_label(waits, results, comparison->order.period))
        sentence(at, TEXT_BOOK_WAITS, TEXT_COMPARE_WAITS, ARGUMENTS(waits));
    if (price) {
        snprintf(year, sizeof year, "%.0f", price->value[0]);
        sentence(at, TEXT_BOOK_MONEY, TEXT_COMPARE_PRICES, ARGUMENTS(year));
    }
}

/* ---- how to read it ---- */

static void write_reading(struct pen *at)
{
    const struct workbook_order *order = at->book->order;
    const struct results *results = order->worlds->comparison[0]->results;
    bool drawn = results->n_draws > 0;
    char confidence[NUMBER_SIZE];
    sentence(at, TEXT_BOOK_INTERVALS, drawn ? TEXT_COMPARE_NOTE_DRAWS : TEXT_COMPARE_NOTE_INTERVALS,
             NO_ARGUMENTS);
    if (order->n_rankings > 0)
        sentence(at, TEXT_BOOK_RANKING, TEXT_RANKING_NOTE,
                 ARGUMENTS(number_confidence(confidence, order->language,
                                             order->ranking[0].ranking.confidence)));
    for (size_t w = 0; w < order->worlds->n; w++)
        for (size_t i = 0; i < order->warnings[w].n; i++) {
            char text[SENTENCE];
            bool several = order->worlds->n > 1;
            snprintf(text, sizeof text, "%s%s%s",
                     several ? order->worlds->comparison[w]->results->world : "",
                     several ? ": " : "", order->warnings[w].text[i]);
            line(at, book_say(at->book, TEXT_BOOK_WARNING), text);
        }
    sentence(at, TEXT_BOOK_REPRODUCE, TEXT_BOOK_HOW_TO_REPRODUCE, ARGUMENTS(file_name(results)));
    sentence(at, TEXT_BOOK_LICENCE, TEXT_BOOK_HOW_TO_CITE,
             ARGUMENTS(results->version, results->digest));
}

/* ---- sheets and columns ---- */

static void write_sheets(struct pen *at)
{
    enum language language = at->book->order->language;
    at->row++;
    line(at, book_say(at->book, TEXT_BOOK_SHEETS), "");
    for (int a = 0; a < N_ANSWERS; a++)
        if (at->book->table[a])
            line(at, answer_table[a].title[language], answer_table[a].about[language]);
}

static bool is_used(const struct book *book, enum field field)
{
    for (int a = 0; a < N_ANSWERS; a++)
        if (book->table[a] && table_column(book->table[a], field) < book->table[a]->n_fields)
            return true;
    return false;
}

static void write_columns(struct pen *at)
{
    enum language language = at->book->order->language;
    at->row++;
    line(at, book_say(at->book, TEXT_BOOK_COLUMNS), "");
    for (int f = 0; f < N_FIELDS; f++)
        if (is_used(at->book, (enum field)f))
            line(at, field_table[f].heading[language], field_table[f].note[language]);
}

void book_write_notes(const struct book *book)
{
    struct pen at = {book, 0};
    worksheet_set_column(book->notes, 0, 0, KEY_WIDTH, NULL);
    worksheet_set_column(book->notes, 1, 1, TEXT_WIDTH, NULL);
    sentence(&at, TEXT_BOOK_WHAT, TEXT_BOOK_SUBJECT, NO_ARGUMENTS);
    write_files(&at);
    write_scenarios(&at);
    write_question(&at);
    write_reading(&at);
    write_sheets(&at);
    write_columns(&at);
    worksheet_set_paper(book->notes, 9); /* A4 */
    worksheet_fit_to_pages(book->notes, 1, 0);
}
