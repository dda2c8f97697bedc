/* How near the history comes: published figures against the model's, a panel a results file, on one
 * scale on which 1 is as far off as is near enough. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"
#include "analysis/target.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 4, MOST_ROWS = 64 };

/* The scale's ends, in half widths of the span; what lies beyond is drawn at the end. */
static const double reach = 3;
static const double no_end = 1e5; /* an end of a span so far off was not meant as one */
static const double row_gap = 0.1, panel_gap = 0.5, title_height = 0.7, below_rows = 0.7;
static const double bar_height = 0.16;
static const unsigned band_colour = 0xe4e4e4;
static const struct pen spread = {LOOK_TEXT, 0.9, "1"};

/* How the mean of a figure is drawn: gnuplot's point type, and its colour. */
enum dot { DOT_MET, DOT_MISSED, DOT_BEYOND, N_DOTS };
static const int dot_type[N_DOTS] = {7, 6, 2};

static const enum text dot_words[N_DOTS] = {TEXT_FIGURE_MEAN_MET, TEXT_FIGURE_MEAN_MISSED,
                                            TEXT_FIGURE_MEAN_BEYOND};

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

/* In the order in which they are shown. */
enum group { FITTED, HELD_BACK, LABELS, N_GROUPS };

static enum group group_of(const struct results_target *target)
{
    return target->held_back ? HELD_BACK : strcmp(target->use, "label") == 0 ? LABELS : FITTED;
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
    for (int group = 0; group < N_GROUPS && good; group++)
        for (size_t i = 0; i < figure->file[0].n && figure->n_rows < MOST_ROWS; i++)
            if ((int)group_of(figure->file[0].answer[i].target) == group)
                figure->row[figure->n_rows++] = figure->file[0].answer[i].target;
    return good;
}

/* ---- layout ---- */

/* A column has room for the ids alone; the data have the titles too. */
static bool has_ids_alone(const struct page *page)
{
    return page->look.size == LOOK_COLUMN;
}

static double label_room(const struct targets_figure *figure)
{
    const struct page *page = figure->page;
    double widest = 0;
    if (!has_ids_alone(page))
        return 0.41 * page->look.width;
    for (size_t i = 0; i < figure->n_rows; i++)
        widest = fmax(widest, canvas_text_width(figure->row[i]->id, page->look.tic, 0));
    return widest + 0.4;
}

static void row_words(const struct targets_figure *figure, size_t row, char words[512])
{
    const struct results_target *t = figure->row[row];
    if (has_ids_alone(figure->page))
        snprintf(words, 512, "%s", t->id);
    else
        snprintf(words, 512, "%s  %s", t->id, t->title[figure->page->order->language]);
}

static double row_height(const struct targets_figure *figure, size_t row)
{
    const struct page *page = figure->page;
    char words[512];
    row_words(figure, row, words);
    return canvas_paragraph(NULL, 0, 0, label_room(figure) - 0.3, page->look.tic, TEXT_STYLE_PLAIN,
                            words) +
           row_gap;
}

/* Whether a heading stands above a row. */
static bool begins_group(const struct targets_figure *figure, size_t row)
{
    return row == 0 || group_of(figure->row[row]) != group_of(figure->row[row - 1]);
}

/* The heading above a row. */
static const char *heading_of(const struct targets_figure *figure, size_t row)
{
    static const enum text heading[] = {TEXT_FIGURE_FITTED, TEXT_FIGURE_HELD_BACK,
                                        TEXT_FIGURE_LABELS};
    return page_text(figure->page, heading[group_of(figure->row[row])]);
}

/* Its height; 0 if none stands there. */
static double heading_height(const struct targets_figure *figure, size_t row)
{
    if (!begins_group(figure, row))
        return 0;
    return canvas_paragraph(NULL, 0, 0, label_room(figure) - 0.3, figure->page->look.tic,
                            TEXT_STYLE_BOLD, heading_of(figure, row)) +
           2 * row_gap;
}

static double all_rows(const struct targets_figure *figure)
{
    double sum = 0;
    for (size_t i = 0; i < figure->n_rows; i++)
        sum += row_height(figure, i) + heading_height(figure, i);
    return sum;
}

/* The middle of a row below the panels' top. */
static double row_middle(const struct targets_figure *figure, size_t row)
{
    double below = 0;
    for (size_t i = 0; i <= row; i++)
        below += heading_height(figure, i) +
                 (i < row ? row_height(figure, i) : row_height(figure, i) / 2);
    return below;
}

static double body(const struct page *page, const void *context)
{
    (void)page;
    return title_height + all_rows(context) + below_rows;
}

/* ---- data ---- */

/* How far a number is from the middle of a target's span, in half its width. */
static double distance(const struct results_target *t, double number)
{
    return (number - (t->low + t->high) / 2) / ((t->high - t->low) / 2);
}

/* A target with one end only, or a number that the file does not know, has no place: it is told. */
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

