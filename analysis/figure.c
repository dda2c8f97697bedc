#include "analysis/figure_parts.h"

#include "analysis/finding.h"
#include "output/results_file.h"

#include <stdlib.h>
#include <string.h>

static bool (*const drawers[N_FIGURES])(struct page *) = {
    [FIGURE_QUEUE] = figure_queue,     [FIGURE_WAITS] = figure_waits,
    [FIGURE_PLACES] = figure_places,   [FIGURE_REASONS] = figure_reasons,
    [FIGURE_TARGETS] = figure_targets,
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

static void list_scenarios(const struct page *page, const struct results *results, char *out,
                           size_t size)
{
    char names[1024] = "";
    size_t used = 0;
    for (size_t s = 0; s < results->scenarios && used < sizeof names; s++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", s ? ", " : "",
                                 results->scenario->category[s].name);
    enum text text = results->scenarios == 1 ? TEXT_FIGURE_SCENARIO : TEXT_FIGURE_SCENARIOS;
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

/* The page's height, which the title, the words and the source are placed by. */
static double page_height(struct page *page, double body, const struct page_words *words)
{
    double width = PAGE_WIDTH - 2 * MARGIN;
    const char *source = source_of(page);
    return 2 * MARGIN +
           canvas_paragraph(NULL, 0, 0, width, SIZE_TITLE, TEXT_STYLE_BOLD, words->title) +
           canvas_paragraph(NULL, 0, 0, width, SIZE_WORDS, TEXT_STYLE_PLAIN, words->words) +
           below_words + legend_height(page, words) + below_legend + body + above_source +
           canvas_paragraph(NULL, 0, 0, width, SIZE_SOURCE, TEXT_STYLE_PLAIN, source);
}

static void write_words(struct page *page, const struct page_words *words)
{
    double width = PAGE_WIDTH - 2 * MARGIN;
    struct canvas *canvas = &page->canvas;
    const char *source = source_of(page);
    page->top = canvas->height - MARGIN - canvas_line_height(SIZE_TITLE) / 2;
    page->top -= canvas_paragraph(canvas, MARGIN, page->top, width, SIZE_TITLE, TEXT_STYLE_BOLD,
                                  words->title);
    page->top -= canvas_paragraph(canvas, MARGIN, page->top, width, SIZE_WORDS, TEXT_STYLE_PLAIN,
                                  words->words);
    double foot = canvas_paragraph(NULL, 0, 0, width, SIZE_SOURCE, TEXT_STYLE_PLAIN, source);
    canvas_paragraph(canvas, MARGIN, MARGIN + foot - canvas_line_height(SIZE_SOURCE) / 2, width,
                     SIZE_SOURCE, TEXT_STYLE_GREY, source);
    page->bottom = MARGIN + foot + above_source;
}

void page_begin(struct page *page, double body, const struct page_words *words)
{
    struct drawing *drawing = page->drawing;
    drawing->title = strdup(words->title);
    drawing->words = strdup(words->words);
    drawing->source = source_line(page, words->published);
    drawing->width = PAGE_WIDTH;
    drawing->height = page_height(page, body, words);
    page->canvas = canvas_begin(page->canvas.out, drawing->width, drawing->height);
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

bool figure_make(enum figure figure, const struct figure_order *order, struct drawing *drawing,
                 struct messages *messages)
{
    size_t length = 0;
    struct indicator_source source = {.results = order->results, .messages = messages};
    struct page page = {.order = order, .source = &source, .drawing = drawing};
    *drawing = (struct drawing){0};
    page.canvas.out = open_memstream(&drawing->script, &length);
    bool drawn = page.canvas.out && drawers[figure](&page);
    int before = messages->count;
    if (page.canvas.out && fclose(page.canvas.out) != 0)
        drawn = false;
    indicator_source_free(&source);
    bool whole = drawn && drawing->title && drawing->words && drawing->source;
    if (!whole && before == 0)
        results_file_message(order->results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    if (!whole)
        drawing_free(drawing);
    return whole;
}

void drawing_free(struct drawing *drawing)
{
    free(drawing->script);
    free(drawing->title);
    free(drawing->words);
    free(drawing->source);
    *drawing = (struct drawing){0};
}
