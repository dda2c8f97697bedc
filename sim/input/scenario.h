/* What a run is told: worlds, policies and evidence, read and checked from YAML files.
 *
 * A world holds the assumptions (undated, from the start of history) and where each comes from.
 * A policy holds dated changes only. Every scenario of one run shares one world; scenario 0 is
 * always the null alternative (nullalternativ).
 */
#ifndef PLASSFLYT_INPUT_SCENARIO_H
#define PLASSFLYT_INPUT_SCENARIO_H

#include "input/count.h"
#include "input/message.h"
#include "tables/parameters.h"

#include <stdbool.h>
#include <stdint.h>

/* How well a value is known (see scenarios/evidence/README). */
enum status {
    STATUS_SEED,
    STATUS_FOUND,
    STATUS_DERIVED,
    STATUS_ASSUMPTION,
    STATUS_CALIBRATED,
    N_STATUS
};
extern const char *const status_name[N_STATUS];

/* A place in an input file, for messages and provenance. */
struct origin {
    const char *file; /* path as opened; owned by the study */
    int line;         /* 1-based; 0 if it is about the file as a whole */
};

/* One entry of an evidence file: where the values of one parameter come from. */
struct evidence {
    bool present;
    struct origin origin;
    enum status status;
    /* source ids, comma separated ("F-Q10, F-Q12"); each resolves in sources.yaml */
    const char *source;
    const char *year; /* what year it describes; NULL if none is given */
    const char *note; /* NULL if none is given */
    bool has_range;
    bool range_is_factor; /* low and high multiply the value rather than replace it */
    double low, high;     /* canonical unit, or factors */
    int factor_dimensions; /* one uncertain factor for each combination of these; 0: one for the table */
    enum dimension factor_by[MAX_DIMENSIONS];
};

/* One source document. */
struct source {
    const char *id, *title, *issuer, *date, *address, *read, *bias; /* NULL where not given */
};

/* A figure that somebody has published, to be drawn beside the model's. */
struct published {
    const char *series;  /* what it counts; figures of two series are never joined by a line */
    const char *measure; /* the measure it may be drawn with */
    /* a category of the dimension queue, or "none": of these, or not said */
    const char *definition;
    const char *areas;  /* "all" (Oslo too), "without_oslo", "unknown", or one area */
    int64_t date;       /* the day it holds for, or the last day of the period */
    const char *period; /* "day", "month" or "year" */
    double low, high;   /* equal where one number is published */
    const char *unit;
    const char *source; /* as in struct evidence */
    const char *note;   /* NULL if none is given */
};

/* A figure that the history is held against. */
struct target {
    const char *id;
    const char *title[N_LANGUAGES];
    bool held_back;   /* calibration may not see it */
    double value;     /* as published; NaN where only a span or a sign is */
    double low, high; /* how near is near enough */
    const char *unit;
    const char *when;       /* "2022", "2021-2022" or "2023-12-31" */
    const char *statistic;  /* "mean", "maximum", "yearly_change" or "added" over that time */
    const char *scenario;   /* of "added": what it adds to the null alternative; else "" */
    const char *count, *of; /* cells of measures: "MEASURE AXIS=a|b AXIS!=c;MEASURE"; of what they
                             * are a share, "" if they are no share; both "" if the history cannot
                             * say */
    double times;           /* what the sum is multiplied by */
    double share;           /* of replications that must be near enough; 0: their mean must */
    const char *kind;       /* as the status of evidence */
    const char *use;        /* "fit", "sign", "label", or "" */
    const char *source;     /* as in struct evidence */
    const char *note;
};

enum operation { CHANGE_VALUE, CHANGE_TIMES, CHANGE_PLUS };

/* One change of one parameter, in a world (undated) or a policy (dated). */
struct change {
    struct origin origin;
    enum parameter parameter;
    bool *where; /* [cells]: which cells it changes */
    enum operation operation;
    double *amount;   /* [cells] in the canonical unit (CHANGE_TIMES: a factor) */
    int64_t from, to; /* days since 1970-01-01; to = INT64_MAX: for good; a world's: both unused */
    int ramp_months;  /* n: the change is at 1/n from its first day, one n-th more on the first of
                                each month after; 0: at once */
    const char *why, *source; /* NULL where not given */
    enum status status;       /* of a world's: what the value now is; N_STATUS: as before */
};

