#include "analysis/canvas.h"

#include <math.h>
#include <string.h>

#define FONT        "DejaVu Sans"
#define CM_PER_INCH 2.54

enum { POINTS_PER_INCH = 72, SVG_DENSITY = 96, FIRST_CHARACTER = ' ', LAST_CHARACTER = '~' };
enum { WORD_BYTES = 512, LINE_BYTES = 2048 };

const char *const canvas_format_name[N_CANVAS_FORMATS] = {
    [CANVAS_SVG] = "svg", [CANVAS_PDF] = "pdf", [CANVAS_PNG] = "png"};

/* ---- the script's frame ---- */

static int pixels(double cm, int density)
{
    return (int)lround(cm / CM_PER_INCH * density);
}

/* F is what a size in points is multiplied by; T and B name plain and bold type of a size. */
void canvas_heading(FILE *out, enum canvas_format format, double width, double height)
{
    double scale = (double)CANVAS_DENSITY / SVG_DENSITY;
    fputs("set encoding utf8\n", out);
    switch (format) {
    case CANVAS_SVG:
        fprintf(out,
                "set terminal svg noenhanced size %d,%d font '" FONT ",10' background '#ffffff'\n"
                "F = %.17g\n",
                pixels(width, SVG_DENSITY), pixels(height, SVG_DENSITY),
                (double)SVG_DENSITY / POINTS_PER_INCH);
        break;
    case CANVAS_PDF:
        fprintf(out,
                "set terminal pdfcairo noenhanced color size %.3fcm,%.3fcm font '" FONT
                ",8' fontscale 0.75 linewidth 1.4 background '#ffffff'\nF = 1\n",
                width, height);
        break;
    default:
        fprintf(out,
                "set terminal pngcairo noenhanced truecolor size %d,%d font '" FONT
                ",8' fontscale %.6g linewidth %.6g pointscale %.6g background '#ffffff'\nF = 1\n",
                pixels(width, CANVAS_DENSITY), pixels(height, CANVAS_DENSITY), scale, scale, scale);
        break;
    }
    fputs("T(s) = sprintf('" FONT ",%g', s * F)\nB(s) = sprintf('" FONT ":Bold,%g', s * F)\n", out);
}

struct canvas canvas_begin(FILE *out, double width, double height)
{
    fputs("unset key\nunset title\nset border 3 lw 0.6 lc rgb '#666666'\nset multiplot\n", out);
    return (struct canvas){.out = out, .width = width, .height = height};
}

void canvas_end(struct canvas *canvas)
{
    fputs("unset multiplot\n", canvas->out);
}

/* ---- type ---- */

/* Advance widths of DejaVu Sans in thousandths of its size, from ' ' to '~'. */
static const short advance[LAST_CHARACTER - FIRST_CHARACTER + 1] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};

/* Wider than most other characters; the no-break space of numbers is narrow. */
static const double advance_of_others = 660, advance_of_bold = 1.13;

double canvas_text_width(const char *text, double size, int style)
{
    double sum = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool follows = (*c & 0xc0) == 0x80;
        if (*c >= FIRST_CHARACTER && *c <= LAST_CHARACTER)
            sum += advance[*c - FIRST_CHARACTER];
        else if (!follows)
            sum += advance_of_others;
    }
    double bold = style & TEXT_STYLE_BOLD ? advance_of_bold : 1;
    return sum / 1000 * size * bold / POINTS_PER_INCH * CM_PER_INCH;
}

double canvas_line_height(double size)
{
    return 1.3 * size / POINTS_PER_INCH * CM_PER_INCH;
}

/* A text in gnuplot's quotes, where only the quote itself is special, and those in `doubled`. */
static void print_quoted(const char *text, const char *doubled, FILE *out)
{
    fputc('\'', out);
    for (; *text; text++) {
        if (*text == '\'' || strchr(doubled, *text))
            fputc(*text, out);
        fputc(*text == '\n' ? ' ' : *text, out);
    }
    fputc('\'', out);
}

static void print_place(const struct canvas *canvas, double x, double y)
{
    fprintf(canvas->out, "screen %.5f,screen %.5f", x / canvas->width, y / canvas->height);
}

