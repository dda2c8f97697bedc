#include "analysis/provenance.h"
#include "analysis/report_parts.h"

#include "output/results_file.h"

#include <stdlib.h>
#include <string.h>

/* ---- heading ---- */

/* A value of Pandoc's heading: a text in quotes. */
static void put_field(FILE *out, const char *name, const char *text)
{
    fprintf(out, "%s: \"", name);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc(*text == '\n' ? ' ' : *text, out);
    }
    fputs("\"\n", out);
}

static void title_words(const struct report *report, char out[2048])
{
    enum { MOST_NAMED = 2 };
    size_t n = report->results->scenarios - 1;
    char list[1536] = "", number[32];
    snprintf(number, sizeof number, "%zu", n);
    for (size_t s = 1; s <= n && n <= MOST_NAMED; s++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", used ? "; " : "",
                 report_scenario(report, s));
    }
    text_format(out, 2048, report->language,
                n == 0           ? TEXT_REPORT_TITLE_NONE
                : n == 1         ? TEXT_REPORT_TITLE_ONE
                : n > MOST_NAMED ? TEXT_REPORT_TITLE_MANY
                                 : TEXT_REPORT_TITLE_TWO,
                ARGUMENTS(n > MOST_NAMED ? number : list));
}

static void subtitle_words(const struct report *report, char out[2048])
{
    char period[PERIOD_LABEL_SIZE];
    size_t last = report->order->n_worlds - 1;
    report_period(report, period);
    text_format(
        out, 2048, report->language, last ? TEXT_REPORT_SUBTITLE_TWO : TEXT_REPORT_SUBTITLE,
        ARGUMENTS(report->results->version, report_world_title(report->results, report->language),
                  period,
                  report_world_title(report->order->world[last].results, report->language)));
}

static void write_heading(const struct report *report)
{
    static const char *const code[N_LANGUAGES] = {"en-GB", "nb-NO", "nn-NO"};
    char text[2048];
    FILE *out = report->out;
    fputs("---\n", out);
    title_words(report, text);
    put_field(out, "title", text);
    subtitle_words(report, text);
    put_field(out, "subtitle", text);
    put_field(out, "lang", code[report->language]);
    put_field(out, "toc-title", report_word(report, TEXT_REPORT_CONTENTS));
    put_field(out, "skip", report_word(report, TEXT_REPORT_SKIP));
    text_format(text, sizeof text, report->language, TEXT_REPORT_FOOTER,
                ARGUMENTS(report->results->version, report->results->digest));
    put_field(out, "footer", text);
    put_field(out, "generator", report->order->program);
    fputs("---\n\n", out);
}

char *report_provenance(const struct report_order *order)
{
    const struct results *results[REPORT_MOST_WORLDS];
    const struct comparison_order *of = &order->world[0].comparison->order;
    for (size_t w = 0; w < order->n_worlds; w++)
        results[w] = order->world[w].results;
    return provenance_json(&(struct provenance){.kind = "report",
                                                .interval = provenance_intervals(of->simultaneous),
                                                .language = order->language,
                                                .period = of->period,
                                                .results = results,
                                                .n_results = order->n_worlds});
}

/* ---- the whole ---- */

bool report_compose(const struct report_order *order, FILE *out, struct messages *messages)
{
    struct report report = {.order = order,
                            .out = out,
                            .language = order->language,
                            .results = order->world[0].results,
                            .comparison = order->world[0].comparison};
    write_heading(&report);
    report_answer(&report);
    report_explorer(&report);
    report_problem(&report);
    report_measures(&report);
    report_effects(&report);
    report_affected(&report);
    report_children(&report);
    report_money(&report);
    report_worlds(&report);
    report_uncertainty(&report);
    report_appendix_numbers(&report);
    report_register(&report);
    report_again(&report);
    report_terms(&report);
    free(report.cell);
    if (!ferror(out) && !report.short_of_memory)
        return true;
    results_file_message(report.results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    return false;
}
