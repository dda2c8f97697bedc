#include "analysis/figure_parts.h"

#include "output/results_file.h"

#include <stdlib.h>
#include <string.h>

static bool (*const drawers[N_FIGURES])(struct page *) = {
    [FIGURE_QUEUE] = figure_queue,
    [FIGURE_WAITS] = figure_waits,
    [FIGURE_PLACES] = figure_places,
    [FIGURE_REASONS] = figure_reasons,
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

static void list_scenarios(const struct page *page, char *out, size_t size)
{
    const struct results *results = page->order->results;
    char names[1024] = "";
    size_t used = 0;
    for (size_t s = 0; s < results->scenarios && used < sizeof names; s++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", s ? ", " : "",
                                 results->scenario->category[s].name);
    enum text text = results->scenarios == 1 ? TEXT_FIGURE_SCENARIO : TEXT_FIGURE_SCENARIOS;
    text_format(out, size, page->order->language, text, ARGUMENTS(names));
}

/* "Kilde: Plassflyt …", and what is published if anything is; to be freed. */
static char *source_line(const struct page *page, const char *published)
{
    const struct results *results = page->order->results;
    enum language language = page->order->language;
    char scenarios[1100], replications[32], seed[32], first[64], line[4096];
    list_scenarios(page, scenarios, sizeof scenarios);
    snprintf(replications, sizeof replications, "%zu", results->replications);
    snprintf(seed, sizeof seed, "%.0f", results->seed);
    text_format(line, sizeof line, language, TEXT_FIGURE_SOURCE,
                ARGUMENTS(results->version, world_title(results, language), scenarios, replications,
                          seed, results->digest));
    if (*published) {
        size_t used = strlen(line);
        snprintf(first, sizeof first, "%.*s", (int)strcspn(published, ","), published);
        snprintf(line + used, sizeof line - used, " ");
        text_format(line + used + 1, sizeof line - used - 1, language, TEXT_FIGURE_PUBLISHED,
                    ARGUMENTS(published, first));
    }
    return strdup(line);
}

/* ---- pages ---- */

void page_begin(struct page *page, double height, const char *title, const char *words,
                const char *published)
{
    double width = PAGE_WIDTH - 2 * MARGIN;
    struct canvas *canvas = &page->canvas;
    *canvas = canvas_begin(canvas->out, PAGE_WIDTH, height);
    page->drawing->width = PAGE_WIDTH;
    page->drawing->height = height;
    page->drawing->title = strdup(title);
    page->drawing->words = strdup(words);
    page->drawing->source = source_line(page, published);
    page->top = height - MARGIN - canvas_line_height(SIZE_TITLE) / 2;
    page->top -=
        canvas_paragraph(canvas, MARGIN, page->top, width, SIZE_TITLE, TEXT_STYLE_BOLD, title);
    page->top -=
        canvas_paragraph(canvas, MARGIN, page->top, width, SIZE_WORDS, TEXT_STYLE_PLAIN, words);
    const char *source = page->drawing->source ? page->drawing->source : "";
    double foot = canvas_paragraph(NULL, 0, 0, width, SIZE_SOURCE, 0, source);
    canvas_paragraph(canvas, MARGIN, MARGIN + foot - canvas_line_height(SIZE_SOURCE) / 2, width,
                     SIZE_SOURCE, TEXT_STYLE_GREY, source);
    page->bottom = MARGIN + foot + 0.15;
    page->pen_x = 0;
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
