/* How near the history comes: published figures against the model's, a panel a results file, on one
 * scale on which 1 is as far off as is near enough. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"
#include "analysis/target.h"
#include "output/results_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 4, MOST_ROWS = 64 };

/* The scale's ends, in half widths of the span; what lies beyond is drawn at the end. */
static const double reach = 3;
static const double no_end = 1e5; /* an end of a span so far off was not meant as one */
static const double label_part = 6.6, row_gap = 0.1, panel_gap = 0.5, title_height = 0.7;
static const double bar_height = 0.16;
static const unsigned band_colour = 0xe4e4e4, bar_colour = 0x9db8cf;

/* How the mean of a figure is drawn: gnuplot's point type, and its colour. */
enum dot { DOT_MET, DOT_MISSED, DOT_BEYOND, N_DOTS };
static const int dot_type[N_DOTS] = {7, 6, 2};
static const unsigned dot_colour[N_DOTS] = {0x0072b2, 0xd55e00, 0xd55e00};

struct answers {
    const struct results *results;
    struct target_answer *answer; /* [n] */
    size_t n;
};

struct targets_figure {
    struct page *page;
    struct answers file[MOST_FILES]; /* [n_files] */
    size_t n_files;
    const struct results_target
        *row[MOST_ROWS]; /* [n_rows] those of the first file: fitted, held back, labels */
    size_t n_rows;
    bool has_draws;
};

/* ---- what is shown ---- */

static int group_of(const struct results_target *target)
{
    return target->held_back ? 1 : strcmp(target->use, "label") == 0 ? 2 : 0;
}

static const struct target_answer *answer_of(const struct answers *file, const char *id)
{
    for (size_t i = 0; i < file->n; i++)
        if (strcmp(file->answer[i].target->id, id) == 0)
            return &file->answer[i];
    return NULL;
}

static bool read_file(struct targets_figure *figure, const struct results *results)
{
    struct answers *file = &figure->file[figure->n_files++];
    file->results = results;
    file->answer = target_answers(results, &file->n, figure->page->source->messages);
    figure->has_draws = figure->has_draws || results->n_draws > 0;
    return file->answer != NULL;
}

static bool read_files(struct targets_figure *figure)
{
    const struct figure_order *order = figure->page->order;
    bool good = read_file(figure, order->results);
    for (size_t i = 0; i < order->n_more && good && figure->n_files < MOST_FILES; i++)
        good = read_file(figure, order->more[i]);
    for (int group = 0; group < 3 && good; group++)
        for (size_t i = 0; i < figure->file[0].n && figure->n_rows < MOST_ROWS; i++)
            if (group_of(figure->file[0].answer[i].target) == group)
                figure->row[figure->n_rows++] = figure->file[0].answer[i].target;
    if (good && figure->n_rows == 0)
        results_file_message(order->results->path, figure->page->source->messages,
                             TEXT_TARGETS_NONE, NULL, NULL, NULL);
    return good && figure->n_rows > 0;
}

/* ---- layout ---- */

static void row_words(const struct targets_figure *figure, size_t row, char words[512])
{
    const struct results_target *t = figure->row[row];
    snprintf(words, 512, "%s  %s", t->id, t->title[figure->page->order->language]);
}

static double row_height(const struct targets_figure *figure, size_t row)
{
    char words[512];
    row_words(figure, row, words);
    return canvas_paragraph(NULL, 0, 0, label_part - 0.3, SIZE_TIC, TEXT_STYLE_PLAIN, words) +
           row_gap;
}

/* Whether a heading stands above a row. */
static bool begins_group(const struct targets_figure *figure, size_t row)
{
    return row == 0 || group_of(figure->row[row]) != group_of(figure->row[row - 1]);
}

static double heading_height(void)
{
    return canvas_line_height(SIZE_LEGEND) + 2 * row_gap;
}

