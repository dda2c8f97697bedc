/* The program called as from a shell: what it said and complained of. */
#ifndef PLASSFLYT_TESTS_SPOKEN_H
#define PLASSFLYT_TESTS_SPOKEN_H

#include "command/command.h"

#include <stdint.h>
#include <stdlib.h>

static char *said, *complained; /* by the last command */

static inline int forget(void **state)
{
    (void)state;
    free(said);
    free(complained);
    said = complained = NULL;
    return 0;
}

/* Runs `plassflyt` with words that NULL ends, at most 30; its exit status. */
static inline int speak(const char *const *words)
{
    size_t n_said, n_complained;
    char *argv[32] = {"plassflyt"};
    int argc = 1;
    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc - 1];
    forget(NULL);
    FILE *out = open_memstream(&said, &n_said), *err = open_memstream(&complained, &n_complained);
    int status = command_line(argc, argv, out, err);
    fclose(out);
    fclose(err);
    return status;
}

#define SPEAK(...) speak((const char *const[]){__VA_ARGS__, NULL})

static inline void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in\n%s", part, text);
}

#endif