/* A file as read, kept verbatim in the results. */
struct input_file {
    const char *path;
    const char *text; /* UTF-8, NUL-terminated */
    size_t length;
};

struct policy {
    const char *name;               /* file stem, or stems joined by '+' */
    const char *title[N_LANGUAGES]; /* every language set; one not given falls back to the name */
    const char *description[N_LANGUAGES]; /* NULL where not given */
    /* [n_changes], in the order in which they apply: as written, base first */
    struct change *changes;
    size_t n_changes;
    size_t *files; /* [n_files]: indices into study->files, base first */
    size_t n_files;
};

/* Fill, history and future of a world in all; the rules keep a price for each. */
#define SIMULATED_YEARS_MOST 120

/* A world and the policies compared in it. */
struct study {
    const char *world_name;
    const char *world_title[N_LANGUAGES];
    const char *world_description[N_LANGUAGES];
    struct parameters value;                /* resolved: every cell set */
    struct evidence evidence[N_PARAMETERS]; /* where it comes from */
    /* what the world changed on top of the evidence, in order */
    struct change *world_changes;
    size_t n_world_changes;
    struct count *count;     /* what the history begins with; NULL: a simulated past (fill) */
    struct policy *policies; /* [n_policies]; policies[0] is the null alternative */
    size_t n_policies;
    struct source *sources;
    size_t n_sources;
    struct published *published; /* in the order of the files */
    size_t n_published;
    struct target *targets; /* in the order of the files */
    size_t n_targets;
    struct input_file *files; /* every file read, in the order read */
    size_t n_files;
    bool is_draw; /* one of several worlds (input/draws.h), in which no policy has been checked */
    void *memory; /* all of the above lives here */
};

/* Reads policy files (each ending, through its base chain, in a world) and everything they name.
 *
 * paths [n]         policy files; "a.yaml+b.yaml" composes several into one scenario, in that order.
 *                   A nullalternativ.yaml beside the first file is added as scenario 0 if not named;
 *                   else one among its bases; else the world as it is. A world file is no scenario of
 *                   its own: alone it gives the null alternative.
 * world             NULL, or a world file that replaces the one at the end of the base chains.
 * Returns the study, to be freed with study_free, or NULL with up to five messages in `messages`
 * (the rest are counted). Never writes anything.
 */
struct study *study_read(const char *const *paths, size_t n, const char *world,
                         struct messages *messages);

/* What is to be read, where there is more to say. */
struct study_order {
    const char *const *paths; /* [n_paths] as above */
    size_t n_paths;
    const char *world;             /* as above */
    const char *start;             /* a queue/1 file to start from; NULL: what the world says */
    const struct input_file *held; /* [n_held] as below, or NULL: files are read from disk */
    size_t n_held;
};

/* The same with all that can be told. */
struct study *study_read_ordered(const struct study_order *order, struct messages *messages);

/* The same from files that are held in memory, as a results file keeps them: held [n_held] with the
 * paths that are left once the folder they all lie in is taken away. Nothing is read from disk. */
struct study *study_read_held(const struct input_file *held, size_t n_held,
                              const char *const *paths, size_t n, const char *world,
                              struct messages *messages);

void study_free(struct study *study);

/* Parameters in force under a policy on a day (days since 1970-01-01): the world's values with all
 * changes that have begun. policy may be NULL: the world's own values. */
void parameters_on(const struct study *study, const struct policy *policy, int64_t day,
                   struct parameters *out);

/* The days on which a change of the policy begins, grows or ends, whether or not it changes a value:
 * firsts of months, ascending, each once. Between them parameters_on stays the same. Writes at most `room` of them into days and returns how many there are. */
size_t policy_days(const struct study *study, const struct policy *policy, int64_t *days,
                   size_t room);

#endif
