#include "command/check_study.h"

#include "command/precision_told.h"
#include "command/stored.h"
#include "input/arena.h"

static const char *whole(struct arena *arena, long n)
{
    return arena_print(arena, "%ld", n);
}

static void end_line(const struct invocation *invocation)
{
    fputc('\n', invocation->out);
}

static void print_title(const struct invocation *invocation, const struct study_file *file)
{
    const char *title = file->title[invocation->language];
    print_text(invocation, TEXT_CHECK_STUDY, ARGUMENTS(file->path, title ? title : file->path));
    end_line(invocation);
}

static void print_length(const struct invocation *invocation, struct arena *arena,
                         const struct asked *asked, long replications)
{
    const struct study_file *file = asked->file;
    const char *seed = option_value(invocation, "seed");
    fputs("  ", invocation->out);
    print_text(invocation, TEXT_CHECK_STUDY_RUN,
               ARGUMENTS(whole(arena, replications), seed ? seed : "1",
                         file->output ? file->output : default_output));
    end_line(invocation);
}

static void print_draws(const struct invocation *invocation, struct arena *arena,
                        const struct draws *draws)
{
    fputs("  ", invocation->out);
    print_text(invocation, TEXT_RUN_DRAWS,
               ARGUMENTS(whole(arena, (long)draws->n), whole(arena, (long)draws->each),
                         whole(arena, (long)draws->n_cells)));
    end_line(invocation);
}

static void print_goal(const struct invocation *invocation, struct arena *arena,
                       const struct wanted *wanted, const struct precision_goal *goal)
{
    char name[PRECISION_NAME];
    const char *width = goal->relative ? arena_print(arena, "%.4g %%", 100 * goal->half_width)
                                       : arena_print(arena, "%.10g", goal->half_width);
    fprintf(invocation->out, "    %s: ± %s",
            precision_name(name, wanted, goal, invocation->language), width);
    end_line(invocation);
}

static void print_precision(const struct invocation *invocation, struct arena *arena,
                            const struct asked *asked, const struct run_precision *made)
{
    const struct precision *precision = &made->precision;
    fputs("  ", invocation->out);
    print_text(invocation, TEXT_CHECK_STUDY_PRECISION,
               ARGUMENTS(arena_print(arena, "%.6g", 100 * precision->confidence),
                         whole(arena, precision->least), whole(arena, precision->batch)));
    end_line(invocation);
    for (size_t i = 0; i < precision->n; i++)
        print_goal(invocation, arena, &asked->file->precision.wanted[made->wanted[i]],
                   &precision->goal[i]);
}

bool check_study(const struct asked *asked, const struct run_worlds *worlds, long replications)
{
    const struct invocation *invocation = &asked->invocation;
    const struct draws *draws = &worlds->draws;
    struct run_precision precision = {0};
    struct detail detail;
    bool good =
        stored_read(invocation, &detail) &&
        run_precision_make(&precision, asked, &worlds->study, &detail, draws->n ? draws->each : 1);
    struct arena *arena = arena_make();
    bool shown = good && !invocation->quiet && !invocation->json;
    if (shown && asked->file) {
        print_title(invocation, asked->file);
        print_length(invocation, arena, asked, replications);
    }
    if (shown && draws->n)
        print_draws(invocation, arena, draws);
    if (shown && asked->file && precision.precision.n)
        print_precision(invocation, arena, asked, &precision);
    arena_free(arena);
    run_precision_free(&precision);
    return good;
}
