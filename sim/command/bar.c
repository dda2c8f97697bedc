#include "command/bar.h"

#include "input/message.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR_WIDTH = 30 };

static const double first_after = 2, between = 0.2; /* seconds */

struct bar bar_make(const struct invocation *invocation)
{
    bool terminal = isatty(fileno(invocation->err)) && !invocation->quiet && !invocation->json;
    return (struct bar){.invocation = invocation, .terminal = terminal};
}

static void format_time(char *text, size_t size, double seconds)
{
    long s = (long)(seconds + 0.5);
    if (s >= 3600)
        snprintf(text, size, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(text, size, "%ld:%02ld", s / 60, s % 60);
}

void bar_draw(struct bar *bar, long done, long wanted, double seconds)
{
    bool last = done == wanted;
    if (!bar->terminal || done <= bar->begun || (!bar->shown && (seconds < first_after || last)) ||
        (!last && seconds - bar->drawn < between))
        return;
    char filled[3 * BAR_WIDTH + 1] = "", left[32], count[48];
    long width = done * BAR_WIDTH / wanted;
    for (long i = 0; i < BAR_WIDTH; i++)
        snprintf(filled + 3 * i, 4, "%s", i < width ? "█" : "░");
    format_time(left, sizeof left, seconds / (double)(done - bar->begun) * (double)(wanted - done));
    snprintf(count, sizeof count, "%ld/%ld", done, wanted);
    fprintf(bar->invocation->err, "\r%s ", filled);
    char sentence[256];
    text_format(sentence, sizeof sentence, bar->invocation->language, TEXT_BAR,
                ARGUMENTS(count, left));
    fprintf(bar->invocation->err, "%s%s%s\033[K", sentence, bar->more && *bar->more ? "; " : "",
            bar->more ? bar->more : "");
    fflush(bar->invocation->err);
    bar->shown = true;
    bar->drawn = seconds;
}

void bar_clear(struct bar *bar)
{
    if (bar->shown)
        fputs("\r\033[K", bar->invocation->err);
    bar->shown = false;
}
