/* Who gains and who loses: of the same children in two scenarios, how many wait shorter and how many
 * wait longer for a foster home; a panel a scenario, a row a group of children. */
#include "analysis/child_changes.h"
#include "analysis/figure_grid.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char outcome_name[] = "waited";
/* Groups of fewer children who wait, a replication, tell little. */
static const double fewest = 20;
static const double all_confidence = 0.95, bar_height = 0.2, least_reach = 0.1;

/* What of a group is shown. */
enum part { PART_LESS, PART_MORE, PART_NET, N_PARTS };
static const struct {
    const char *panel;
    enum text words;
} parts[N_PARTS] = {[PART_LESS] = {"waited_less", TEXT_FIGURE_WAIT_LESS},
                    [PART_MORE] = {"waited_more", TEXT_FIGURE_WAIT_MORE},
                    [PART_NET] = {"waited_net", TEXT_FIGURE_WAIT_NET}};

struct gains_figure {
    struct page *page;
    struct child_changes **changes; /* [scenarios − 1] */
    size_t *split;                  /* [n_rows] which of their groups */
    char (*label)[DATA_LABEL_SIZE]; /* [n_rows] */
    const char **row, **heading;
    size_t n_rows;
    double reach;
    struct row_grid grid;
};

static size_t panels_of(const struct gains_figure *figure)
{
    return figure->page->order->results->scenarios - 1;
}

/* ---- numbers ---- */

static bool read_changes(struct gains_figure *figure)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    const struct children *children = children_read(results, page->source->messages);
    int outcome = children ? children_outcome(children, outcome_name) : -1;
    double confidence = simultaneous_confidence(all_confidence, panels_of(figure));
    bool good = outcome >= 0;
    for (size_t s = 1; good && s < results->scenarios; s++) {
        figure->changes[s - 1] =
            child_changes_make(children, (size_t)outcome, 0, s, confidence, page->source->messages);
        good = figure->changes[s - 1] != NULL;
    }
    return good;
}

/* Rows are all children, and groups by need, area and age that are large enough. */
static bool list_rows(struct gains_figure *figure)
{
    const struct child_changes *first = figure->changes[0];
    static const enum text words[N_CHILDREN_GROUPINGS] = {[CHILDREN_ALL] = TEXT_FIGURE_ALL_CHILDREN,
                                                          [CHILDREN_BY_NEED] = TEXT_FIGURE_BY_NEED,
                                                          [CHILDREN_BY_AREA] = TEXT_FIGURE_BY_AREA,
                                                          [CHILDREN_BY_AGE] = TEXT_FIGURE_BY_AGE};
    enum language language = figure->page->order->language;
    size_t n = first ? first->n_splits : 0;
    figure->split = calloc(n + 1, sizeof *figure->split);
    figure->label = calloc(n + 1, sizeof *figure->label);
    figure->row = calloc(n + 1, sizeof *figure->row);
    for (size_t i = 0; i < n && figure->split && figure->label && figure->row; i++) {
        const struct child_split *split = &first->split[i];
        if (split->by == CHILDREN_BY_ENTRY ||
            (split->by != CHILDREN_ALL && split->concerned.mean < fewest))
            continue;
        char *label = figure->label[figure->n_rows];
        text_format(label, DATA_LABEL_SIZE, language, words[split->by],
                    ARGUMENTS(split->category ? split->category->label[language] : ""));
        figure->row[figure->n_rows] = label;
        figure->split[figure->n_rows++] = i;
    }
    return figure->n_rows > 0;
}

static const struct child_split *split_of(const struct gains_figure *figure, size_t panel,
                                          size_t row)
{
    return &figure->changes[panel]->split[figure->split[row]];
}

/* Shares of children, and what two of them differ by, do not leave ±100 %, as intervals of few
 * replications do. */
static double within_all(double percent)
{
    return fmax(-100, fmin(100, percent));
}

/* Of a part, per cent of those concerned; those who wait shorter count to the left. */
static void numbers_of(const struct child_split *split, enum part part, double out[3])
{
    const struct estimate *e = part == PART_NET    ? &split->net
                               : part == PART_LESS ? &split->share[CHANGE_LESS]
                                                   : &split->share[CHANGE_MORE];
    double sign = part == PART_LESS ? -100 : 100;
    out[0] = sign * e->mean;
    out[1] = sign * (part == PART_LESS ? e->interval.high : e->interval.low);
    out[2] = sign * (part == PART_LESS ? e->interval.low : e->interval.high);
    for (int i = 1; i < 3 && !isnan(out[i]); i++)
        out[i] = within_all(out[i]);
}

