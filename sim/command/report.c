/* plassflyt report: one document from a results file, or from two of different worlds. */
#include "command/choice.h"
#include "command/open_results.h"
#include "command/report_parts.h"

#include <stdlib.h>
#include <string.h>

static const char default_folder[] = "results/rapport";
static const char program[] = "Plassflyt " PLASSFLYT_VERSION;
static const double confidence = 0.95;

/* What belongs to the report and is given back at the end. */
struct owned {
    struct results *results[REPORT_MOST_WORLDS];
    struct comparison *comparison[REPORT_MOST_WORLDS];
    struct warnings warnings[REPORT_MOST_WORLDS];
    struct target_answer *targets[REPORT_MOST_WORLDS];
    struct report_years *years[REPORT_MOST_WORLDS];
    struct child_comparison *children;
};

static void give_back(struct owned *owned)
{
    child_comparison_free(owned->children);
    for (int w = 0; w < REPORT_MOST_WORLDS; w++) {
        report_years_free(owned->years[w]);
        warnings_free(&owned->warnings[w]);
        comparison_free(owned->comparison[w]);
        free(owned->targets[w]);
        results_free(owned->results[w]);
    }
}

/* ---- what is asked for ---- */

static const char *format_name(size_t i, const void *context)
{
    (void)context;
    return report_format_name[i];
}

static bool read_request(const struct invocation *invocation, struct report_making *making)
{
    const struct choices formats = {N_REPORT_FORMATS, format_name, NULL};
    const char *folder = option_value(invocation, "output");
    making->folder = folder ? folder : default_folder;
    return choose_some(invocation, "formats", &formats, making->format);
}

/* ---- numbers ---- */

static bool read_world(struct report_making *making, struct owned *owned, size_t w)
{
    struct messages messages;
    const struct invocation *invocation = making->invocation;
    struct comparison_order order = {
        .confidence = confidence, .simultaneous = option_value(invocation, "simultaneous") != NULL};
    size_t n;
    owned->results[w] = open_results_for(invocation, invocation->operands[w], &order.period);
    if (!owned->results[w])
        return false;
    messages_start(&messages, invocation->language);
    owned->comparison[w] = comparison_make(owned->results[w], &order, &messages);
    bool good = owned->comparison[w] && warnings_make(owned->comparison[w], invocation->language,
                                                      &owned->warnings[w], &messages);
    owned->targets[w] = good ? target_answers(owned->results[w], &n, &messages) : NULL;
    owned->years[w] = owned->targets[w] ? report_years_make(owned->comparison[w], &messages) : NULL;
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    making->order.world[w] =
        (struct report_world){owned->results[w], owned->comparison[w], &owned->warnings[w],
                              owned->targets[w], owned->years[w]};
    return owned->years[w] != NULL;
}

/* Two files of one world would show nothing but chance. */
static bool are_two_worlds(const struct invocation *invocation, const struct owned *owned)
{
    const struct results *first = owned->results[0], *second = owned->results[1];
    if (!second || !first->world || !second->world || strcmp(first->world, second->world) != 0)
        return true;
    refuse(invocation, TEXT_REPORT_ONE_WORLD, ARGUMENTS(second->path, second->world));
    return false;
}

/* Child by child, where the first file keeps them; false after a message. */
static bool read_children(struct report_making *making, struct owned *owned,
                          struct messages *messages)
{
    const struct results *results = owned->results[0];
    const struct comparison *comparison = owned->comparison[0];
    if (!comparison || !children_are_kept(results))
        return true;
    const size_t base = comparison->order.base;
    bool *wanted = calloc(results->scenarios, sizeof *wanted);
    const struct children *children = wanted ? children_read(results, messages) : NULL;
    for (size_t s = 0; children && s < results->scenarios; s++)
        wanted[s] = s != base;
    if (children)
        owned->children = child_comparison_make(children, base, wanted, confidence, messages);
    free(wanted);
    making->order.children = owned->children;
    return owned->children != NULL;
}

static bool read_all(struct report_making *making, struct owned *owned)
{
    struct messages messages;
    const struct invocation *invocation = making->invocation;
    for (size_t w = 0; w < invocation->n_operands; w++)
        if (!read_world(making, owned, w))
            return false;
    making->order.n_worlds = invocation->n_operands;
    if (!are_two_worlds(invocation, owned))
        return false;
    messages_start(&messages, invocation->language);
    bool good = read_children(making, owned, &messages);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    return good;
}

/* ---- the text ---- */

static bool write_text(struct report_making *making)
{
    char *text = NULL;
    size_t n = 0;
    struct messages messages;
    FILE *out = open_memstream(&text, &n);
    messages_start(&messages, making->invocation->language);
    bool good = out && report_compose(&making->order, out, &messages);
    if (out && fclose(out) != 0)
        good = false;
    print_messages(&messages, making->invocation->err);
    messages_free(&messages);
    good = good && report_file_write(making, REPORT_NAME ".md", text, n);
    free(text);
    return good;
}

static void tell(const struct report_making *making)
{
    if (making->invocation->quiet)
        return;
    fprintf(making->invocation->out, "%s/" REPORT_NAME ".md\n", making->folder);
    for (int f = 0; f < N_REPORT_FORMATS; f++)
        if (making->format[f])
            fprintf(making->invocation->out, "%s/" REPORT_NAME ".%s\n", making->folder,
                    report_format_name[f]);
}

/* Makes everything in the folder that is worked in, and puts it where it is for. */
static bool make(struct report_making *making)
{
    if (!report_files_begin(making))
        return false;
    report_draw(making);
    if (!write_text(making))
        return false;
    report_documents(making);
    if (!report_files_end(making))
        return false;
    tell(making);
    return true;
}

int command_report(const struct invocation *invocation)
{
    struct report_making making = {.invocation = invocation, .all_made = true};
    struct owned owned = {0};
    making.order.language = invocation->language;
    making.order.program = program;
    if (!read_request(invocation, &making))
        return EXIT_BAD_INPUT;
    bool done = read_all(&making, &owned) && make(&making);
    report_files_drop(&making);
    report_figures_free(&making);
    give_back(&owned);
    if (!done)
        return EXIT_BAD_INPUT;
    return making.all_made ? EXIT_DONE : EXIT_SOME_FAILED;
}
