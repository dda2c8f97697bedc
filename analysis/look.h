/* How figures look: the sizes and themes that can be asked for, and the colours, dashes, patterns and
 * marks that scenarios are told apart by. tests/unit/test_look.c measures their contrast (WCAG 2.1,
 * 1.4.3 and 1.4.11).
 *
 * Lengths are centimetres, sizes of type points, colours 0xRRGGBB.
 */
#ifndef PLASSFLYT_ANALYSIS_LOOK_H
#define PLASSFLYT_ANALYSIS_LOOK_H

#include <stddef.h>

/* A page's width between the margins, a column of a page in two, and a slide of 16:9. */
enum look_size { LOOK_PAGE, LOOK_COLUMN, LOOK_SLIDE, N_LOOK_SIZES };
extern const char *const look_size_name[N_LOOK_SIZES]; /* as in --size */

/* Colours that colour-blind people tell apart; or black, greys and patterns, for a printer. */
enum look_theme { LOOK_STANDARD, LOOK_PRINT, N_LOOK_THEMES };
extern const char *const look_theme_name[N_LOOK_THEMES]; /* as in --theme */

struct look {
    enum look_size size;
    enum look_theme theme;
    double width;  /* that figures are drawn in */
    double height; /* of a slide; 0: as high as what is on it */
    double scale;  /* how many times larger the picture is: a slide is seen from afar */
    double title, words, legend, tic, source; /* type, before it is scaled */
};

struct look look_make(enum look_size size, enum look_theme theme);

/* Makes more room on a slide of the same size: everything on it becomes smaller by a tenth. False
 * where the smallest type would become smaller than LOOK_LEAST_TYPE, and for a page that grows in
 * height instead. */
#define LOOK_LEAST_TYPE 7.0
int look_make_room(struct look *look);

/* A line: dash is gnuplot's dash type, "1" solid, "(6,3)" dashes of 6 and gaps of 3. */
struct pen {
    unsigned colour;
    double width;
    const char *dash;
};

/* A bar: pattern is gnuplot's, LOOK_SOLID none. */
#define LOOK_SOLID 3
struct fill {
    unsigned colour;
    int pattern;
};

/* Scenarios have numbers: 0 is the null alternative, always black. Lines differ by dashes too; from
 * the sixth on a pair of colour and dash is used that none before has (up to 25; of greys, up to 20). */
struct pen look_pen(const struct look *look, size_t scenario);

/* Bars of up to LOOK_BARS scenarios beside each other: each has a contrast of at least 3:1 to the
 * next one and to white, or a pattern of its own. */
enum { LOOK_BARS = 4 };
struct fill look_fill(const struct look *look, size_t scenario);

/* The mean's mark of a scenario: gnuplot's point type. */
int look_mark(size_t scenario);

/* What is not a scenario's. */
unsigned look_published(const struct look *look); /* figures that somebody has published */
struct pen look_zero(void);                       /* the line where nothing changes */

/* Bands around a median: tints of its line's colour, with edges darker than it. */
enum { LOOK_BANDS = 3 };
unsigned look_band(unsigned colour, int band); /* 0: the innermost */
struct pen look_edge(unsigned colour, int band);

#define LOOK_PAPER   0xffffffu
#define LOOK_TEXT    0x000000u
#define LOOK_QUIET   0x505050u /* text of less weight */
#define LOOK_HISTORY 0xf2f2f2u /* ground behind what was simulated before the policy date */
#define LOOK_AXIS    0x666666u
#define LOOK_GRID    0xd9d9d9u /* helps the eye; nothing is told by it alone */

/* A colour mixed with white: part 1 is the colour itself, 0 white. */
unsigned look_tint(unsigned colour, double part);

/* Contrast of two colours by WCAG 2.1: 1 to 21. */
double look_contrast(unsigned a, unsigned b);

#endif
