#include "analysis/figure_panels.h"
#include "analysis/figure_parts.h"

#include "analysis/finding.h"
#include "analysis/provenance.h"
#include "analysis/results_reader.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Those that are not small panels over time. */
static bool (*const drawers[N_FIGURES])(struct page *) = {
    [FIGURE_QUEUE] = figure_queue,     [FIGURE_WAITS] = figure_waits,
    [FIGURE_REASONS] = figure_reasons, [FIGURE_CHANGES] = figure_changes,
    [FIGURE_TARGETS] = figure_targets, [FIGURE_UNCERTAINTY] = figure_uncertainty,
    [FIGURE_GAINS] = figure_gains,
};

const char *page_text(const struct page *page, enum text text)
{
    return text_table[text][page->order->language];
}

/* ---- the source line ---- */

/* The world's title; the file's is "Plassflyt: " and that. */
static const char *world_title(const struct results *results, enum language language)
{
    static const char program[] = "Plassflyt: ";
    const char *title = results->title[language];
    size_t length = sizeof program - 1;
    return strncmp(title, program, length) == 0 ? title + length : title;
}

/* Their names; of many how many there are (the provenance and the data name them all). */
static void list_scenarios(const struct page *page, const struct results *results, char *out,
                           size_t size)
{
    enum { MOST_NAMED = 5 };
    char names[1024] = "";
    size_t used = 0;
    enum text text = results->scenarios == 1 ? TEXT_FIGURE_SCENARIO : TEXT_FIGURE_SCENARIOS;
    for (size_t s = 0; s < results->scenarios && used < sizeof names; s++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", s ? ", " : "",
                                 results->scenario->category[s].name);
    if (results->scenarios > MOST_NAMED) {
        snprintf(names, sizeof names, "%zu", results->scenarios);
        text = TEXT_FIGURE_SCENARIO_COUNT;
    }
    text_format(out, size, page->order->language, text, ARGUMENTS(names));
}

/* "Kilde: Plassflyt …" of one results file. */
static void source_of_file(const struct page *page, const struct results *results, char *line,
                           size_t size)
{
    enum language language = page->order->language;
    char scenarios[1100], replications[REPLICATIONS_SIZE], seed[32];
    list_scenarios(page, results, scenarios, sizeof scenarios);
    replications_words(replications, results->replications, results->n_draws, language);
    snprintf(seed, sizeof seed, "%.0f", results->seed);
    text_format(line, size, language, TEXT_FIGURE_SOURCE,
                ARGUMENTS(results->version, world_title(results, language), scenarios, replications,
                          seed, results->digest));
}

/* The sources of all files, and of what is published if anything is; to be freed. */
static char *source_line(const struct page *page, const char *published)
{
    char line[8192];
    source_of_file(page, page->order->results, line, sizeof line);
    for (size_t i = 0; i < page->order->n_more; i++) {
        size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, " ");
        used = strlen(line);
        source_of_file(page, page->order->more[i], line + used, sizeof line - used);
    }
    size_t used = strlen(line);
    if (*published && used + 1 < sizeof line) {
        line[used++] = ' ';
        text_format(line + used, sizeof line - used, page->order->language, TEXT_FIGURE_PUBLISHED,
                    ARGUMENTS(published));
    }
    return strdup(line);
}

/* ---- pages ---- */

struct headline page_headline(const struct page *page, enum text subject, const double *values)
{
    const struct figure_order *order = page->order;
    return (struct headline){.results = order->results,
                             .language = order->language,
                             .period = order->period,
                             .subject = page_text(page, subject),
                             .values = values};
}

double page_room(const struct page *page)
{
    return page->look.width - 2 * MARGIN;
}

/* How high the legend becomes: drawn once where nobody sees it. */
static double legend_height(struct page *page, const struct page_words *words)
{
    struct page unseen = *page;
    char *script = NULL;
    size_t length;
    unseen.canvas.out = open_memstream(&script, &length);
    unseen.top = 0;
    if (!unseen.canvas.out)
        return 0;
    words->legend(&unseen, words->context);
    fclose(unseen.canvas.out);
    free(script);
    return -unseen.top;
}

