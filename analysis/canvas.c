#include "analysis/canvas_parts.h"

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

/* The terminal of a format. F is what a size in points is multiplied by, P that of a mark. */
static void print_terminal(FILE *out, enum canvas_format format, struct canvas_size size)
{
    double width = size.width * size.scale, height = size.height * size.scale;
    double density = size.scale * CANVAS_DENSITY / SVG_DENSITY;
    switch (format) {
    case CANVAS_SVG:
        fprintf(out,
                "set terminal svg noenhanced size %d,%d font '" FONT
                ",10' linewidth %.6g background '#ffffff'\nF = %.17g\nP = %.6g\n",
                pixels(width, SVG_DENSITY), pixels(height, SVG_DENSITY), size.scale,
                size.scale * SVG_DENSITY / POINTS_PER_INCH, size.scale);
        break;
    case CANVAS_PDF:
        fprintf(out,
                "set terminal pdfcairo noenhanced color size %.3fcm,%.3fcm font '" FONT
                ",8' fontscale %.6g linewidth %.6g background '#ffffff'\nF = 1\nP = %.6g\n",
                width, height, 0.75 * size.scale, 1.4 * size.scale, size.scale);
        break;
    default:
        fprintf(out,
                "set terminal pngcairo noenhanced truecolor size %d,%d font '" FONT
                ",8' fontscale %.6g linewidth %.6g pointscale %.6g background '#ffffff'\nF = 1\n"
                "P = 1\n",
                pixels(width, CANVAS_DENSITY), pixels(height, CANVAS_DENSITY), density, density,
                density);
        break;
    }
}

/* T and B name plain and bold type of a size. A CSV may have any character in its texts. */
static void print_settings(FILE *out)
{
    fputs("T(s) = sprintf('" FONT ",%g', s * F)\nB(s) = sprintf('" FONT
          ":Bold,%g', s * F)\nset datafile separator ','\nset datafile commentschars ''\n",
          out);
}

void canvas_heading(FILE *out, enum canvas_format format, struct canvas_size size)
{
    fputs("set encoding utf8\n", out);
    print_terminal(out, format, size);
    print_settings(out);
}

void canvas_heading_alone(FILE *out, const char *name, struct canvas_size size)
{
    fprintf(out,
            "# Plassflyt: draws %s_gnuplot.svg from %s.csv; with gnuplot -c %s.gp pdf (or png) the "
            "other formats\nset encoding utf8\ndata = '%s.csv'\n"
            "format = exists('ARG1') && strlen(ARG1) ? ARG1 : 'svg'\n",
            name, name, name, name);
    for (int f = 0; f < N_CANVAS_FORMATS; f++) {
        fprintf(out, "if (format eq '%s') {\n", canvas_format_name[f]);
        print_terminal(out, (enum canvas_format)f, size);
        fputs("}\n", out);
    }
    fprintf(out, "set output '%s_gnuplot.'.format\n", name);
    print_settings(out);
}

struct canvas canvas_begin(FILE *out, double width, double height, struct figure_data *data)
{
    fputs("unset key\nunset title\nset border 3 lw 0.6 lc rgb '#666666'\nset multiplot\n", out);
    return (struct canvas){.out = out, .width = width, .height = height, .data = data};
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

/* The same of characters beyond these that figures are full of. Those not here count as wider than
 * most are. */
static const struct {
    const char *character;
    short advance;
} more_advances[] = {{"æ", 982},      {"ø", 612}, {"å", 613}, {"Æ", 974},  {"Ø", 787},
                     {"Å", 684},      {"é", 615}, {"ö", 612}, {"–", 500},  {"—", 1000},
                     {"−", 838},      {"±", 838}, {"≈", 838}, {"«", 612},  {"»", 612},
                     {"“", 518},      {"”", 518}, {"’", 318}, {"…", 1000}, {"\u00a0", 318},
                     {"\u202f", 200}, {"²", 401}};
static const double advance_of_others = 850, advance_of_bold = 1.13;

static double advance_beyond(const char *character)
{
    for (size_t i = 0; i < sizeof more_advances / sizeof more_advances[0]; i++)
        if (strncmp(character, more_advances[i].character, strlen(more_advances[i].character)) == 0)
            return more_advances[i].advance;
    return advance_of_others;
}

double canvas_text_width(const char *text, double size, int style)
{
    double sum = 0;
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool follows = (c & 0xc0) == 0x80;
        if (c >= FIRST_CHARACTER && c <= LAST_CHARACTER)
            sum += advance[c - FIRST_CHARACTER];
        else if (!follows)
            sum += advance_beyond(text);
    }
    double bold = style & TEXT_STYLE_BOLD ? advance_of_bold : 1;
    return sum / 1000 * size * bold / POINTS_PER_INCH * CM_PER_INCH;
}