void canvas_text(struct canvas *canvas, double x, double y, double size, int style,
                 const char *text)
{
    const char *side = style & TEXT_STYLE_CENTRE  ? "center"
                       : style & TEXT_STYLE_RIGHT ? "right"
                                                  : "left";
    fprintf(canvas->out, "set label %d ", ++canvas->numbers);
    print_quoted(text, "", canvas->out);
    fputs(" at ", canvas->out);
    print_place(canvas, x, y);
    fprintf(canvas->out, " %s font %c(%g) textcolor rgb '%s'%s front\n", side,
            style & TEXT_STYLE_BOLD ? 'B' : 'T', size,
            style & TEXT_STYLE_GREY ? "#505050" : "#000000",
            style & TEXT_STYLE_UPWARDS ? " rotate by 90" : "");
}

double canvas_paragraph(struct canvas *canvas, double x, double y, double width, double size,
                        int style, const char *text)
{
    char line[LINE_BYTES] = "", longer[LINE_BYTES + WORD_BYTES];
    double used = 0;
    while (*text) {
        int bytes = (int)strcspn(text, " ");
        snprintf(longer, sizeof longer, "%s%s%.*s", line, *line ? " " : "",
                 bytes < WORD_BYTES ? bytes : WORD_BYTES - 2, text);
        if (*line && canvas_text_width(longer, size, style) > width) {
            if (canvas)
                canvas_text(canvas, x, y - used, size, style, line);
            used += canvas_line_height(size);
            line[0] = '\0';
            continue;
        }
        snprintf(line, sizeof line, "%.*s", (int)sizeof line - 1, longer);
        text += bytes;
        text += strspn(text, " ");
    }
    if (canvas && *line)
        canvas_text(canvas, x, y - used, size, style, line);
    return used + (*line ? canvas_line_height(size) : 0);
}

/* ---- shapes ---- */

void canvas_rectangle(struct canvas *canvas, double x, double y, double width, double height,
                      unsigned colour)
{
    fprintf(canvas->out, "set object %d rectangle from ", ++canvas->numbers);
    print_place(canvas, x, y);
    fputs(" to ", canvas->out);
    print_place(canvas, x + width, y + height);
    fprintf(canvas->out, " front fc rgb '#%06x' fs solid noborder\n", colour);
}

static void print_pen(const struct pen *pen, FILE *out)
{
    fprintf(out, " lw %g dt %s lc rgb '#%06x'", pen->width, pen->dash, pen->colour);
}

void canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1,
                 const struct pen *pen)
{
    fprintf(canvas->out, "set arrow %d from ", ++canvas->numbers);
    print_place(canvas, x0, y0);
    fputs(" to ", canvas->out);
    print_place(canvas, x1, y1);
    fputs(" nohead front", canvas->out);
    print_pen(pen, canvas->out);
    fputc('\n', canvas->out);
}

void canvas_mark(struct canvas *canvas, double x, double y, int type, double size, unsigned colour)
{
    fprintf(canvas->out, "set label %d '' at ", ++canvas->numbers);
    print_place(canvas, x, y);
    fprintf(canvas->out, " front point pt %d ps %g lc rgb '#%06x'\n", type, size, colour);
}

/* ---- panels ---- */

void canvas_panel(struct canvas *canvas, const struct panel *panel)
{
    fprintf(canvas->out,
            "set lmargin at screen %.5f\nset rmargin at screen %.5f\n"
            "set bmargin at screen %.5f\nset tmargin at screen %.5f\n",
            panel->left / canvas->width, (panel->left + panel->width) / canvas->width,
            panel->bottom / canvas->height, (panel->bottom + panel->height) / canvas->height);
    fprintf(canvas->out, "set xrange [%.10g:%.10g]\nset yrange [%.10g:%.10g]\n", panel->x_low,
            panel->x_high, panel->y_low, panel->y_high);
}

