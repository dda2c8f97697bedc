/* study/1: a run in a file. Which scenarios, in which world or worlds, how often or how precisely,
 * what of the result is kept and where.
 *
 * What an option of `run` can say too is kept as the text that the option would have, so that a key
 * of the file and an option given beside it are read by the same code. */
#ifndef PLASSFLYT_INPUT_STUDY_FILE_H
#define PLASSFLYT_INPUT_STUDY_FILE_H

#include "input/scenario.h"
#include "tables/indicators.h"

/* How draws of uncertain values are spread over their ranges (experiment/latin_draws.h,
 * experiment/sobol_draws.h). */
enum draw_method { DRAWS_LATIN, DRAWS_SOBOL, N_DRAW_METHODS };
extern const char *const draw_method_name[N_DRAW_METHODS]; /* "latin" … */

/* A half-width that is wanted: of an indicator in each scenario, or in one. */
struct wanted {
    enum indicator indicator;
    const char *category; /* of an indicator that has a row for each; "" for others */
    const char *scenario; /* NULL: every one that it can be of */
    bool of_change;       /* the change against the null alternative; else the level */
    double half_width;    /* in the indicator's unit, or … */
    bool relative;        /* … as a share of the mean */
    int line;
};

/* When a run may stop; see experiment/precision.h. */
struct wanted_precision {
    double confidence;
    int batch, least; /* replications; 0: not said */
    int most;
    struct wanted *wanted; /* [n_wanted]; none: no precision is asked for */
    size_t n_wanted;
};

struct study_file {
    const char *path;
    struct input_file file;         /* word for word */
    const char *title[N_LANGUAGES]; /* NULL where not given */
    const char **scenarios;         /* [n_scenarios] paths, parts joined by '+' */
    size_t n_scenarios;
    const char *world, *start, *output;                 /* paths; NULL where not given */
    const char *fits;                                   /* a folder, or paths with commas between */
    const char *replications, *seed, *draws, *children; /* whole numbers; NULL where not given */
    const char *detail, *measures;                      /* measures: names with commas between */
    bool drawn;     /* uncertain values are drawn; draws NULL: as often as precision takes */
    int draws_each; /* replications a draw; 0: not said */
    enum draw_method draws_method;
    const char *draws_only; /* parameters with commas between; NULL: all that are uncertain */
    struct wanted_precision precision;
    void *memory; /* all of the above lives here */
};

/* Whether a path names a study/1 file. A file that cannot be read is none, without a message. */
bool is_study_file(const char *path);

/* Reads a study file; the scenarios and worlds that it names are not opened. NULL and up to five
 * messages if it is wrong. To be freed with study_file_free. */
struct study_file *study_file_read(const char *path, struct messages *messages);
void study_file_free(struct study_file *file);

#endif
