/* What is plotted: elements that show blocks of the data. */
#include "analysis/canvas_parts.h"

void canvas_plot(struct canvas *canvas)
{
    fputs("plot ", canvas->out);
    canvas->elements = 0;
}

/* The rows of a block; the first line of the file is its headings. */
static void print_element(struct canvas *canvas, int block)
{
    const struct figure_block *b = &canvas->data->block[block];
    fprintf(canvas->out, "%sdata skip 1 every ::%zu::%zu using ",
            canvas->elements++ ? ", \\\n  " : "", b->first, b->first + b->n - (b->n > 0));
}

static int column(enum figure_number number)
{
    return figure_data_column(number);
}

void canvas_curve(struct canvas *canvas, int block, enum figure_number number,
                  const struct pen *pen)
{
    print_element(canvas, block);
    fprintf(canvas->out, "%d:%d with lines", column(DATA_POSITION), column(number));
    canvas_print_pen(pen, canvas->out);
}

void canvas_band(struct canvas *canvas, int block, enum figure_number low, enum figure_number high,
                 unsigned colour)
{
    print_element(canvas, block);
    fprintf(canvas->out, "%d:%d:%d with filledcurves fc rgb '#%06x' fs solid 1 noborder",
            column(DATA_POSITION), column(low), column(high), colour);
}

void canvas_points(struct canvas *canvas, int block, int type, double size, unsigned colour)
{
    print_element(canvas, block);
    fprintf(canvas->out, "%d:%d with points pt %d ps %g*P lw 1 lc rgb '#%06x'",
            column(DATA_POSITION), column(DATA_VALUE), type, size, colour);
}

void canvas_spans(struct canvas *canvas, int block, const struct pen *pen)
{
    print_element(canvas, block);
    fprintf(canvas->out, "%d:%d:(0):($%d-$%d) with vectors nohead", column(DATA_POSITION),
            column(DATA_LOW), column(DATA_HIGH), column(DATA_LOW));
    canvas_print_pen(pen, canvas->out);
}

/* A number as gnuplot reads it, kept within the canvas's reach. */
static void print_kept(const struct canvas *canvas, const char *number)
{
    if (canvas->reach > 0)
        fprintf(canvas->out, "((%s) < -%g ? -%g : (%s) > %g ? %g : (%s))", number, canvas->reach,
                canvas->reach, number, canvas->reach, canvas->reach, number);
    else
        fprintf(canvas->out, "(%s)", number);
}

static void print_kept_number(const struct canvas *canvas, enum figure_number number)
{
    char name[16];
    snprintf(name, sizeof name, "$%d", column(number));
    print_kept(canvas, name);
}

void canvas_dots(struct canvas *canvas, int block, int type, double size, unsigned colour)
{
    print_element(canvas, block);
    print_kept_number(canvas, DATA_VALUE);
    fprintf(canvas->out, ":%d with points pt %d ps %g*P lw 1 lc rgb '#%06x'", column(DATA_POSITION),
            type, size, colour);
}

void canvas_reaches(struct canvas *canvas, int block, const struct pen *pen)
{
    print_element(canvas, block);
    print_kept_number(canvas, DATA_LOW);
    fprintf(canvas->out, ":%d:(", column(DATA_POSITION));
    print_kept_number(canvas, DATA_HIGH);
    fputc('-', canvas->out);
    print_kept_number(canvas, DATA_LOW);
    fputs("):(0) with vectors nohead", canvas->out);
    canvas_print_pen(pen, canvas->out);
}

void canvas_ticks(struct canvas *canvas, int block, double height, const struct pen *pen)
{
    print_element(canvas, block);
    fprintf(canvas->out, "%d:($%d-%g):(0):(%g) with vectors nohead", column(DATA_VALUE),
            column(DATA_POSITION), height / 2, height);
    canvas_print_pen(pen, canvas->out);
}

/* Bars between two numbers as gnuplot reads them. */
static void print_bars(struct canvas *canvas, int block, const char *from, const char *to,
                       double height, struct fill fill)
{
    int at = column(DATA_POSITION);
    print_element(canvas, block);
    print_kept(canvas, to);
    fprintf(canvas->out, ":%d:", at);
    print_kept(canvas, from);
    fputc(':', canvas->out);
    print_kept(canvas, to);
    fprintf(canvas->out,
            ":($%d-%g):($%d+%g) with boxxyerror fc rgb '#%06x' lc rgb '#%06x' lw 0.6 fs", at,
            height / 2, at, height / 2, fill.colour, fill.colour);
    canvas_print_pattern(fill, canvas->out);
}

void canvas_bars(struct canvas *canvas, int block, double height, struct fill fill)
{
    char end[16];
    snprintf(end, sizeof end, "$%d", column(DATA_VALUE));
    print_bars(canvas, block, "0", end, height, fill);
}

void canvas_bars_whole(struct canvas *canvas, int block, double length, double height,
                       struct fill fill)
{
    char end[32];
    snprintf(end, sizeof end, "%g", length);
    print_bars(canvas, block, "0", end, height, fill);
}

void canvas_bars_between(struct canvas *canvas, int block, enum figure_number from,
                         enum figure_number to, double height, struct fill fill)
{
    char begin[16], end[16];
    snprintf(begin, sizeof begin, "$%d", column(from));
    snprintf(end, sizeof end, "$%d", column(to));
    print_bars(canvas, block, begin, end, height, fill);
}

void canvas_nothing(struct canvas *canvas)
{
    fprintf(canvas->out, "%sNaN", canvas->elements++ ? ", " : "");
}

void canvas_plot_end(struct canvas *canvas)
{
    fputs("\nunset label\nunset arrow\nunset object\nunset grid\n", canvas->out);
}