double canvas_line_height(double size)
{
    return 1.3 * size / POINTS_PER_INCH * CM_PER_INCH;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a no-break space between two digits stands there. */
static bool parts_thousands(const char *text, const char *at)
{
    static const char space[] = "\u00a0";
    size_t length = sizeof space - 1;
    return strncmp(at, space, length) == 0 && at > text && is_digit(at[-1]) && is_digit(at[length]);
}

/* A text in gnuplot's quotes, where only the quote itself is special, and those in `doubled`. Groups
 * of three digits are parted by a thin space. */
static void print_quoted(const char *whole, const char *doubled, FILE *out)
{
    fputc('\'', out);
    for (const char *text = whole; *text; text++) {
        if (parts_thousands(whole, text)) {
            fputs("\u202f", out);
            text++;
            continue;
        }
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

/* Where a word wider than a line is broken: after the last syllable there is room for that binds the
 * parts of Norwegian compounds ("behandlings-institusjon"), else after the last letter. Bytes of the
 * first part. */
static size_t break_of(const char *word, size_t bytes, double width, double size, int style)
{
    static const char *const binding[] = {"ings", "jons", "skaps", "hets", "orgs"};
    enum { FEWEST = 3 }; /* letters on either side */
    char part[WORD_BYTES];
    size_t last = 1, best = 0;
    for (size_t n = 1; n + FEWEST <= bytes; n++) {
        bool inside = (word[n] & 0xc0) == 0x80;
        snprintf(part, sizeof part, "%.*s-", (int)n, word);
        if (inside)
            continue;
        if (canvas_text_width(part, size, style) > width)
            break;
        last = n;
        for (size_t i = 0; i < sizeof binding / sizeof binding[0]; i++) {
            size_t length = strlen(binding[i]);
            if (n > length && strncmp(word + n - length, binding[i], length) == 0)
                best = n;
        }
    }
    return best ? best : last;
}

/* The next word of a text, or the part of it that a line of its own has room for; how many bytes were
 * taken. */
static size_t next_word(const char *text, double width, double size, int style,
                        char word[WORD_BYTES])
{
    size_t bytes = strcspn(text, " ");
    bytes = bytes < WORD_BYTES - 2 ? bytes : WORD_BYTES - 2;
    snprintf(word, WORD_BYTES, "%.*s", (int)bytes, text);
    if (canvas_text_width(word, size, style) <= width)
        return bytes;
    bytes = break_of(text, bytes, width, size, style);
    snprintf(word, WORD_BYTES, "%.*s-", (int)bytes, text);
    return bytes;
}

double canvas_paragraph(struct canvas *canvas, double x, double y, double width, double size,
                        int style, const char *text)
{
    char line[LINE_BYTES] = "", longer[LINE_BYTES + WORD_BYTES], word[WORD_BYTES];
    double used = 0;
    while (*text) {
        size_t bytes = next_word(text, width, size, style, word);
        snprintf(longer, sizeof longer, "%s%s%s", line, *line ? " " : "", word);
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

void canvas_print_pattern(struct fill fill, FILE *out)
{
    if (fill.pattern == LOOK_SOLID)
        fputs(" solid 1 noborder", out);
    else
        fprintf(out, " pattern %d border lc rgb '#%06x'", fill.pattern, fill.colour);
}

void canvas_rectangle(struct canvas *canvas, double x, double y, double width, double height,
                      struct fill fill)
{
    fprintf(canvas->out, "set object %d rectangle from ", ++canvas->numbers);
    print_place(canvas, x, y);
    fputs(" to ", canvas->out);
    print_place(canvas, x + width, y + height);
    fprintf(canvas->out, " front fc rgb '#%06x' fs", fill.colour);
    canvas_print_pattern(fill, canvas->out);
    fputc('\n', canvas->out);
}

void canvas_print_pen(const struct pen *pen, FILE *out)
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
    canvas_print_pen(pen, canvas->out);
    fputc('\n', canvas->out);
}

void canvas_mark(struct canvas *canvas, double x, double y, int type, double size, unsigned colour)
{
    fprintf(canvas->out, "set label %d '' at ", ++canvas->numbers);
    print_place(canvas, x, y);
    fprintf(canvas->out, " front point pt %d ps %g*P lc rgb '#%06x'\n", type, size, colour);
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
    canvas_print_pen(pen, canvas->out);
    fputc('\n', canvas->out);
}

/* ---- numbers ---- */

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
