/* The results file: HDF5, readable as netCDF-4, one writer, one thread. README.md says what is in
 * it. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_H
#define PLASSFLYT_OUTPUT_RESULTS_H

#include "input/draws.h"
#include "input/scenario.h"
#include "observe/detail.h"
#include "output/identity.h"

#include <stdint.h>

#define DIGEST_LENGTH 37 /* "xxh3:" and 32 hexadecimal digits */

/* A replication that broke an invariant or a limit. */
struct failure {
    int32_t replication;
    char scenario[64];
    char reason[256];
};

/* A half-width that was wanted, and how far it came. */
struct precision_row {
    const char *indicator, *category,
        *scenario; /* category: "" where the indicator is one number */
    bool of_change;
    double wanted;   /* in the indicator's unit … */
    double relative; /* … which is this share of the mean; 0: it was asked for as it is */
    double mean, half_width;
    bool reached;
};

struct results_precision {
    double confidence;
    int32_t batch, least, most; /* replications */
    size_t n;
    const struct precision_row *row; /* [n] */
};

struct results_header {
    const struct study *study;
    const struct draws *draws;   /* NULL: every replication in the study's own world */
    const struct layout *layout; /* of what is kept */
    const struct detail *detail; /* NULL: all is kept */
    uint32_t seed;
    int32_t replications; /* asked for, in the whole run */
    int32_t part, parts;  /* the file holds part `part` of `parts`; 0, 0: all of it */
    int32_t in_part;      /* replications asked for that belong to the part */
    int32_t children;     /* so many first replications keep per-child outcomes … */
    size_t child_rows;    /* … with so many rows in all that are in the file */
    const char *command;  /* command line; stored in /run, outside the digest */
    const struct input_file *study_file; /* likewise: the study/1 file word for word; or NULL */
    const struct results_precision *precision; /* likewise: what was asked for; or NULL */
    const struct identity *identity;           /* likewise, as an attribute; NULL: left out */
    const char *folder; /* where the unfinished file lies, on the target's disk; NULL: beside it */
};

struct results_writer;

/* Starts a results file: a temporary file that replaces `path` only in results_close.
 * What the header points to must stay until then. Returns NULL and a message if it cannot be made,
 * or if `path` is there and is no results file. */
struct results_writer *results_create(const char *path, const struct results_header *header,
                                      struct messages *messages);

/* Some replications of one scenario, one after another in the file. */
struct results_block {
    size_t scenario, n;
    const int32_t *replication;   /* [n] their numbers, ascending */
    const int64_t *const *values; /* [n] of each, in the scenario: [layout->total] */
};

/* Replications of a full block: as many as are stored in one piece. */
size_t results_block_length(const struct results_writer *writer);

/* Adds a block. The same replications must come in every scenario, 0 first and then in order, before
 * the next block; blocks in ascending order of replications, full but for the last. One left out is
 * missing in all scenarios. Only what the call needs is in memory: one measure's piece. False and a
 * message if it cannot be written. */
bool results_add_block(struct results_writer *writer, const struct results_block *block,
                       struct messages *messages);

/* Adds one finished replication; values [scenarios][layout->total]. They are kept until a block is
 * full. Replications in ascending order. Not to be mixed with results_add_block. False and a message
 * if it cannot be written. */
bool results_add(struct results_writer *writer, int32_t replication, const int64_t *values,
                 struct messages *messages);

/* Adds the children of the replication added last, of a file whose header has them kept: rows
 * [n][child_row_width(scenarios)] (observe/child_rows.h). False and a message as results_add. */
bool results_add_children(struct results_writer *writer, int32_t replication, const int64_t *rows,
                          size_t n, struct messages *messages);

/* Records a failed replication. */
void results_fail(struct results_writer *writer, const struct failure *failure);

/* Writes what is left, renames the file into place and gives the digest. False and a message if
 * anything went wrong: then `path` is as it was. Frees the writer either way. */
bool results_close(struct results_writer *writer, char digest[DIGEST_LENGTH + 1],
                   struct messages *messages);

/* Throws the temporary file away and frees the writer. */
void results_discard(struct results_writer *writer);

/* Whose results are at a path already. */
enum results_answer {
    RESULTS_NONE,         /* there is no file */
    RESULTS_SAME,         /* those of this run */
    RESULTS_OTHER_EXTENT, /* of the same run, but not these replications */
    RESULTS_OTHER_RUN,    /* of another, or it cannot be said of which */
};
struct results_held {
    enum results_answer answer;
    int32_t finished, failed; /* replications in it */
    char digest[DIGEST_LENGTH + 1];
    char difference[512]; /* as identity_difference; "" if it cannot be said */
};
void results_held(const char *path, const struct identity *identity, struct results_held *held);

/* Recomputes the digest of a results file from its datasets and gives the stored one too. Reads the
 * file in a process of its own, since a damaged one can break the HDF5 library. */
bool results_digest(const char *path, char computed[DIGEST_LENGTH + 1],
                    char stored[DIGEST_LENGTH + 1], struct messages *messages);

#endif
