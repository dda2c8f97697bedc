/* The figures of a report: as SVG for the page and print, as PNG for word processors. */
#include "command/report_parts.h"

#include "analysis/picture.h"

#include <stdlib.h>
#include <string.h>

/* One picture to be drawn. */
struct task {
    enum figure figure;
    enum canvas_format format;
    struct picture picture;
    struct messages messages;
    bool drawn;
};

static const enum canvas_format formats[] = {CANVAS_SVG, CANVAS_PNG};
enum { N_FORMATS = sizeof formats / sizeof formats[0] };

static void draw(struct task *task, const struct drawing *drawing, const char *finished)
{
    char *heading = NULL;
    size_t length;
    FILE *out = open_memstream(&heading, &length);
    if (!out)
        return;
    const struct canvas_size size = {drawing->width, drawing->height, drawing->scale};
    canvas_heading(out, task->format, size);
    fclose(out);
    struct gnuplot_work work;
    gnuplot_start(&work, heading, drawing->script, drawing->csv);
    task->drawn = gnuplot_finish(&work, &task->picture, &task->messages) &&
                  picture_sign(&task->picture, task->format, drawing, finished);
    free(heading);
}

static bool write_task(struct report_making *making, struct task *task)
{
    char name[256];
    snprintf(name, sizeof name, REPORT_FIGURES "/%s.%s", figure_table[task->figure].name,
             canvas_format_name[task->format]);
    return task->drawn && report_file_write(making, name, task->picture.bytes, task->picture.n);
}

/* Adds the figure to those of the report. */
static void add(struct report_making *making, enum figure figure)
{
    struct report_figure *added = &making->figures[making->order.n_figures++];
    *added = (struct report_figure){.figure = figure, .drawing = &making->drawings[figure]};
    snprintf(added->file, sizeof added->file, REPORT_FIGURES "/%s", figure_table[figure].name);
    making->order.figures = making->figures;
}

/* Draws what has been made; gnuplot runs on as many cores as there are. */
static void draw_all(struct report_making *making)
{
    const bool *made = making->drawn;
    struct task tasks[N_FIGURES * N_FORMATS];
    memset(tasks, 0, sizeof tasks);
    const char *finished = making->order.world[0].results->finished;
#pragma omp parallel for schedule(dynamic)
    for (int i = 0; i < N_FIGURES * N_FORMATS; i++) {
        tasks[i].figure = (enum figure)(i / N_FORMATS);
        tasks[i].format = formats[i % N_FORMATS];
        messages_start(&tasks[i].messages, making->invocation->language);
        if (made[tasks[i].figure])
            draw(&tasks[i], &making->drawings[tasks[i].figure], finished);
    }
    bool told = false;
    for (int f = 0; f < N_FIGURES; f++) {
        bool whole = made[f];
        for (int k = 0; k < N_FORMATS; k++) {
            struct task *task = &tasks[f * N_FORMATS + k];
            if (made[f])
                whole = write_task(making, task) && whole;
            if (made[f] && !task->drawn && !told) {
                print_messages(&task->messages, making->invocation->err);
                told = true;
            }
            free(task->picture.bytes);
            messages_free(&task->messages);
        }
        if (whole)
            add(making, (enum figure)f);
        making->all_made = making->all_made && (whole || !made[f]);
    }
}

/* Whether the file keeps what any published figure is held against: else there is nothing to draw. */
static bool has_answers(const struct report_world *world)
{
    for (size_t i = 0; i < world->results->n_targets; i++)
        if (world->targets[i].known)
            return true;
    return false;
}

void report_draw(struct report_making *making)
{
    const struct report_world *world = &making->order.world[0];
    const struct results *more[] = {making->order.world[1].results};
    struct messages messages;
    messages_start(&messages, making->invocation->language);
    for (int f = 0; f < N_FIGURES; f++) {
        struct figure_order order = {.results = world->results,
                                     .language = making->order.language,
                                     .period = world->comparison->order.period};
        enum text why;
        if (!figure_is_possible((enum figure)f, &order, &why) ||
            (f == FIGURE_TARGETS && !has_answers(world)))
            continue;
        if (f == FIGURE_TARGETS && making->order.n_worlds > 1) {
            order.more = more;
            order.n_more = 1;
        }
        making->drawn[f] = figure_make((enum figure)f, &order, &making->drawings[f], &messages);
    }
    print_messages(&messages, making->invocation->err);
    messages_free(&messages);
    draw_all(making);
}

void report_figures_free(struct report_making *making)
{
    for (int f = 0; f < N_FIGURES; f++)
        if (making->drawn[f])
            drawing_free(&making->drawings[f]);
}