void canvas_tics(struct canvas *canvas, char axis, const struct tic *tics, size_t n, double size,
                 bool grid)
{
    if (n == 0) {
        fprintf(canvas->out, "unset %ctics\n", axis);
        return;
    }
    fprintf(canvas->out, "set %ctics nomirror out scale 0.4 offset 0,%s (", axis,
            axis == 'x' ? "0.25" : "0");
    for (size_t i = 0; i < n; i++) {
        fputs(i ? ", " : "", canvas->out);
        print_quoted(tics[i].label, "%", canvas->out); /* labels of tics are formats */
        fprintf(canvas->out, " %.10g", tics[i].at);
    }
    fprintf(canvas->out, ") font ''.T(%g)\n", size);
    if (grid)
        fprintf(canvas->out, "set grid %ctics back lt 1 lw 0.4 lc rgb '#d9d9d9'\n", axis);
}

void canvas_shade(struct canvas *canvas, double x0, double x1, unsigned colour)
{
    fprintf(canvas->out,
            "set object %d rectangle from first %.10g,graph 0 to first %.10g,graph 1 behind fc rgb "
            "'#%06x' fs solid noborder\n",
            ++canvas->numbers, x0, x1, colour);
}

void canvas_upright(struct canvas *canvas, double x, const struct pen *pen)
{
    fprintf(canvas->out, "set arrow %d from first %.10g,graph 0 to first %.10g,graph 1 nohead back",
            ++canvas->numbers, x, x);
    print_pen(pen, canvas->out);
    fputc('\n', canvas->out);
}

int canvas_data(struct canvas *canvas, const double *values, size_t rows, size_t columns)
{
    int number = canvas->data++;
    fprintf(canvas->out, "$d%d << EOD\n", number);
    for (size_t i = 0; i < rows * columns; i++) {
        if (isnan(values[i]))
            fputs("NaN", canvas->out);
        else
            fprintf(canvas->out, "%.10g", values[i]);
        fputc((i + 1) % columns ? ' ' : '\n', canvas->out);
    }
    fputs("EOD\n", canvas->out);
    return number;
}

void canvas_plot(struct canvas *canvas)
{
    fputs("plot ", canvas->out);
    canvas->elements = 0;
}

static void print_element(struct canvas *canvas, int data)
{
    fprintf(canvas->out, "%s$d%d ", canvas->elements++ ? ", \\\n  " : "", data);
}

void canvas_curve(struct canvas *canvas, int data, int column, const struct pen *pen)
{
    print_element(canvas, data);
    fprintf(canvas->out, "using 1:%d with lines", column);
    print_pen(pen, canvas->out);
}

void canvas_band(struct canvas *canvas, int data, int low, int high, unsigned colour)
{
    print_element(canvas, data);
    fprintf(canvas->out,
            "using 1:%d:%d with filledcurves fc rgb '#%06x' fs solid 1 noborder lc rgb '#%06x'",
            low, high, colour, colour);
}

void canvas_veil(struct canvas *canvas, int data, int low, int high, unsigned colour)
{
    print_element(canvas, data);
    fprintf(canvas->out,
            "using 1:%d:%d with filledcurves fc rgb '#%06x' fs transparent solid %g noborder", low,
            high, colour, CANVAS_VEIL);
}

void canvas_points(struct canvas *canvas, int data, int type, double size, unsigned colour)
{
    print_element(canvas, data);
    fprintf(canvas->out, "using 1:2 with points pt %d ps %g lw 1 lc rgb '#%06x'", type, size,
            colour);
}

void canvas_spans(struct canvas *canvas, int data, int low, int high, const struct pen *pen)
{
    print_element(canvas, data);
    fprintf(canvas->out, "using 1:%d:(0):($%d-$%d) with vectors nohead", low, high, low);
    print_pen(pen, canvas->out);
}

void canvas_plot_end(struct canvas *canvas)
{
    fputs("\nunset label\nunset arrow\nunset object\nunset grid\n", canvas->out);
}

/* ---- numbers ---- */

unsigned canvas_tint(unsigned colour, double part)
{
    unsigned mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double own = (colour >> shift) & 0xff;
        mixed |= (unsigned)lround(255 - part * (255 - own)) << shift;
    }
    return mixed;
}

double canvas_step(double high, int most)
{
    static const double factor[] = {1, 2, 5, 10};
    if (!(high > 0))
        return 1;
    double power = pow(10, floor(log10(high / most)));
    for (size_t i = 0; i < sizeof factor / sizeof factor[0]; i++)
        if (high / (power * factor[i]) <= most)
            return power * factor[i];
    return 10 * power;
}
