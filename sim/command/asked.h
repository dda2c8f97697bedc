/* What `run` and `check` are asked for: scenarios with options, or a study file with options on top.
 *
 * A study file becomes scenarios and options: whoever reads those needs not know which it was. */
#ifndef PLASSFLYT_COMMAND_ASKED_H
#define PLASSFLYT_COMMAND_ASKED_H

#include "command/command.h"
#include "input/study_file.h"

struct asked {
    struct invocation
        invocation;          /* of `run`: scenarios as operands; options given, else the file's */
    struct study_file *file; /* NULL where scenarios were named */
    char *output;            /* where a link leads that was named for the results; NULL: none was */
};

/* Where results go if nothing is said. */
extern const char default_output[];

/* What a run would be asked for, whichever verb it is that wants to know. False after a message: the
 * file is wrong, or is not alone, or something that is no results file is where they would go. Free with asked_free either way. */
bool asked_read(struct asked *asked, const struct invocation *invocation);
void asked_free(struct asked *asked);

#endif
