#include "command/precision_told.h"

#include "analysis/finding.h"
#include "analysis/number.h"

#include <math.h>

static const double never = 1e9; /* farther off than any half-width that is known */

/* How many times too wide a half-width is; reached ones come last. */
static double farness(const struct precision_state *state)
{
    if (state->reached)
        return 0;
    double ratio = state->half_width / state->wanted;
    return isnan(ratio) ? never : ratio;
}

const char *precision_short(char *out, const struct precision *precision,
                            const struct precision_state *now, enum language language)
{
    char reached[32], all[32], half[NUMBER_SIZE], wanted[NUMBER_SIZE];
    size_t n = 0, farthest = 0;
    out[0] = '\0';
    if (!now || precision->n == 0)
        return out;
    for (size_t i = 0; i < precision->n; i++) {
        n += now[i].reached;
        farthest = farness(&now[i]) > farness(&now[farthest]) ? i : farthest;
    }
    int decimals = finding_decimals((struct interval){0, 2 * now[farthest].wanted});
    snprintf(reached, sizeof reached, "%zu", n);
    snprintf(all, sizeof all, "%zu", precision->n);
    number_plain(half, language, now[farthest].half_width, decimals);
    number_plain(wanted, language, now[farthest].wanted, decimals);
    text_format(out, PRECISION_SHORT, language, TEXT_PRECISION_SHORT,
                ARGUMENTS(reached, all, precision->goal[farthest].indicator, half, wanted));
    return out;
}

const char *precision_name(char *out, const struct wanted *wanted,
                           const struct precision_goal *goal, enum language language)
{
    char name[PRECISION_NAME];
    snprintf(name, sizeof name, "%s%s%s", indicator_table[wanted->indicator].label[language],
             *goal->category ? ": " : "", goal->category);
    text_format(out, PRECISION_NAME, language,
                goal->of_change ? TEXT_PRECISION_CHANGE : TEXT_PRECISION_LEVEL,
                ARGUMENTS(name, goal->scenario));
    return out;
}

static void tell_one(const struct invocation *invocation, const struct wanted *wanted,
                     const struct precision_goal *goal, const struct precision_state *state)
{
    char name[PRECISION_NAME], mean[NUMBER_SIZE], half[NUMBER_SIZE], asked[NUMBER_SIZE];
    enum language language = invocation->language;
    int decimals = finding_decimals((struct interval){0, 2 * state->half_width});
    precision_name(name, wanted, goal, language);
    number_plain(mean, language, state->mean, decimals);
    number_plain(half, language, state->half_width, decimals);
    number_plain(asked, language, state->wanted,
                 finding_decimals((struct interval){0, 2 * state->wanted}));
    fputs("  ", invocation->out);
    print_text(invocation, state->reached ? TEXT_PRECISION_REACHED : TEXT_PRECISION_MISSED,
               ARGUMENTS(name, mean, half, asked));
    fputc('\n', invocation->out);
}

void precision_tell(const struct invocation *invocation, const struct run_precision *made,
                    int32_t replications, bool precise)
{
    char number[32];
    if (made->precision.n == 0)
        return;
    snprintf(number, sizeof number, "%ld", (long)replications);
    print_text(invocation, precise ? TEXT_RUN_PRECISE : TEXT_RUN_NOT_PRECISE, ARGUMENTS(number));
    fputc('\n', invocation->out);
    for (size_t i = 0; i < made->precision.n; i++)
        tell_one(invocation, &made->asked->wanted[made->wanted[i]], &made->goals[i],
                 &made->reached[i]);
}
