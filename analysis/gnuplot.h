/* Drawing by gnuplot. Its script comes in and its picture goes out through files without a name, so
 * that nothing is left behind whatever happens. */
#ifndef PLASSFLYT_ANALYSIS_GNUPLOT_H
#define PLASSFLYT_ANALYSIS_GNUPLOT_H

#include "input/message.h"

#include <stddef.h>

struct picture {
    unsigned char *bytes; /* [n], of malloc */
    size_t n;
};

/* Runs gnuplot, found by PATH, on heading and script; the user's own settings are not read. False
 * and a message if it is not installed or not content. */
bool gnuplot_draw(const char *heading, const char *script, struct picture *picture,
                  struct messages *messages);

#endif