/* The furthest that anything drawn goes from zero. */
static void find_reach(struct gains_figure *figure)
{
    figure->reach = least_reach;
    for (size_t p = 0; p < panels_of(figure); p++)
        for (size_t i = 0; i < figure->n_rows; i++)
            for (int part = 0; part < N_PARTS; part++) {
                double own[3];
                numbers_of(split_of(figure, p, i), (enum part)part, own);
                int n = part == PART_NET ? 3 : 1;
                for (int k = 0; k < n; k++)
                    figure->reach = fmax(figure->reach, fabs(own[k]));
            }
}

/* ---- drawing ---- */

static struct fill fill_of(const struct page *page, enum part part)
{
    bool print = page->look.theme == LOOK_PRINT;
    if (part == PART_LESS)
        return print ? (struct fill){LOOK_TEXT, 0} : look_fill(&page->look, 2);
    return print ? (struct fill){LOOK_AXIS, LOOK_SOLID} : look_fill(&page->look, 3);
}

static int put_data(struct gains_figure *figure, size_t panel, enum part part)
{
    struct page *page = figure->page;
    int block =
        figure_data_block(page->canvas.data, parts[part].panel, page_text(page, parts[part].words),
                          scenario_name(page, panel + 1), scenario_title(page, panel + 1));
    for (size_t i = 0; i < figure->n_rows; i++) {
        double number[4] = {grid_middle(page, &figure->grid, i)};
        numbers_of(split_of(figure, panel, i), part, number + 1);
        figure_data_row(page->canvas.data, figure->label[i], number,
                        sizeof number / sizeof number[0]);
    }
    return block;
}

static void draw_panel(struct gains_figure *figure, size_t number)
{
    static const struct pen line = {LOOK_TEXT, 1.2, "1"}, halo = {LOOK_PAPER, 3, "1"};
    struct page *page = figure->page;
    struct canvas *canvas = &page->canvas;
    struct pen zero = look_zero();
    struct panel panel = grid_panel(page, &figure->grid, number);
    int block[N_PARTS];
    panel.x_low = -1.06 * figure->reach;
    panel.x_high = 1.06 * figure->reach;
    panel_differences(page, &panel);
    canvas_tics(canvas, 'y', NULL, 0, page->look.tic, false);
    canvas_panel(canvas, &panel);
    grid_write(page, &figure->grid, number);
    canvas_upright(canvas, 0, &zero);
    for (int part = 0; part < N_PARTS; part++)
        block[part] = put_data(figure, number, (enum part)part);
    canvas_plot(canvas);
    for (int part = 0; part < PART_NET; part++)
        canvas_bars(canvas, block[part], bar_height, fill_of(page, (enum part)part));
    canvas_reaches(canvas, block[PART_NET], &halo);
    canvas_reaches(canvas, block[PART_NET], &line);
    canvas_dots(canvas, block[PART_NET], 7, 0.75, LOOK_PAPER);
    canvas_dots(canvas, block[PART_NET], 7, 0.5, LOOK_TEXT);
    canvas_plot_end(canvas);
}

static void legend(struct page *page, const void *context)
{
    static const struct pen line = {LOOK_TEXT, 1.2, "1"};
    const struct gains_figure *figure = context;
    grid_legend(page, &figure->grid);
    for (int part = 0; part < PART_NET; part++)
        legend_box(page, fill_of(page, (enum part)part), page_text(page, parts[part].words));
    legend_mark(page, 7, LOOK_TEXT, page_text(page, parts[PART_NET].words));
    legend_line(page, &line, page_text(page, TEXT_FIGURE_INTERVAL_OF_NET));
    legend_end(page);
}

static double body(const struct page *page, const void *context)
{
    const struct gains_figure *figure = context;
    return grid_height(page, &figure->grid);
}

/* ---- words ---- */

/* That nothing differs for any child is a fact, however few replications there are. */
static enum finding finding_of_net(const struct gains_figure *figure, size_t panel)
{
    const struct paired net = {.difference = figure->changes[panel]->split[0].net};
    enum finding finding = finding_of(&net);
    return finding == FINDING_SAME ? finding
                                   : finding_said(&net, finding_decimals(net.difference.interval));
}

static enum text title_text(enum finding finding)
{
    switch (finding) {
    case FINDING_HIGHER:
        return TEXT_GAINS_LONGER;
    case FINDING_LOWER:
        return TEXT_GAINS_SHORTER;
    case FINDING_UNKNOWN:
        return TEXT_GAINS_UNKNOWN;
    default:
        return TEXT_GAINS_EVEN;
    }
}

static void title_of_too_few(const struct gains_figure *figure, char title[HEADLINE_SIZE])
{
    const struct child_changes *first = figure->changes[0];
    enum language language = figure->page->order->language;
    char replications[REPLICATIONS_SIZE];
    replications_words(replications, first->children->replications, first->split[0].net.draws,
                       language);
    text_format(title, HEADLINE_SIZE, language, TEXT_GAINS_TOO_FEW, ARGUMENTS(replications));
}

