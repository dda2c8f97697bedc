/* Appendices: all numbers, how to make the report again, terms. */
#include "analysis/report_parts.h"

#include "tables/terms.h"

#include <string.h>

void report_appendix_numbers(struct report *report)
{
    char confidence[NUMBER_SIZE];
    report_heading(report, 2, "sec-a", TEXT_REPORT_A);
    report_paragraph(
        report, TEXT_REPORT_DETAILS_TEXT,
        ARGUMENTS(report_confidence(report, report->comparison->confidence, confidence)));
    report_marks(report);
    static const enum indicator_block blocks[] = {BLOCK_HEADLINE, BLOCK_QUEUE, BLOCK_WAIT_ENDS,
                                                  BLOCK_MONEY};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        report_block_tables(report, blocks[i]);
}

/* ---- how to make it again ---- */

static void fact(struct report *report, enum text what, const char *value)
{
    if (!value || !*value)
        return;
    report_cell_text(report, what);
    report_cell(report, value);
}

static void facts_of(struct report *report, const struct report_world *world)
{
    static const int widths[] = {24, 76};
    const struct results *results = world->results;
    char seed[32], replications[REPLICATIONS_SIZE], period[PERIOD_LABEL_SIZE], caption[1024];
    snprintf(seed, sizeof seed, "%.0f", results->seed);
    report_table(report, 2, widths, 2);
    report_cell_text(report, TEXT_REPORT_COLUMN_WHAT_IS);
    report_cell_text(report, TEXT_COLUMN_VALUE);
    fact(report, TEXT_REPORT_FILE, results->path);
    fact(report, TEXT_REPORT_DIGEST, results->digest);
    fact(report, TEXT_REPORT_WORLD, report_world_title(results, report->language));
    fact(report, TEXT_REPORT_REPLICATIONS,
         replications_words(replications, results->replications, results->n_draws,
                            report->language));
    fact(report, TEXT_REPORT_SEED, seed);
    fact(report, TEXT_REPORT_PERIOD,
         period_label(period, results, world->comparison->order.period));
    fact(report, TEXT_REPORT_WRITTEN_BY, results->version);
    fact(report, TEXT_REPORT_FINISHED, results->finished);
    fact(report, TEXT_REPORT_MADE_BY, report->order->program);
    snprintf(caption, sizeof caption, "%s (%s)", report_word(report, TEXT_REPORT_AGAIN_CAPTION),
             report_world_title(results, report->language));
    report_table_end(report, caption);
}

/* The report's own command: names of files, not where they lay. */
static void own_command(struct report *report)
{
    static const char *const codes[] = {"en", "nb", "nn"};
    fputs("plassflyt report", report->out);
    for (size_t w = 0; w < report->order->n_worlds; w++)
        fprintf(report->out, " %s", report->order->world[w].results->path);
    fprintf(report->out, " --lang %s\n", codes[report->language]);
}

void report_again(struct report *report)
{
    report_heading(report, 2, "sec-c", TEXT_REPORT_C);
    for (size_t w = 0; w < report->order->n_worlds; w++)
        facts_of(report, &report->order->world[w]);
    report_paragraph(report, TEXT_REPORT_AGAIN_TEXT, NO_ARGUMENTS);
    fputs("```\n", report->out);
    for (size_t w = 0; w < report->order->n_worlds; w++)
        if (*report->order->world[w].results->command)
            fprintf(report->out, "%s\n", report->order->world[w].results->command);
    own_command(report);
    fputs("```\n\n", report->out);
    report_paragraph(report, TEXT_REPORT_AGAIN_FILES, NO_ARGUMENTS);
}

/* ---- terms ---- */

void report_terms(struct report *report)
{
    static const int widths[] = {24, 24, 24, 48};
    static const enum text language[N_LANGUAGES] = {
        TEXT_REPORT_COLUMN_ENGLISH, TEXT_REPORT_COLUMN_BOKMAAL, TEXT_REPORT_COLUMN_NYNORSK};
    static const char *const code[N_LANGUAGES] = {"en", "nb", "nn"};
    report_heading(report, 2, "sec-d", TEXT_REPORT_D);
    report_table(report, 4, widths, 4);
    for (int l = 0; l < N_LANGUAGES; l++)
        report_cell_text(report, language[(l + (int)report->language) % N_LANGUAGES]);
    report_cell_text(report, TEXT_COLUMN_MEANING);
    for (size_t i = 0; i < n_terms; i++) {
        for (int l = 0; l < N_LANGUAGES; l++) {
            int of = (l + (int)report->language) % N_LANGUAGES;
            report_cell_in(report, code[of], term_table[i].word[of]);
        }
        report_cell(report, term_table[i].meaning[report->language]);
    }
    report_table_end(report, report_word(report, TEXT_REPORT_TERMS_CAPTION));
}