static const char *world_of(const struct answers *answers)
{
    return answers->results->world ? answers->results->world : "";
}

static const char *file_name(const struct answers *answers)
{
    const char *slash = strrchr(answers->results->path, '/');
    return slash ? slash + 1 : answers->results->path;
}

static void put_row(struct figure_data *data, const struct target_answer *answer, const char *title,
                    double position, double low, double high)
{
    const struct results_target *t = answer->target;
    const double number[] = {position, distance(t, answer->mean), distance(t, low),
                             distance(t, high)};
    char label[DATA_LABEL_SIZE];
    snprintf(label, sizeof label, "%s %.*s", t->id, DATA_LABEL_SIZE - 32, title);
    figure_data_row(data, label, number, sizeof number / sizeof number[0]);
}

/* The means that are drawn in one way, with where replications lie; −1 if there are none. */
static int put_dots(struct targets_figure *figure, const struct answers *answers, enum dot dot,
                    double height)
{
    static const char *const name[N_DOTS] = {"met", "missed", "beyond"};
    struct figure_data *data = figure->page->canvas.data;
    enum language language = figure->page->order->language;
    int block = -1;
    for (size_t i = 0; i < figure->n_rows; i++) {
        const struct target_answer *answer = answer_of(answers, figure->row[i]->id);
        if (!has_place(answer) || dot_of(answer) != dot)
            continue;
        if (block < 0)
            block = figure_data_block(data, file_name(answers), world_of(answers), name[dot],
                                      page_text(figure->page, dot_words[dot]));
        put_row(data, answer, figure->row[i]->title[language], height - row_middle(figure, i),
                answer->low, answer->high);
    }
    return block;
}

/* A standard deviation between draws to both sides. */
static int put_between(struct targets_figure *figure, const struct answers *answers, double height)
{
    struct figure_data *data = figure->page->canvas.data;
    enum language language = figure->page->order->language;
    int block = -1;
    for (size_t i = 0; i < figure->n_rows; i++) {
        const struct target_answer *answer = answer_of(answers, figure->row[i]->id);
        if (!has_place(answer) || answer->estimate.draws == 0 || !(answer->estimate.between > 0))
            continue;
        if (block < 0)
            block = figure_data_block(data, file_name(answers), world_of(answers), "between",
                                      page_text(figure->page, TEXT_FIGURE_BETWEEN));
        put_row(data, answer, figure->row[i]->title[language], height - row_middle(figure, i),
                answer->estimate.mean - answer->estimate.between,
                answer->estimate.mean + answer->estimate.between);
    }
    return block;
}

/* ---- drawing ---- */

static void draw_labels(const struct targets_figure *figure, double top)
{
    struct page *page = figure->page;
    struct canvas *canvas = &page->canvas;
    double y = top, type = page->look.tic, line = canvas_line_height(type) / 2;
    double width = label_room(figure) - 0.3;
    for (size_t i = 0; i < figure->n_rows; i++) {
        char words[512];
        if (begins_group(figure, i))
            canvas_paragraph(canvas, MARGIN, y - line - 1.5 * row_gap, width, type, TEXT_STYLE_BOLD,
                             heading_of(figure, i));
        y -= heading_height(figure, i);
        row_words(figure, i, words);
        canvas_paragraph(canvas, MARGIN, y - line - row_gap / 2, width, type, TEXT_STYLE_PLAIN,
                         words);
        y -= row_height(figure, i);
    }
}

/* What has no place is told in words. */
static void draw_words(const struct targets_figure *figure, const struct panel *panel,
                       const struct target_answer *answer, double y)
{
    enum text text = !answer || !answer->known ? TEXT_FIGURE_NOT_TOLD
                     : answer->met             ? TEXT_TARGET_MET
                                               : TEXT_TARGET_MISSED;
    if (!has_place(answer))
        canvas_text(&figure->page->canvas, panel->left + panel->width / 2, y,
                    figure->page->look.tic, TEXT_STYLE_GREY | TEXT_STYLE_CENTRE,
                    page_text(figure->page, text));
}

static void set_axis(struct page *page, struct panel *panel)
{
    struct tic tics[8];
    size_t n = 0;
    panel->x_low = -reach;
    panel->x_high = reach;
    panel->y_low = 0;
    panel->y_high = panel->height;
    for (int at = -(int)reach; at <= (int)reach; at++, n++) {
        char number[NUMBER_SIZE];
        tics[n].at = at;
        number_plain(number, page->order->language, at, 0);
        snprintf(tics[n].label, sizeof tics[n].label, "%.63s", number);
    }
    canvas_tics(&page->canvas, 'x', tics, n, page->look.tic, true);
    canvas_tics(&page->canvas, 'y', NULL, 0, page->look.tic, false);
}