/* Of one scenario its shares; of more in how many most wait shorter, or longer. */
static void title_of(const struct gains_figure *figure, char title[HEADLINE_SIZE])
{
    enum language language = figure->page->order->language;
    const struct child_split *all = &figure->changes[0]->split[0];
    char less[NUMBER_SIZE], more[NUMBER_SIZE], list[HEADLINE_SIZE] = "", number[32];
    size_t panels = panels_of(figure), count[FINDING_HIGHER + 1] = {0};
    for (size_t p = 0; p < panels; p++)
        count[finding_of_net(figure, p)]++;
    if (count[FINDING_TOO_FEW] > 0) {
        title_of_too_few(figure, title);
        return;
    }
    if (panels == 1) {
        number_percent(less, language, all->share[CHANGE_LESS].mean, 0);
        number_percent(more, language, all->share[CHANGE_MORE].mean, 0);
        text_format(title, HEADLINE_SIZE, language, title_text(finding_of_net(figure, 0)),
                    ARGUMENTS(scenario_title(figure->page, 1), less, more));
        return;
    }
    headline_add_count(language, TEXT_GAINS_SHORTER_IN, count[FINDING_LOWER], list);
    headline_add_count(language, TEXT_GAINS_LONGER_IN, count[FINDING_HIGHER], list);
    headline_add_count(language, TEXT_HEADLINE_NOT_SHOWN,
                       panels - count[FINDING_LOWER] - count[FINDING_HIGHER], list);
    snprintf(number, sizeof number, "%zu", panels);
    text_format(title, HEADLINE_SIZE, language, TEXT_GAINS_MANY, ARGUMENTS(list, number));
}

/* The shares of all children in each scenario, for the text alternative. */
static char *numbers_in_words(const struct gains_figure *figure)
{
    enum language language = figure->page->order->language;
    char *words = NULL;
    size_t length;
    FILE *out = open_memstream(&words, &length);
    for (size_t p = 0; out && p < panels_of(figure); p++) {
        const struct child_split *all = &figure->changes[p]->split[0];
        char less[NUMBER_SIZE], more[NUMBER_SIZE], text[512];
        number_percent(less, language, all->share[CHANGE_LESS].mean, 0);
        number_percent(more, language, all->share[CHANGE_MORE].mean, 0);
        text_format(text, sizeof text, language, TEXT_GAINS_OF_SCENARIO,
                    ARGUMENTS(scenario_title(figure->page, p + 1), less, more));
        fprintf(out, "%s%s", p ? " " : "", text);
    }
    if (out)
        fclose(out);
    return words;
}

static void draw(struct gains_figure *figure)
{
    struct page *page = figure->page;
    char title[HEADLINE_SIZE], words[1024], number[32];
    char *numbers = numbers_in_words(figure);
    title_of(figure, title);
    snprintf(number, sizeof number, "%zu", figure->changes[0]->children->replications);
    text_format(words, sizeof words, page->order->language, TEXT_FIGURE_GAINS_WORDS,
                ARGUMENTS(scenario_title(page, 0), number));
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = numbers ? numbers : "",
                                          .published = "",
                                          .interval = INTERVAL_TOGETHER,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    grid_fill(page, &figure->grid);
    for (size_t p = 0; p < panels_of(figure); p++)
        draw_panel(figure, p);
    page_end(page);
    free(numbers);
}

static void set_grid(struct gains_figure *figure)
{
    for (size_t p = 0; p < panels_of(figure); p++)
        figure->heading[p] = scenario_title(figure->page, p + 1);
    figure->grid =
        (struct row_grid){.row = figure->row,
                          .n_rows = figure->n_rows,
                          .heading = figure->heading,
                          .n_panels = panels_of(figure),
                          .across = {[LOOK_PAGE] = 3, [LOOK_COLUMN] = 2, [LOOK_SLIDE] = 5},
                          .first_key = 'a'};
}

bool figure_gains(struct page *page)
{
    size_t n = page->order->results->scenarios;
    struct gains_figure figure = {.page = page,
                                  .changes = calloc(n, sizeof *figure.changes),
                                  .heading = calloc(n, sizeof *figure.heading)};
    bool good = figure.changes && figure.heading && read_changes(&figure) && list_rows(&figure);
    if (good) {
        find_reach(&figure);
        set_grid(&figure);
        draw(&figure);
    }
    for (size_t i = 0; figure.changes && i + 1 < n; i++)
        if (figure.changes[i])
            child_changes_free(figure.changes[i]);
    free(figure.changes);
    free(figure.heading);
    free(figure.split);
    free(figure.label);
    free(figure.row);
    return good;
}
