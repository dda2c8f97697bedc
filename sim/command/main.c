#include "command/command.h"

#include <errno.h>
#include <string.h>

int main(int argc, char **argv)
{
    int status = command_line(argc, argv, stdout, stderr);
    bool failed = ferror(stdout);
    if (fflush(stdout) != 0 || failed) {
        /* A full disk must not look like success. */
        fprintf(stderr, "plassflyt: stdout: %s\n", strerror(errno));
        return EXIT_INTERNAL_ERROR;
    }
    return status;
}
