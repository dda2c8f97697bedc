#include "command/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 100, NARROWEST = 60 };

size_t terminal_width(FILE *out)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    int file = fileno(out);
    long width = columns ? strtol(columns, NULL, 10) : 0;
    if (file >= 0 && isatty(file) && ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    if (width <= 0)
        return DEFAULT_WIDTH;
    return width < NARROWEST ? NARROWEST : (size_t)width;
}