static const double below_words = 0.1, below_legend = 0.15, above_source = 0.15;

/* "" if there was no memory for it: then the drawing fails in the end. */
static const char *source_of(const struct page *page)
{
    return page->drawing->source ? page->drawing->source : "";
}

/* How high all must be, by the page's look. */
static double page_height(struct page *page, const struct page_words *words)
{
    double width = page_room(page);
    const struct look *look = &page->look;
    return 2 * MARGIN +
           canvas_paragraph(NULL, 0, 0, width, look->title, TEXT_STYLE_BOLD, words->title) +
           canvas_paragraph(NULL, 0, 0, width, look->words, TEXT_STYLE_PLAIN, words->words) +
           below_words + legend_height(page, words) + below_legend +
           words->body(page, words->context) + above_source +
           canvas_paragraph(NULL, 0, 0, width, look->source, TEXT_STYLE_PLAIN, source_of(page));
}

static void write_words(struct page *page, const struct page_words *words)
{
    double width = page_room(page);
    struct canvas *canvas = &page->canvas;
    const struct look *look = &page->look;
    page->top = canvas->height - MARGIN - canvas_line_height(look->title) / 2;
    page->top -= canvas_paragraph(canvas, MARGIN, page->top, width, look->title, TEXT_STYLE_BOLD,
                                  words->title);
    page->top -= canvas_paragraph(canvas, MARGIN, page->top, width, look->words, TEXT_STYLE_PLAIN,
                                  words->words);
    double foot =
        canvas_paragraph(NULL, 0, 0, width, look->source, TEXT_STYLE_PLAIN, source_of(page));
    canvas_paragraph(canvas, MARGIN, MARGIN + foot - canvas_line_height(look->source) / 2, width,
                     look->source, TEXT_STYLE_GREY, source_of(page));
    page->bottom = MARGIN + foot + above_source;
}

/* "Title. Words Numbers" */
static char *alternative_of(const struct page_words *words)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    fprintf(out, "%s. %s%s%s", words->title, words->words, *words->numbers ? " " : "",
            words->numbers);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static char *provenance_of(const struct page *page, const char *interval)
{
    const struct figure_order *order = page->order;
    enum { MOST = 16 };
    const struct results *all[MOST] = {order->results};
    size_t n = 1;
    for (; n - 1 < order->n_more && n < MOST; n++)
        all[n] = order->more[n - 1];
    return provenance_json(&(struct provenance){.kind = "figure",
                                                .name = figure_table[page->figure].name,
                                                .interval = interval,
                                                .language = order->language,
                                                .period = order->period,
                                                .results = all,
                                                .n_results = n});
}

void page_begin(struct page *page, const struct page_words *words)
{
    struct drawing *drawing = page->drawing;
    drawing->title = strdup(words->title);
    drawing->words = strdup(words->words);
    drawing->source = source_line(page, words->published);
    drawing->alternative = alternative_of(words);
    drawing->provenance = provenance_of(page, words->interval);
    double height = page_height(page, words);
    while (page->look.height > 0 && height > page->look.height && look_make_room(&page->look))
        height = page_height(page, words);
    drawing->width = page->look.width;
    drawing->height = fmax(height, page->look.height);
    drawing->scale = page->look.scale;
    page->canvas = canvas_begin(page->canvas.out, drawing->width, drawing->height, &drawing->data);
    write_words(page, words);
    page->top -= below_words;
    words->legend(page, words->context);
    page->top -= below_legend;
}

void page_end(struct page *page)
{
    canvas_end(&page->canvas);
}

/* ---- figures ---- */

static char *csv_of(const struct figure_data *data)
{
    char *csv = NULL;
    size_t length;
    FILE *out = open_memstream(&csv, &length);
    if (!out)
        return NULL;
    figure_data_print(data, out);
    if (fclose(out) == 0)
        return csv;
    free(csv);
    return NULL;
}

