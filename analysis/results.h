/* Reading a results file. Nothing else of the program is needed to understand it: names, labels and
 * axes come from the file.
 *
 * Everything a struct results points to belongs to it and dies with results_free. What is made by
 * results_values belongs to the caller.
 */
#ifndef PLASSFLYT_ANALYSIS_RESULTS_H
#define PLASSFLYT_ANALYSIS_RESULTS_H

#include "input/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RESULTS_MAX_AXES 8

/* One category of an axis: an area, a scenario … */
struct results_category {
    const char *name; /* ASCII, as in scenario files */
    const char *label[N_LANGUAGES];
};

struct results_axis {
    const char *name; /* "area", "queue_category", "month" … */
    const char *label[N_LANGUAGES];
    size_t count;
    const int32_t *number; /* [count]: calendar years, replication numbers, else 0, 1, 2 … */
    const struct results_category *category; /* [count]; NULL where an axis has only numbers */
};

/* A measure; its axes are scenario, replication, month or year, (week,) and its own. */
struct results_measure {
    const char *name;  /* "queue"; the number at the period's end is another measure, "queue_end" */
    const char *group; /* "monthly", "yearly" or "weeks" */
    const char *label[N_LANGUAGES];
    const char *description;
    const char *units;   /* "1" or "ms" */
    const char *counted; /* what a pure number counts: "children", "øre"; NULL for durations */
    const char *type;    /* "count", "level", "time" or "money" */
    int rank;
    const struct results_axis *axis[RESULTS_MAX_AXES]; /* [rank] */
    size_t periods;
    size_t cells; /* values of one period: the product of the axes after it */
};

struct results_parameter {
    const char *name;
    const char *label[N_LANGUAGES];
    const char *description, *unit, *role;
    double low, high; /* hard bounds */
    bool has_range;
    bool range_is_factor; /* the range multiplies the value rather than replace it */
    double range_low, range_high;
    const char *status, *source, *year, *note, *origin; /* NULL where not given */
    int rank;
    const struct results_axis *axis[RESULTS_MAX_AXES];
    size_t count;
    const double *value; /* [count], C order; dates as days since 1970-01-01 */
};

/* NULL never, "" where not given */
struct results_source {
    const char *id, *title, *issuer, *date, *address, *read, *bias;
};

/* A figure that somebody has published, to be drawn beside the model's. */
struct results_published {
    const char *series;     /* what it counts; figures of two series are never joined by a line */
    const char *measure;    /* the measure it may be drawn with */
    const char *definition; /* of the queue: "searched", "past_wish", "past_six_weeks" or "none" */
    const char *areas;      /* "all" (Oslo too), "without_oslo", "unknown", or one area */
    const char *date;       /* "2023-12-31": the day it holds for, or the last of the period */
    const char *period;     /* "day", "month" or "year" */
    double low, high;       /* equal where one number is published */
    const char *unit, *source, *note; /* note "" where not given */
};

/* A figure that the history is held against; as struct target of sim/input/scenario.h. */
struct results_target {
    const char *id;
    const char *title[N_LANGUAGES];
    bool held_back; /* from calibration */
    double value, low, high, times, share;
    const char *unit, *when, *statistic, *count, *of, *kind, *use, *source, *note;
    const char *scenario; /* "" in files of schema 1.1 */
};

/* One cell of one change. */
struct results_change {
    int32_t scenario; /* number; -1: the world's own */
    const char *parameter, *cell;
    const char *from, *to; /* "2027-01-01"; "" for a world's, and where a change has no end */
    int32_t ramp_months;
    const char *operation; /* "value", "times" or "plus" */
    double amount;
    const char *why, *source, *origin;
};

/* A cell whose value differs between the worlds that replications were run in. */
struct results_drawn {
    const char *parameter, *cell; /* "arrivals", "acute_home" */
};

/* A half-width that was wanted, and what came of it; see struct precision_row of sim/output/results.h. */
struct results_goal {
    const char *indicator, *category, *scenario;
    bool of_change, reached;
    double wanted, relative, mean, half_width;
};

struct results_failure {
    int32_t replication;
    const char *scenario, *reason;
};

struct results_input {
    const char *name, *text;
};

struct results {
    const char *path;
    const char *schema;   /* "1.1" */
    const char *version;  /* program that wrote it: "Plassflyt 0.1.0" */
    const char *detail;   /* how much is stored: "full", "standard" or "large"; "full" before 1.3 */
    bool keeps_all;       /* nothing that was measured is left out */
    const char *digest;   /* as stored; results_digest (sim/output/results.h) recomputes it */
    const char *finished; /* when the run ended: "2026-11-22T08:00:00Z"; not part of the digest */
    const char *command;  /* that made it; "" if the file does not say; not part of the digest */
    const char *title[N_LANGUAGES];
    const char *world;
    double seed;
    int32_t replications_asked;
    int32_t part, parts; /* the file holds part `part` of `parts` only; 0, 0: all of a run */
    int32_t replications_of_whole; /* of the run that it is a part of */
    const char *run_digest;        /* of what the parts of that run share; NULL if it is no part */
    size_t scenarios, replications, months, years;
    struct results_axis *axes;
    size_t n_axes;
    const struct results_axis *scenario, *replication, *month, *year; /* among the axes */
    const char *time_units;                                           /* "days since 2018-01-01" */
    const char *
        *description[N_LANGUAGES]; /* [scenarios] what each scenario is, "" where not said */
    const double *month_edges;     /* [months + 1] in those days; the last is the end */
    const double *year_edges;      /* [years + 1] */
    struct results_measure *measures;
    size_t n_measures;
    struct results_parameter *parameters;
    size_t n_parameters;
    struct results_source *sources;
    size_t n_sources;
    struct results_change *changes; /* the world's first */
    size_t n_changes;
    struct results_published *published; /* none in files of schema 1.0 */
    size_t n_published;
    struct results_target *targets; /* none in files of schema 1.0 */
    size_t n_targets;
    size_t n_draws;          /* worlds; 0: all replications in that of `parameters` */
    const int32_t *draw;     /* [replications] the world of each */
    const char **draw_world; /* [n_draws] the name of the world it is based on */
    struct results_drawn *drawn;
    size_t n_drawn;
    const double *drawn_value; /* [n_draws][n_drawn] */
    struct results_failure *failures;
    size_t n_failures;
    const char *study;          /* name of the study file that told of the run; NULL: none */
    struct results_goal *goals; /* none where no precision was asked for */
    size_t n_goals;
    struct results_input *inputs; /* the files the run was told by */
    size_t n_inputs;
    struct results_reader *reader; /* the open file */
};

/* Opens a file and reads all but the measures' values. NULL and a message if it cannot be read. A
 * damaged file can break the HDF5 library: for one from elsewhere call results_digest first. */
struct results *results_open(const char *path, struct messages *messages);
void results_free(struct results *results);

/* Measure called name, or NULL with a message that suggests the nearest. */
const struct results_measure *results_measure(const struct results *results, const char *name,
                                              struct messages *messages);

/* Parameter, axis or source of that name; NULL if there is none. */
const struct results_parameter *results_parameter(const struct results *results, const char *name);
const struct results_axis *results_axis(const struct results *results, const char *name);
const struct results_source *results_source(const struct results *results, const char *id);

/* Number of the category called name, or -1. */
int results_category(const struct results_axis *axis, const char *name);

/* All values of a measure: [scenario][replication][period][cells], in the measure's units; to be
 * freed by the caller. NULL and a message if they cannot be read. */
double *results_values(const struct results *results, const struct results_measure *measure,
                       struct messages *messages);

#endif
