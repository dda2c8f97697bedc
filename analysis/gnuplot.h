/* Drawing by gnuplot. Its script and data come in and its picture goes out through files without a
 * name, so that nothing is left behind whatever happens. */
#ifndef PLASSFLYT_ANALYSIS_GNUPLOT_H
#define PLASSFLYT_ANALYSIS_GNUPLOT_H

#include "input/message.h"

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct picture {
    unsigned char *bytes; /* [n], of malloc */
    size_t n;
};

/* gnuplot at work. Several may be at once. */
struct gnuplot_work {
    FILE *in, *out, *err, *data;
    pid_t child;
    int error; /* why it could not be started, 0 if it could */
};

/* Starts gnuplot, found by PATH, on heading and script; the user's own settings are not read. The
 * script finds `csv` in the file named by gnuplot's variable data. What goes wrong is told by
 * gnuplot_finish, which has to follow. */
void gnuplot_start(struct gnuplot_work *work, const char *heading, const char *script,
                   const char *csv);

/* Waits for it. False and a message if it is not installed or not content. */
bool gnuplot_finish(struct gnuplot_work *work, struct picture *picture, struct messages *messages);

#endif
