/* Reading the parts of a study: sources, evidence, changes; and checking what comes out. */
#ifndef PLASSFLYT_INPUT_PARTS_H
#define PLASSFLYT_INPUT_PARTS_H

#include "input/fields.h"

/* More changes in one file or one scenario are refused. */
#define MOST_CHANGES 1000

/* ---- sources.c ---- */

/* Adds the sources of a sources/1 document to the study, which stay sorted by id. */
void sources_read(struct reading *reading, const struct document *document);

/* The source with this id, or NULL. */
const struct source *source_find(const struct study *study, const char *id);

/* Reads `source:`, ids separated by commas or in a list, each of which must be a source of the
 * study; returns them separated by ", ", or NULL (NULL node, or a message). */
const char *read_source_ids(struct reading *reading, const struct yaml *node);

/* ---- published.c ---- */

/* Adds the figures of a published/1 document to the study. */
void published_read(struct reading *reading, const struct document *document);

/* ---- targets.c ---- */

/* Adds the entries of a targets/1 or validation/1 document to the study. */
void targets_read(struct reading *reading, const struct document *document);

/* ---- evidence.c ---- */

/* Adds the entries of an evidence/1 document to the study's values and evidence. */
void evidence_read(struct reading *reading, const struct document *document);

/* Reads `status:`; a message, and *status as it was, if there is no such status. */
void read_status(struct reading *reading, const struct yaml *node, enum status *status);

/* ---- change.c ---- */

/* Reads the list `change:` of a world or policy into document->changes. Dates belong in policies
 * only; policy_date is the earliest one (days since 1970-01-01). */
void changes_read(struct reading *reading, struct document *document, const struct yaml *list,
                  int64_t policy_date);

/* ---- base.c ---- */

/* The files that a world or policy is made of. */
struct chain {
    struct document **documents; /* [n] policies (or worlds), base first, each once */
    size_t n;
    struct document *world; /* the world that a policy's chains end in */
};

/* Follows `base:` from a policy or world and adds what it finds to the chain. False and a message
 * if a file cannot be used, the chain is circular, or it ends in two worlds. world_given: a world
 * replaces the one at the end, which need not be there. */
bool chain_follow(struct reading *reading, struct document *document, bool world_given,
                  struct chain *chain);

/* Reads the top-level keys of a world or policy into document->header, once. */
void header_read(struct reading *reading, struct document *document);

/* ---- world.c ---- */

/* Reads a world with its bases, sources and evidence into the study and checks it. start: a count to
 * start from instead of the world's own, or NULL. */
void world_read(struct reading *reading, struct document *world, const char *start);

/* ---- count.c ---- */

/* Reads a queue/1 document into study->count and lets the history begin at its date; the world's
 * values must have been read. After messages study->count stays NULL. */
void count_read(struct reading *reading, struct document *document);

/* ---- check_values.c ---- */

/* Where an origin lies among the documents read. */
const struct document *document_of(const struct reading *reading, const struct origin *origin);

/* Says which row of a parameter of unit "share" does not sum to 1; true if all do. */
bool check_shares(struct reading *reading, const struct origin *origin, enum parameter parameter,
                  const double *cells);

/* Checks the world's values after its changes, and the order of its dates. */
void check_world(struct reading *reading);

/* Checks a policy's values on every day on which they change, and that no change is hidden by
 * another one. */
void check_policy(struct reading *reading, const struct policy *policy);

/* ---- resolve.c ---- */

/* Applies a change in full to the cells of its parameter. */
void change_apply(const struct change *change, double *cells);

#endif
