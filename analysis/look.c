#include "analysis/look.h"

#include <math.h>

const char *const look_size_name[N_LOOK_SIZES] = {
    [LOOK_PAGE] = "page", [LOOK_COLUMN] = "column", [LOOK_SLIDE] = "slide"};
const char *const look_theme_name[N_LOOK_THEMES] = {
    [LOOK_STANDARD] = "standard", [LOOK_PRINT] = "print"};

/* A slide of today's programs is 33.87 cm by 19.05 cm; it is drawn smaller and blown up. */
static const double slide_width = 33.867, slide_height = 19.05, slide_scale = 1.6;
static const double less_room = 0.9;

/* ---- sizes ---- */

struct look look_make(enum look_size size, enum look_theme theme)
{
    struct look look = {.size = size,
                        .theme = theme,
                        .width = 16.0,
                        .scale = 1,
                        .title = 11,
                        .words = 8,
                        .legend = 7.5,
                        .tic = 7,
                        .source = 7};
    if (size == LOOK_COLUMN) {
        look.width = 8.0;
        look.title = 9;
        look.words = look.legend = 7;
    } else if (size == LOOK_SLIDE) {
        look.scale = slide_scale;
        look.width = slide_width / slide_scale;
        look.height = slide_height / slide_scale;
    }
    return look;
}

int look_make_room(struct look *look)
{
    double scale = look->scale * less_room;
    if (look->size != LOOK_SLIDE || look->source * scale < LOOK_LEAST_TYPE)
        return 0;
    look->scale = scale;
    look->width = slide_width / scale;
    look->height = slide_height / scale;
    return 1;
}

/* ---- scenarios ---- */

struct pen look_pen(const struct look *look, size_t scenario)
{
    static const unsigned colours[] = {0x12436d, 0x00786a, 0x801650, 0x2073bc, 0x6b5d00};
    static const unsigned greys[] = {0x000000, 0x696969};
    static const char *const dashes[] = {"1", "(12,3,3,3)", "(3,2)", "(12,4)", "(6,2,2,2)"};
    enum { N = sizeof dashes / sizeof dashes[0] };
    if (scenario == 0)
        return (struct pen){0x000000, look->theme == LOOK_PRINT ? 0.9 : 1.4, "(7,3)"};
    size_t i = scenario - 1, round = i / N;
    if (look->theme == LOOK_PRINT) /* in grey, then thin */
        return (struct pen){greys[round % 2], round < 2 ? 1.7 : 1.0, dashes[i % N]};
    /* where colours begin again, dashes are one further */
    return (struct pen){colours[i % N], 1.7, dashes[(i + round) % N]};
}

struct fill look_fill(const struct look *look, size_t scenario)
{
    static const unsigned colours[LOOK_BARS] = {0x8c8c8c, 0x12436d, 0x28a197, 0x801650};
    static const int patterns[LOOK_BARS] = {0, LOOK_SOLID, 4, 2};
    size_t i = scenario % LOOK_BARS;
    if (look->theme == LOOK_PRINT)
        return (struct fill){LOOK_TEXT, patterns[i]};
    return (struct fill){colours[i], LOOK_SOLID};
}

int look_mark(size_t scenario)
{
    static const int types[] = {7, 5, 9, 11, 13}; /* circle, square, triangles, diamond; all full */
    return types[scenario % (sizeof types / sizeof types[0])];
}

/* ---- what is not a scenario's ---- */

unsigned look_published(const struct look *look)
{
    return look->theme == LOOK_PRINT ? 0x000000 : 0xb8430a;
}

struct pen look_zero(void)
{
    return (struct pen){0x000000, 1.0, "1"};
}

unsigned look_band(unsigned colour, int band)
{
    static const double part[LOOK_BANDS] = {0.38, 0.22, 0.11};
    return look_tint(colour, part[band]);
}

/* What colours of edges are multiplied by. */
static const double darkening = 0.7;

struct pen look_edge(unsigned colour, int band)
{
    static const char *const dashes[LOOK_BANDS] = {"1", "(4,2)", "(1,2)"};
    unsigned darker = 0;
    for (int shift = 16; shift >= 0; shift -= 8)
        darker |= (unsigned)lround(((colour >> shift) & 0xff) * darkening) << shift;
    return (struct pen){darker, 0.5, dashes[band]};
}

/* ---- colours ---- */

unsigned look_tint(unsigned colour, double part)
{
    unsigned mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double own = (colour >> shift) & 0xff;
        mixed |= (unsigned)lround(255 - part * (255 - own)) << shift;
    }
    return mixed;
}

/* Relative luminance (WCAG 2.1). */
static double luminance(unsigned colour)
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = ((colour >> (16 - 8 * i)) & 0xff) / 255.0;
        sum += weight[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double look_contrast(unsigned a, unsigned b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}
