/* The parts of `plassflyt explain`: each answers for one kind of name. */
#ifndef PLASSFLYT_COMMAND_EXPLAIN_H
#define PLASSFLYT_COMMAND_EXPLAIN_H

#include "command/command.h"
#include "command/facts.h"

/* One question: what is called `key`, in which study? */
struct question {
    const struct invocation *invocation;
    struct arena *arena; /* for what is put together to be printed */
    const char *key;
    const char *scenario;      /* the file asked about */
    const struct study *study; /* NULL: only the tables are known */
    size_t answers;            /* how many things are called so, up to here */
};

/* Prints the heading of one more answer; its facts go into what is returned, then to end_answer. */
struct facts begin_answer(struct question *question, const char *name, const char *kind);
void end_answer(const struct question *question, const struct facts *facts);

/* Adds the label in the chosen language. */
void add_label(const struct question *question, struct facts *facts, const char *const *label);

/* Adds the names of a shape's dimensions and their categories. */
void add_dimensions(const struct question *question, struct facts *facts,
                    const struct shape *shape);

/* Adds the full citations of a list of source ids ("F-Q10, F-Q12"). */
void add_citations(const struct question *question, struct facts *facts, const char *ids);

/* Each answers if something of its kind is called so. */
void answer_parameter(struct question *question);
void answer_source(struct question *question);
void answer_target(struct question *question);

#endif