static struct fill between_fill(const struct page *page)
{
    return page->look.theme == LOOK_PRINT ? (struct fill){LOOK_TEXT, 4}
                                          : (struct fill){0x2073bc, LOOK_SOLID};
}

static unsigned dot_colour(const struct page *page, enum dot dot)
{
    return dot == DOT_MET ? look_pen(&page->look, 1).colour : look_published(&page->look);
}

static void plot(struct targets_figure *figure, const struct answers *answers, double height)
{
    struct page *page = figure->page;
    struct canvas *canvas = &page->canvas;
    int block[N_DOTS], between = put_between(figure, answers, height);
    for (int d = 0; d < N_DOTS; d++)
        block[d] = put_dots(figure, answers, (enum dot)d, height);
    canvas->reach = reach;
    canvas_plot(canvas);
    if (between >= 0)
        canvas_bars_between(canvas, between, DATA_LOW, DATA_HIGH, bar_height, between_fill(page));
    for (int d = 0; d < N_DOTS; d++)
        if (block[d] >= 0)
            canvas_reaches(canvas, block[d], &spread);
    for (int d = 0; d < N_DOTS; d++)
        if (block[d] >= 0)
            canvas_dots(canvas, block[d], dot_type[d], 0.75, dot_colour(page, (enum dot)d));
    canvas_nothing(canvas);
    canvas_plot_end(canvas);
    canvas->reach = 0;
}

static void draw_panel(struct targets_figure *figure, size_t file, double left, double width)
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
    canvas_text(canvas, left + width / 2, top + title_height / 2, page->look.legend,
                TEXT_STYLE_BOLD | TEXT_STYLE_CENTRE, world_of(answers));
    for (size_t i = 0; i < figure->n_rows; i++)
        draw_words(figure, &panel, answer_of(answers, figure->row[i]->id),
                   top - row_middle(figure, i));
    plot(figure, answers, height);
}

static void legend(struct page *page, const void *context)
{
    const struct targets_figure *figure = context;
    char percent[NUMBER_SIZE], label[256];
    number_percent(percent, page->order->language, 0.95, 0);
    text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BAND, ARGUMENTS(percent));
    for (int d = 0; d < N_DOTS; d++)
        legend_mark(page, dot_type[d], dot_colour(page, (enum dot)d),
                    page_text(page, dot_words[d]));
    legend_line(page, &spread, label);
    if (figure->has_draws)
        legend_box(page, between_fill(page), page_text(page, TEXT_FIGURE_BETWEEN));
    legend_box(page, (struct fill){band_colour, LOOK_SOLID},
               page_text(page, TEXT_FIGURE_NEAR_ENOUGH));
    legend_end(page);
}

/* ---- the page ---- */

/* How many of the published figures that a file knows are met; what nobody has published, and only
 * shows which world it is, does not count. */
static void count_met(const struct answers *answers, char met[32], char known[32])
{
    size_t n_known = 0, n_met = 0;
    for (size_t i = 0; i < answers->n; i++) {
        const struct target_answer *answer = &answers->answer[i];
        bool counts = answer->known && group_of(answer->target) != LABELS;
        n_known += counts;
        n_met += counts && answer->met;
    }
    snprintf(met, 32, "%zu", n_met);
    snprintf(known, 32, "%zu", n_known);
}

/* "19 of 20 published figures are met …"; of several files each by the name of its world. */
static void title_of(const struct targets_figure *figure, char title[HEADLINE_SIZE])
{
    enum language language = figure->page->order->language;
    char met[32], known[32], list[HEADLINE_SIZE / 2] = "";
    count_met(&figure->file[0], met, known);
    if (figure->n_files == 1) {
        text_format(title, HEADLINE_SIZE, language, TEXT_FIGURE_TARGETS_FINDING,
                    ARGUMENTS(met, known));
        return;
    }
    for (size_t f = 0; f < figure->n_files; f++) {
        size_t used = strlen(list);
        char part[128];
        count_met(&figure->file[f], met, known);
        text_format(part, sizeof part, language, TEXT_FIGURE_TARGETS_FINDING_IN,
                    ARGUMENTS(met, known, world_of(&figure->file[f])));
        snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", part);
    }
    text_format(title, HEADLINE_SIZE, language, TEXT_FIGURE_TARGETS_FINDINGS, ARGUMENTS(list));
}

static void draw(struct targets_figure *figure)
{
    struct page *page = figure->page;
    char title[HEADLINE_SIZE], words[1024];
    title_of(figure, title);
    snprintf(words, sizeof words, "%s%s%s", page_text(page, TEXT_FIGURE_TARGETS_WORDS),
             has_ids_alone(page) ? " " : "",
             has_ids_alone(page) ? page_text(page, TEXT_FIGURE_TARGETS_IDS) : "");
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = "",
                                          .published = "",
                                          .interval = INTERVAL_QUANTILES,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    double left = MARGIN + label_room(figure), room = page->look.width - MARGIN - left;
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