static bool is_whole(const struct drawing *drawing)
{
    return drawing->script && drawing->csv && drawing->title && drawing->words && drawing->source &&
           drawing->alternative && drawing->provenance && !drawing->data.failed;
}

/* What is lacking in a file that should have it is told when it is read. */
static bool is_kept(const struct results *results, enum indicator indicator)
{
    return results->keeps_all || indicator_is_kept(results, indicator);
}

static bool has_queue(const struct results *results)
{
    return is_kept(results, INDICATOR_queue_past_wish) &&
           is_kept(results, INDICATOR_days_below_need) && is_kept(results, INDICATOR_cost_total);
}

bool figure_is_possible(enum figure figure, const struct figure_order *order, enum text *why)
{
    const struct results *results = order->results;
    const struct period waits = period_wait_years(results, order->period);
    const struct panels_row *panels = panels_row(figure);
    const struct {
        enum figure figure;
        bool possible;
        enum text why;
    } conditions[] = {
        {FIGURE_TARGETS, results->n_targets > 0, TEXT_TARGETS_NONE},
        {FIGURE_UNCERTAINTY, results->n_draws > 1, TEXT_FIGURE_NO_DRAWS},
        {FIGURE_CHANGES, results->scenarios > 1, TEXT_FIGURE_NO_CHANGES},
        {FIGURE_GAINS, results->scenarios > 1, TEXT_FIGURE_NO_CHANGES},
        {FIGURE_GAINS, reader_has(results->reader, results->reader->file, GROUP_CHILDREN),
         TEXT_FIGURE_NO_CHILDREN},
        {FIGURE_WAITS, waits.first < waits.end, TEXT_FIGURE_NO_WAITS},
        {FIGURE_WAITS, is_kept(results, INDICATOR_wait_from_request_p50), TEXT_FIGURE_NOT_KEPT},
        {FIGURE_QUEUE, has_queue(results), TEXT_FIGURE_NOT_KEPT},
        {FIGURE_CHANGES, has_queue(results), TEXT_FIGURE_NOT_KEPT},
        {FIGURE_UNCERTAINTY, has_queue(results), TEXT_FIGURE_NOT_KEPT},
        {FIGURE_REASONS, is_kept(results, INDICATOR_waiting_days_by_reason), TEXT_FIGURE_NOT_KEPT},
        {figure, !panels || panel_is_kept(results, &panels->panel[panels->main]),
         TEXT_FIGURE_NOT_KEPT},
    };
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++)
        if (conditions[i].figure == figure && !conditions[i].possible) {
            *why = conditions[i].why;
            return false;
        }
    return true;
}

bool figure_make(enum figure figure, const struct figure_order *order, struct drawing *drawing,
                 struct messages *messages)
{
    size_t length = 0;
    struct indicator_source own = {.results = order->results, .messages = messages};
    struct page page = {.figure = figure,
                        .order = order,
                        .look = look_make(order->size, order->theme),
                        .source = order->source ? order->source : &own,
                        .drawing = drawing};
    enum text why;
    *drawing = (struct drawing){0};
    if (!figure_is_possible(figure, order, &why)) {
        results_file_message(order->results->path, messages, why, NULL, NULL, NULL);
        return false;
    }
    page.canvas.out = open_memstream(&drawing->script, &length);
    bool (*drawer)(struct page *) = drawers[figure] ? drawers[figure] : figure_panels;
    bool drawn = page.canvas.out && drawer(&page);
    int before = messages->count;
    if (page.canvas.out && fclose(page.canvas.out) != 0)
        drawn = false;
    indicator_source_free(&own);
    if (drawn)
        drawing->csv = csv_of(&drawing->data);
    bool whole = drawn && is_whole(drawing);
    if (!whole && before == 0)
        results_file_message(order->results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    if (!whole)
        drawing_free(drawing);
    return whole;
}

void drawing_free(struct drawing *drawing)
{
    char *const all[] = {drawing->script, drawing->csv,         drawing->title,     drawing->words,
                         drawing->source, drawing->alternative, drawing->provenance};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        free(all[i]);
    figure_data_free(&drawing->data);
    *drawing = (struct drawing){0};
}