static double all_rows(const struct targets_figure *figure)
{
    double sum = 0;
    for (size_t i = 0; i < figure->n_rows; i++)
        sum += row_height(figure, i) + (begins_group(figure, i) ? heading_height() : 0);
    return sum;
}

/* The middle of a row below the panels' top. */
static double row_middle(const struct targets_figure *figure, size_t row)
{
    double below = 0;
    for (size_t i = 0; i <= row; i++)
        below += (begins_group(figure, i) ? heading_height() : 0) +
                 (i < row ? row_height(figure, i) : row_height(figure, i) / 2);
    return below;
}

/* ---- drawing ---- */

static void draw_labels(const struct targets_figure *figure, double top)
{
    static const enum text heading[] = {TEXT_FIGURE_FITTED, TEXT_FIGURE_HELD_BACK,
                                        TEXT_FIGURE_LABELS};
    struct canvas *canvas = &figure->page->canvas;
    double y = top;
    for (size_t i = 0; i < figure->n_rows; i++) {
        char words[512];
        if (begins_group(figure, i)) {
            canvas_text(canvas, MARGIN, y - heading_height() / 2 - row_gap / 2, SIZE_TIC,
                        TEXT_STYLE_BOLD,
                        page_text(figure->page, heading[group_of(figure->row[i])]));
            y -= heading_height();
        }
        row_words(figure, i, words);
        canvas_paragraph(canvas, MARGIN, y - canvas_line_height(SIZE_TIC) / 2 - row_gap / 2,
                         label_part - 0.3, SIZE_TIC, TEXT_STYLE_PLAIN, words);
        y -= row_height(figure, i);
    }
}

/* Place on the page of a figure, in half widths of the span from its middle, kept on the scale. */
static double place(const struct panel *panel, const struct results_target *t, double figure)
{
    double distance = (figure - (t->low + t->high) / 2) / ((t->high - t->low) / 2);
    double shown = fmin(fmax(distance, -reach), reach);
    return panel->left + panel->width * (shown + reach) / (2 * reach);
}

/* A span with one end only, or a figure that the file does not know, has no place: it is told. */
static void draw_words(const struct targets_figure *figure, const struct panel *panel,
                       const struct target_answer *answer, double y)
{
    enum text text = !answer || !answer->known ? TEXT_FIGURE_NOT_TOLD
                     : answer->met             ? TEXT_TARGET_MET
                                               : TEXT_TARGET_MISSED;
    canvas_text(&figure->page->canvas, panel->left + panel->width / 2, y, SIZE_TIC,
                TEXT_STYLE_GREY | TEXT_STYLE_CENTRE, page_text(figure->page, text));
}

static bool has_place(const struct target_answer *answer)
{
    const struct results_target *t = answer ? answer->target : NULL;
    double by = t && strcmp(t->unit, "NOK") == 0 ? 1e6 : 1;
    return t && answer->known && t->high < no_end * by && t->low > -no_end * by && t->high > t->low;
}

static enum dot dot_of(const struct target_answer *answer)
{
    return fabs(answer->distance) > reach ? DOT_BEYOND : answer->met ? DOT_MET : DOT_MISSED;
}

static void draw_answer(const struct targets_figure *figure, const struct panel *panel,
                        const struct target_answer *answer, double y)
{
    static const struct pen spread = {0x000000, 0.9, "1"};
    struct canvas *canvas = &figure->page->canvas;
    if (!has_place(answer)) {
        draw_words(figure, panel, answer, y);
        return;
    }
    const struct results_target *t = answer->target;
    const struct estimate *e = &answer->estimate;
    if (e->draws > 0 && e->between > 0) {
        double left = place(panel, t, e->mean - e->between);
        canvas_rectangle(canvas, left, y - bar_height / 2,
                         place(panel, t, e->mean + e->between) - left, bar_height, bar_colour);
    }
    enum dot dot = dot_of(answer);
    canvas_mark(canvas, place(panel, t, answer->mean), y, dot_type[dot], 0.75, dot_colour[dot]);
    canvas_line(canvas, place(panel, t, answer->low), y, place(panel, t, answer->high), y, &spread);
}

