#include "command/bar.h"

#include "input/message.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 30 };

static const double first_bar = 2, between_bars = 0.2, first_line = 10, between_lines = 300;

struct bar bar_make(const struct invocation *invocation)
{
    return (struct bar){.invocation = invocation,
                        .silent = invocation->quiet || invocation->json,
                        .terminal = isatty(fileno(invocation->err))};
}

static void format_time(char *text, size_t size, double seconds)
{
    long s = (long)(seconds + 0.5);
    if (s >= 3600)
        snprintf(text, size, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(text, size, "%ld:%02ld", s / 60, s % 60);
}

static void format_rate(char *text, size_t size, enum language language, double rate)
{
    snprintf(text, size, rate < 10 ? "%.1f" : "%.0f", rate);
    char *point = strchr(text, '.');
    if (point && language != LANGUAGE_EN)
        *point = ',';
}

void bar_sentence(const struct bar *bar, long done, long wanted, double seconds, char *text,
                  size_t size)
{
    char left[32] = "?", count[48], rate[48] = "?";
    long own = done - bar->begun;
    if (own > 0 && seconds > 0) {
        format_time(left, sizeof left, seconds / (double)own * (double)(wanted - done));
        format_rate(rate, sizeof rate, bar->invocation->language, 60 * (double)own / seconds);
    }
    snprintf(count, sizeof count, "%ld/%ld", done, wanted);
    text_format(text, size, bar->invocation->language, TEXT_BAR, ARGUMENTS(count, left, rate));
    size_t used = strlen(text);
    if (bar->more && *bar->more)
        snprintf(text + used, size - used, "; %s", bar->more);
}

static void draw_bar(struct bar *bar, long done, long wanted, const char *sentence)
{
    char filled[3 * BAR_WIDTH + 1] = "";
    long width = done * BAR_WIDTH / wanted;
    for (long i = 0; i < BAR_WIDTH; i++)
        snprintf(filled + 3 * i, 4, "%s", i < width ? "█" : "░");
    fprintf(bar->invocation->err, "\r%s %s\033[K", filled, sentence);
    bar->shown = true;
}

static void write_line(struct bar *bar, const char *sentence)
{
    char when[32] = "";
    struct tm now;
    time_t seconds = time(NULL);
    if (localtime_r(&seconds, &now))
        strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &now);
    fprintf(bar->invocation->err, "%s %s\n", when, sentence);
}

/* Whether it is time: the bar is still drawn when all is done, lines are not. */
static bool is_due(const struct bar *bar, bool last, double seconds)
{
    double since = seconds - bar->drawn;
    if (bar->terminal)
        return bar->shown ? last || since >= between_bars : !last && seconds >= first_bar;
    return !last && seconds >= first_line && (since >= bar->drawn || since >= between_lines);
}

void bar_draw(struct bar *bar, long done, long wanted, double seconds)
{
    char sentence[512];
    if (bar->silent || done <= bar->begun || !is_due(bar, done == wanted, seconds))
        return;
    bar_sentence(bar, done, wanted, seconds, sentence, sizeof sentence);
    if (bar->terminal)
        draw_bar(bar, done, wanted, sentence);
    else
        write_line(bar, sentence);
    fflush(bar->invocation->err);
    bar->drawn = seconds;
}

void bar_clear(struct bar *bar)
{
    if (bar->shown)
        fputs("\r\033[K", bar->invocation->err);
    bar->shown = false;
}
