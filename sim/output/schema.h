/* Names that the writer and the readers of a results file share.
 *
 * The schema's first number changes when an old reader would misread a new file, the second when
 * something is added.
 */
#ifndef PLASSFLYT_OUTPUT_SCHEMA_H
#define PLASSFLYT_OUTPUT_SCHEMA_H

#define SCHEMA_ATTRIBUTE "plassflyt_schema"
#define SCHEMA_MAJOR     1
#define SCHEMA_MINOR     3

#define DIGEST_ATTRIBUTE   "digest"
#define SOURCE_ATTRIBUTE   "source"
#define IDENTITY_ATTRIBUTE "identity" /* of GROUP_RUN, since 1.3: see output/identity.h */
/* Since 1.3: "full", "standard" or "large"; and the measures, where they were chosen. */
#define DETAIL_ATTRIBUTE   "detail"
#define MEASURES_ATTRIBUTE "detail_measures"
#define SEED_ATTRIBUTE     "seed"
#define ASKED_ATTRIBUTE    "replications_asked"

/* Of one part of a run only, since 1.3. */
#define PART_ATTRIBUTE  "part"
#define PARTS_ATTRIBUTE "parts"
#define WHOLE_ATTRIBUTE "replications_of_whole"
#define RUN_ATTRIBUTE   "run_digest" /* of what all parts of the run share */

/* The dataset that is the scale of the replication axis. */
#define REPLICATION_SCALE "replication"

/* Groups. All below GROUP_RUN is outside the digest. */
#define GROUP_MONTHLY    "monthly"
#define GROUP_YEARLY     "yearly"
#define GROUP_WEEKS      "weeks"
#define GROUP_PARAMETERS "parameters"
#define GROUP_SCENARIOS  "scenarios"
#define GROUP_FAILURES   "failures"
#define GROUP_PUBLISHED  "published" /* since 1.1 */
#define GROUP_TARGETS    "targets"   /* since 1.1 */
#define GROUP_DRAWS      "draws"     /* since 1.2, where there are draws */
#define GROUP_START      "start"     /* since 1.2, where the run started from a count */
#define GROUP_CHILDREN   "children"  /* since 1.3, where per-child outcomes were kept */
#define GROUP_RUN        "run"
#define GROUP_PRECISION  "precision" /* in GROUP_RUN */
#define GROUP_SOURCES    "sources"   /* in GROUP_PARAMETERS */
#define GROUP_CHANGES    "changes"   /* in GROUP_PARAMETERS (the world's) and GROUP_SCENARIOS */
#define GROUP_FILES      "files"     /* in GROUP_SCENARIOS */

/* A dimension's name gets this ending where a measure or parameter bears the same name. */
#define CATEGORY_ENDING "_category"
/* Beside the numbers of a category axis NAME stand its names, and its labels in three languages. */
#define NAME_ENDING  "_name"
#define LABEL_MIDDLE "_label_" /* NAME_label_en, NAME_label_nb, NAME_label_nn */
/* Beside the mean of a level NAME stands its number at the period's end. */
#define END_ENDING "_end"

#endif
