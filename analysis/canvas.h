/* A page that a figure is drawn on, written as a gnuplot script that is the same for every format:
 * all that differs stands in the heading of canvas_heading.
 *
 * Lengths are centimetres from the lower left corner, sizes of type points, texts UTF-8, colours
 * 0xRRGGBB. What is drawn on the page itself (texts, lines, rectangles) is drawn together with the
 * next panel, so it comes before a panel.
 */
#ifndef PLASSFLYT_ANALYSIS_CANVAS_H
#define PLASSFLYT_ANALYSIS_CANVAS_H

#include "analysis/figure_data.h"
#include "analysis/look.h"

enum canvas_format { CANVAS_SVG, CANVAS_PDF, CANVAS_PNG, N_CANVAS_FORMATS };
extern const char *const canvas_format_name[N_CANVAS_FORMATS]; /* "svg" …: also the file's ending */

/* Dots per inch of a PNG. */
#define CANVAS_DENSITY 300

struct canvas {
    FILE *out;                /* the script */
    double width, height;     /* of the page */
    int numbers;              /* labels, lines and rectangles so far */
    struct figure_data *data; /* what is plotted */
    int elements;             /* of the plot being written */
    double reach;             /* dots, reaches and bars end so far from 0; 0: where they end */
};

/* Style of a text. */
enum {
    TEXT_STYLE_PLAIN = 0,
    TEXT_STYLE_BOLD = 1,
    TEXT_STYLE_GREY = 2,
    TEXT_STYLE_CENTRE = 4,
    TEXT_STYLE_RIGHT = 8,
    TEXT_STYLE_UPWARDS = 16
};

/* What is drawn, in centimetres, and how many times larger the picture is. */
struct canvas_size {
    double width, height, scale;
};

/* Commands that come before a page's script: terminal, type and size for a format. */
void canvas_heading(FILE *out, enum canvas_format format, struct canvas_size size);

/* The same for a script that stands on its own beside NAME.csv: `gnuplot NAME.gp` draws
 * NAME_gnuplot.svg from it, `gnuplot -c NAME.gp pdf` (or png) the other formats. */
void canvas_heading_alone(FILE *out, const char *name, struct canvas_size size);

/* Begins a page; what is plotted on it is put into `data`. */
struct canvas canvas_begin(FILE *out, double width, double height, struct figure_data *data);
void canvas_end(struct canvas *canvas);

/* Width of a text, from the advance widths of DejaVu Sans. */
double canvas_text_width(const char *text, double size, int style);

/* Distance of one baseline from the next. */
double canvas_line_height(double size);

/* A text whose baseline's middle, for gnuplot sets texts by their middle, is at (x, y). */
void canvas_text(struct canvas *canvas, double x, double y, double size, int style,
                 const char *text);

/* A paragraph in lines of at most `width`, the first at y; how high it is. With canvas NULL it is
 * only measured. */
double canvas_paragraph(struct canvas *canvas, double x, double y, double width, double size,
                        int style, const char *text);

void canvas_rectangle(struct canvas *canvas, double x, double y, double width, double height,
                      struct fill fill);
void canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1,
                 const struct pen *pen);

/* A mark: gnuplot's point type. */
void canvas_mark(struct canvas *canvas, double x, double y, int type, double size, unsigned colour);

/* ---- panels ---- */

struct panel {
    double left, bottom, width, height; /* on the page */
    double x_low, x_high, y_low, y_high;
};

/* A place on an axis; an empty label is a tic alone. */
struct tic {
    double at;
    char label[64];
};

/* Starts a panel: what is drawn from here on has its axes. */
void canvas_panel(struct canvas *canvas, const struct panel *panel);

/* Tics of the axis 'x' or 'y' of the next panel with labels of a size, and thin lines across where
 * `grid`; none with n = 0. */
void canvas_tics(struct canvas *canvas, char axis, const struct tic *tics, size_t n, double size,
                 bool grid);

/* A rectangle over the whole height of the panel, behind what is plotted. */
void canvas_shade(struct canvas *canvas, double x0, double x1, unsigned colour);

/* A line over the whole height of the panel at x. */
void canvas_upright(struct canvas *canvas, double x, const struct pen *pen);

/* Elements of a plot, in the order in which they lie on each other, between canvas_plot and
 * canvas_plot_end. Each shows a block of the canvas's data. */
void canvas_plot(struct canvas *canvas);
/* With the position on the x axis: a line through a number, a band between two, points, and upright
 * lines from one to another. What is not known is a gap. */
void canvas_curve(struct canvas *canvas, int block, enum figure_number number,
                  const struct pen *pen);
void canvas_band(struct canvas *canvas, int block, enum figure_number low, enum figure_number high,
                 unsigned colour);
void canvas_points(struct canvas *canvas, int block, int type, double size, unsigned colour);
void canvas_spans(struct canvas *canvas, int block, const struct pen *pen);
/* With the position on the y axis: dots at the values, lines from low to high, and bars from 0, or
 * from another number, to the value. Heights are in units of the axis. */
void canvas_dots(struct canvas *canvas, int block, int type, double size, unsigned colour);
void canvas_reaches(struct canvas *canvas, int block, const struct pen *pen);
/* Short upright lines at the values. */
void canvas_ticks(struct canvas *canvas, int block, double height, const struct pen *pen);
void canvas_bars(struct canvas *canvas, int block, double height, struct fill fill);
/* Bars of one length. */
void canvas_bars_whole(struct canvas *canvas, int block, double length, double height,
                       struct fill fill);
void canvas_bars_between(struct canvas *canvas, int block, enum figure_number from,
                         enum figure_number to, double height, struct fill fill);
/* Nothing: the page's shapes are all there is. */
void canvas_nothing(struct canvas *canvas);
void canvas_plot_end(struct canvas *canvas);

/* Steps of 1, 2 or 5 times a power of ten such that at most `most` of them reach `high`. */
double canvas_step(double high, int most);

#endif
