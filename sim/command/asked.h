/* What `run` and `check` are asked for: scenarios with options, or a study file with options on top.
 *
 * A study file becomes scenarios and options: whoever reads those needs not know which it was. */
#ifndef PLASSFLYT_COMMAND_ASKED_H
#define PLASSFLYT_COMMAND_ASKED_H

#include "command/command.h"
#include "input/study_file.h"

struct asked {
    struct invocation
        invocation;          /* scenarios as operands; options given, else as the file has them */
    struct study_file *file; /* NULL where scenarios were named */
};

/* False after a message: the file is wrong, is not alone, or has a key that the verb has no option
 * for (a verb that is told `lenient` leaves that out instead). Free with asked_free either way. */
bool asked_read(struct asked *asked, const struct invocation *invocation, bool lenient);
void asked_free(struct asked *asked);

#endif
