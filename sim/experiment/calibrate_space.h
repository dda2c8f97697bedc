/* What calibration may move, and draws of uncertain values too, and how far.
 *
 * A coordinate is one uncertain number: a parameter's value, or one factor of its table (one for
 * each category of factor_by). Its place in its range runs from 0 (the low end) to 1 (the high
 * end); a range over more than a factor of four is measured in proportion (logarithms).
 *
 * For calibration only cells that the table of parameters marks CALIBRATED, whose evidence is an
 * assumption and has a range; for draws all that it marks UNCERTAIN and whose evidence has a range.
 * In both only cells that the world leaves as they stand in the evidence: what a world changes is
 * what makes it that world. A factor leaves alone a cell that is 0, and a chance that is 1: such a cell
 * is a rule, not an estimate. Index years after the last that a target is about follow that one, so
 * that a fit makes no jump where the figures end.
 */
#ifndef PLASSFLYT_EXPERIMENT_CALIBRATE_SPACE_H
#define PLASSFLYT_EXPERIMENT_CALIBRATE_SPACE_H

#include "input/scenario.h"

#define COORDINATE_NAME 128

struct coordinate {
    char name[COORDINATE_NAME]; /* "arrivals.acute_home" */
    enum parameter parameter;
    size_t *cells; /* [n_cells] of the parameter */
    size_t n_cells;
    bool is_factor;    /* low, high and evidence multiply the cells rather than replace them */
    bool proportional; /* places are measured in logarithms */
    double low, high;  /* canonical unit, or factors */
    double evidence;   /* the evidence's value, or 1 */
    enum dimension by[MAX_DIMENSIONS]; /* [n_by]: what the factor is of, and of each */
    int category[MAX_DIMENSIONS], last[MAX_DIMENSIONS]; /* the first category and the last */
    int n_by;
    bool whole; /* all cells of its categories that are not 0 move */
};

struct space {
    const struct study *study;
    struct coordinate *coordinates;
    size_t n;
};

/* Which parameters are left out: all not among `only`, if given, and all among `hold`; each a list
 * of names with commas, or NULL. last_year: the last that a target is about. */
struct space_choice {
    const char *only, *hold;
    int last_year;
    bool uncertain;   /* for draws rather than for calibration */
    const bool *held; /* [N_PARAMETER_CELLS] cells that are left alone; or NULL */
};

/* Finds the coordinates of a study, which must outlive the space. False if memory is short. Free
 * with space_free. */
bool space_make(struct space *space, const struct study *study, const struct space_choice *choice);
void space_free(struct space *space);

/* First name of a list that is no parameter which calibration may move; NULL if all are. To be
 * freed. */
char *space_unknown_name(const char *names);

/* The number at a place in the range, with four significant digits, never outside the range. */
double coordinate_value(const struct coordinate *coordinate, double place);

/* The place of a number; outside the range that of the nearer end. */
double coordinate_place(const struct coordinate *coordinate, double value);

/* All values of the study with the coordinates at places [n]. Shares are brought back to sum 1. */
void space_values(const struct space *space, const double *places, struct parameters *values);

#endif