static void set_axis(struct page *page, struct panel *panel)
{
    struct tic tics[8];
    size_t n = 0;
    panel->x_low = -reach;
    panel->x_high = reach;
    panel->y_low = 0;
    panel->y_high = 1;
    for (int at = -(int)reach; at <= (int)reach; at++, n++) {
        char number[NUMBER_SIZE];
        tics[n].at = at;
        number_plain(number, page->order->language, at, 0);
        snprintf(tics[n].label, sizeof tics[n].label, "%.63s", number);
    }
    canvas_tics(&page->canvas, 'x', tics, n, SIZE_TIC, true);
    canvas_tics(&page->canvas, 'y', NULL, 0, SIZE_TIC, false);
}

static void draw_panel(const struct targets_figure *figure, size_t file, double left, double width)
{
    struct page *page = figure->page;
    struct canvas *canvas = &page->canvas;
    const struct answers *answers = &figure->file[file];
    double height = all_rows(figure), top = page->top - title_height;
    struct panel panel = {.left = left, .bottom = top - height, .width = width, .height = height};
    set_axis(page, &panel);
    canvas_panel(canvas, &panel);
    canvas_shade(canvas, -1, 1, band_colour);
    if (file == 0)
        draw_labels(figure, top);
    const char *world = answers->results->world ? answers->results->world : "";
    canvas_text(canvas, left + width / 2, top + title_height / 2, SIZE_LEGEND,
                TEXT_STYLE_BOLD | TEXT_STYLE_CENTRE, world);
    for (size_t i = 0; i < figure->n_rows; i++)
        draw_answer(figure, &panel, answer_of(answers, figure->row[i]->id),
                    top - row_middle(figure, i));
    canvas_plot(canvas);
    fputs("NaN", canvas->out); /* the page's shapes are all there is */
    canvas_plot_end(canvas);
}

static void legend(struct page *page, const void *context)
{
    static const struct pen spread = {0x000000, 0.9, "1"};
    static const enum text words[N_DOTS] = {TEXT_FIGURE_MEAN_MET, TEXT_FIGURE_MEAN_MISSED,
                                            TEXT_FIGURE_MEAN_BEYOND};
    const struct targets_figure *figure = context;
    char percent[NUMBER_SIZE], label[256];
    number_percent(percent, page->order->language, 0.95, 0);
    text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BAND, ARGUMENTS(percent));
    for (int d = 0; d < N_DOTS; d++)
        legend_mark(page, dot_type[d], dot_colour[d], page_text(page, words[d]));
    legend_line(page, &spread, label);
    if (figure->has_draws)
        legend_box(page, bar_colour, page_text(page, TEXT_FIGURE_BETWEEN));
    legend_box(page, band_colour, page_text(page, TEXT_FIGURE_NEAR_ENOUGH));
    legend_end(page);
}

static void draw(struct targets_figure *figure)
{
    struct page *page = figure->page;
    double below = 0.55;
    page_begin(page, title_height + all_rows(figure) + below,
               &(struct page_words){page_text(page, TEXT_FIGURE_TARGETS_TITLE),
                                    page_text(page, TEXT_FIGURE_TARGETS_WORDS), "", legend,
                                    figure});
    double left = MARGIN + label_part, room = PAGE_WIDTH - MARGIN - left;
    double width = (room - panel_gap * (double)(figure->n_files - 1)) / (double)figure->n_files;
    for (size_t f = 0; f < figure->n_files; f++)
        draw_panel(figure, f, left + (width + panel_gap) * (double)f, width);
    page_end(page);
}

bool figure_targets(struct page *page)
{
    struct targets_figure figure = {.page = page};
    bool good = read_files(&figure);
    if (good)
        draw(&figure);
    for (size_t f = 0; f < figure.n_files; f++)
        free(figure.file[f].answer);
    return good;
}
