/* What a replication is simulated again from, and whether it comes out as it was. */
#include "command/choice.h"
#include "command/open_results.h"
#include "command/replay.h"
#include "engine/date.h"
#include "observe/detail.h"

#include <stdlib.h>
#include <string.h>

enum { SENTENCE_BYTES = 1024, CELL_BYTES = 256 };

/* ---- words ---- */

const char *told(const struct retelling *r, enum text text, const char *const *arguments,
                 int n_arguments)
{
    char out[SENTENCE_BYTES];
    text_format(out, sizeof out, r->invocation->language, text, arguments, n_arguments);
    return arena_text(r->arena, out, strlen(out));
}

static struct date date_of(const struct retelling *r, tick when)
{
    int64_t day = when / TICKS_PER_DAY - (when % TICKS_PER_DAY < 0);
    return date_of_days(r->plan->start_day + day);
}

const char *told_date(const struct retelling *r, tick when)
{
    struct date date = date_of(r, when);
    const struct dimension_row *months = &dimension_table[DIMENSION_CALENDAR_MONTH];
    return told(r, TEXT_REPLAY_DATE,
                ARGUMENTS(arena_print(r->arena, "%d", date.day),
                          months->category[date.month - 1].label[r->invocation->language],
                          arena_print(r->arena, "%d", date.year)));
}

const char *told_iso_date(const struct retelling *r, tick when)
{
    struct date date = date_of(r, when);
    return arena_print(r->arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

const char *told_scenario(const struct retelling *r, size_t i)
{
    return r->study->policies[r->order.scenario[i]].name;
}

/* ---- the scenarios of a results file, from the files it keeps ---- */

/* Whether a file's name, without folders and ending, is this one. */
static bool has_stem(const char *path, const char *stem, size_t length)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    bool yaml = dot && dot != name && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
    size_t own = yaml ? (size_t)(dot - name) : strlen(name);
    return own == length && strncmp(name, stem, length) == 0;
}

static bool has_format(const char *text, const char *format)
{
    const char *key = strstr(text, "plassflyt:");
    const char *value = key ? key + strlen("plassflyt:") : NULL;
    return value && strncmp(value + strspn(value, " \t\"'"), format, strlen(format)) == 0;
}

/* The kept file that a scenario or world was read from: its bases come before it, so of two of one
 * name it is the later. NULL: none. */
static const char *kept_file(const struct results *results, const char *stem, size_t length,
                             const char *format)
{
    for (size_t i = results->n_inputs; i-- > 0;) {
        const struct results_input *input = &results->inputs[i];
        if (has_stem(input->name, stem, length) && has_format(input->text, format))
            return input->name;
    }
    return NULL;
}

/* The count that the run started from; NULL: none. */
static const char *kept_count(const struct results *results)
{
    for (size_t i = 0; i < results->n_inputs; i++)
        if (has_format(results->inputs[i].text, "queue/"))
            return results->inputs[i].name;
    return NULL;
}

/* "a+b" as "policies/a.yaml+b.yaml"; NULL if a part is not there. */
static const char *scenario_path(const struct retelling *r, const char *name)
{
    const char *whole = kept_file(r->results, name, strlen(name), "policy/");
    const char *path = whole;
    for (const char *part = name; !whole && part;) {
        size_t length = strcspn(part, "+");
        const char *file = kept_file(r->results, part, length, "policy/");
        if (!file)
            return NULL;
        path = path ? arena_print(r->arena, "%s+%s", path, file) : file;
        part = part[length] ? part + length + 1 : NULL;
    }
    return path;
}

static bool same_scenarios(const struct retelling *r)
{
    const struct results_axis *scenario = r->results->scenario;
    if (!r->study || r->study->n_policies != scenario->count)
        return false;
    for (size_t i = 0; i < scenario->count; i++)
        if (strcmp(r->study->policies[i].name, scenario->category[i].name) != 0)
            return false;
    return true;
}

static bool read_kept(struct retelling *r)
{
    const struct results *results = r->results;
    struct input_file *held = arena_take(r->arena, results->n_inputs * sizeof *held);
    for (size_t i = 0; i < results->n_inputs; i++)
        held[i] = (struct input_file){results->inputs[i].name, results->inputs[i].text,
                                      strlen(results->inputs[i].text)};
    const char **path = arena_take(r->arena, results->scenario->count * sizeof *path);
    size_t n = 0;
    for (size_t i = 0; i < results->scenario->count; i++) {
        const char *found = scenario_path(r, results->scenario->category[i].name);
        if (found) /* a null alternative that no file tells is the world as it is */
            path[n++] = found;
    }
    const char *world = results->world
                            ? kept_file(results, results->world, strlen(results->world), "world/")
                            : NULL;
    struct messages messages;
    messages_start(&messages, r->invocation->language);
    if (n > 0 || world)
        r->study = study_read_ordered(&(struct study_order){.paths = path,
                                                            .n_paths = n,
                                                            .world = world,
                                                            .start = kept_count(results),
                                                            .held = held,
                                                            .n_held = results->n_inputs},
                                      &messages);
    print_messages(&messages, r->invocation->err);
    messages_free(&messages);
    bool good = same_scenarios(r);
    if (!good)
        refuse(r->invocation, TEXT_REPLAY_FILES_LOST, ARGUMENTS(results->path));
    return good;
}

/* ---- which replication ---- */

static bool is_finished(const struct retelling *r)
{
    const struct results *results = r->results;
    const struct results_axis *numbers = results->replication;
    char number[32], last[32];
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->number[i] == (int32_t)r->order.number)
            return true;
    snprintf(number, sizeof number, "%lu", (unsigned long)r->order.number);
    snprintf(last, sizeof last, "%ld", (long)results->replications_asked - 1);
    for (size_t i = 0; i < results->n_failures; i++) {
        const struct results_failure *failure = &results->failures[i];
        if (failure->replication != (int32_t)r->order.number)
            continue;
        refuse(r->invocation, TEXT_REPLAY_FAILED,
               ARGUMENTS(number, results->path, failure->scenario, failure->reason));
        return false;
    }
    refuse(r->invocation, TEXT_REPLAY_NO_REPLICATION, ARGUMENTS(results->path, number, "0", last));
    return false;
}

static const char *scenario_name(size_t i, const void *context)
{
    return ((const struct study *)context)->policies[i].name;
}

/* The scenarios to be told of: those named, in the order named, or the first two. */
static bool read_scenarios(struct retelling *r)
{
    struct choices choices = {r->study->n_policies, scenario_name, r->study};
    const char *list = option_value(r->invocation, "scenario");
    size_t named = 0;
    for (const char *at = list; at && *at;) {
        size_t length = strcspn(at, ",");
        int number = choose(r->invocation, "scenario", arena_text(r->arena, at, length), &choices);
        if (number < 0)
            return false;
        if (named < MOST_TOLD)
            r->scenario[named] = (uint32_t)number;
        named++;
        at += length + (at[length] == ',');
    }
    if (named > MOST_TOLD || (list && named == 0)) {
        refuse(r->invocation, TEXT_REPLAY_TWO_SCENARIOS,
               ARGUMENTS(arena_print(r->arena, "%zu", named)));
        return false;
    }
    for (; !list && named < MOST_TOLD && named < choices.n; named++)
        r->scenario[named] = (uint32_t)named;
    r->order.scenario = r->scenario;
    r->order.scenarios = named;
    return true;
}

/* ---- opening ---- */

static bool is_hdf5(const char *path)
{
    static const char signature[] = "\211HDF\r\n\032\n";
    char begins[sizeof signature - 1];
    FILE *file = fopen(path, "rb");
    bool same = file && fread(begins, 1, sizeof begins, file) == sizeof begins &&
                memcmp(begins, signature, sizeof begins) == 0;
    if (file)
        fclose(file);
    return same;
}

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), end = strlen(ending);
    return length > end && strcmp(path + length - end, ending) == 0;
}

static bool open_file(struct retelling *r)
{
    static const char *const told_by_file[] = {"seed", "world"};
    const char *path = r->invocation->operands[0];
    for (size_t i = 0; i < 2; i++) {
        if (!option_value(r->invocation, told_by_file[i]))
            continue;
        refuse(r->invocation, TEXT_REPLAY_NO_WORLD_HERE,
               ARGUMENTS(path, arena_print(r->arena, "--%s", told_by_file[i])));
        return false;
    }
    struct period period;
    r->results = open_results(r->invocation, &period);
    if (!r->results)
        return false;
    r->order.seed = (uint32_t)r->results->seed;
    return is_finished(r) && read_kept(r);
}

static bool open_scenarios(struct retelling *r)
{
    long seed = 1;
    if (!option_number(r->invocation, "seed", 0, UINT32_MAX, &seed))
        return false;
    r->order.seed = (uint32_t)seed;
    r->study = read_study(r->invocation, r->invocation->operands, r->invocation->n_operands);
    return r->study != NULL;
}

static size_t place_of_replication(const struct retelling *r)
{
    const struct results_axis *numbers = r->results->replication;
    size_t at = 0;
    while (at + 1 < numbers->count && numbers->number[at] != (int32_t)r->order.number)
        at++;
    return at;
}

/* Puts the values of the replication's draw into the study. */
static void take_draw(struct retelling *r)
{
    const struct results *results = r->results;
    if (!results || results->n_draws == 0)
        return;
    size_t draw = (size_t)results->draw[place_of_replication(r)];
    r->study->is_draw = true;
    for (size_t i = 0; i < results->n_drawn; i++) {
        int parameter = parameter_find(results->drawn[i].parameter);
        if (parameter < 0)
            continue; /* the program is another: what comes out is compared with the file */
        const struct shape *shape = &parameter_table[parameter].shape;
        double *cells = parameter_cells(&r->study->value, (enum parameter)parameter);
        for (size_t c = 0; c < shape_cells(shape); c++) {
            char name[CELL_BYTES];
            shape_cell_name(shape, c, name, sizeof name);
            if (strcmp(name, results->drawn[i].cell) == 0)
                cells[c] = results->drawn_value[draw * results->n_drawn + i];
        }
    }
}

bool retelling_open(struct retelling *r, const struct invocation *invocation)
{
    *r = (struct retelling){.invocation = invocation, .arena = arena_make()};
    const char *first = invocation->operands[0];
    bool file = invocation->n_operands == 1 && (is_hdf5(first) || has_ending(first, ".h5"));
    long number = 0;
    if (!option_number(invocation, "replication", 0, INT32_MAX, &number))
        return false;
    r->order.number = (uint32_t)number;
    if (!(file ? open_file(r) : open_scenarios(r)) || !read_scenarios(r))
        return false;
    take_draw(r);
    r->plan = plan_make(r->study);
    if (!r->plan) {
        refuse(invocation, TEXT_OUT_OF_MEMORY, ARGUMENTS(""));
        return false;
    }
    plan_layout(r->plan, &r->layout);
    return true;
}

void retelling_close(struct retelling *r)
{
    plan_free(r->plan);
    study_free(r->study);
    results_free(r->results);
    arena_free(r->arena);
}

/* ---- simulating ---- */

/* What the results file keeps of a replication. */
struct what_is_kept {
    struct detail detail;
    struct layout layout;
    int64_t *values; /* [scenarios told][layout.total] */
};

/* Measures that the file holds, at the detail that it tells of. */
static void find_detail(const struct retelling *r, struct detail *detail)
{
    bool held[N_MEASURES] = {false};
    for (size_t i = 0; i < r->results->n_measures; i++) {
        int m = measure_find(r->results->measures[i].name);
        if (m >= 0)
            held[m] = true;
    }
    int name = N_DETAILS - 1;
    while (name > 0 && strcmp(detail_word[name], r->results->detail) != 0)
        name--;
    detail_make(detail, (enum detail_name)name);
    detail_only(detail, held);
}

static bool keep(const struct retelling *r, const int64_t *values, struct what_is_kept *kept)
{
    find_detail(r, &kept->detail);
    detail_layout(&kept->detail, &r->layout, &kept->layout);
    size_t total = kept->layout.total;
    kept->values = malloc((r->order.scenarios * total + 1) * sizeof *kept->values);
    for (size_t s = 0; kept->values && s < r->order.scenarios; s++)
        detail_keep(&kept->detail, &r->layout, values + s * r->layout.total, &kept->layout,
                    kept->values + s * total);
    return kept->values != NULL;
}

/* A number as it is stored: of a level the mean over the period that it is of. */
static double as_stored(const struct layout *layout, enum measure m, size_t i, int64_t value)
{
    if (measure_table[m].type != LEVEL)
        return (double)value;
    return (double)value / (double)layout_period_ms(layout, layout->layer[m], i / layout->cells[m]);
}

/* Whether a measure came out as it stands in the results file. */
static bool is_as_stored(const struct retelling *r, enum measure m, const struct what_is_kept *kept)
{
    const struct layout *layout = &kept->layout;
    struct messages messages;
    messages_start(&messages, r->invocation->language);
    const struct results_measure *measure =
        results_measure(r->results, measure_table[m].name, &messages);
    double *stored = measure ? results_values(r->results, measure, &messages) : NULL;
    messages_free(&messages);
    size_t n = layout->cells[m] * layout_periods(layout, layout->layer[m]);
    bool same = stored && measure->periods * measure->cells == n;
    for (size_t s = 0; same && s < r->order.scenarios; s++) {
        size_t at = r->scenario[s] * r->results->replications + place_of_replication(r);
        const int64_t *here = kept->values + s * layout->total + layout->first[m];
        for (size_t i = 0; same && i < n; i++) {
            double found = stored[at * n + i], made = as_stored(layout, m, i, here[i]);
            same = !(found < made || found > made);
        }
    }
    free(stored);
    return same;
}

/* Looks at some measures that hang on all that happens; if the file keeps none of them, at the first
 * that it keeps. */
static bool all_are_as_stored(const struct retelling *r, const struct what_is_kept *kept)
{
    static const enum measure looked_at[] = {MEASURE_PLACEMENTS, MEASURE_MOVES, MEASURE_BREACHES,
                                             MEASURE_WAITING_TIME, MEASURE_ARRIVALS};
    size_t seen = 0;
    bool same = true;
    for (size_t i = 0; i < sizeof looked_at / sizeof looked_at[0]; i++)
        if (kept->layout.is_kept[looked_at[i]]) {
            same = same && is_as_stored(r, looked_at[i], kept);
            seen++;
        }
    for (int m = 0; m < N_MEASURES && seen == 0; m++)
        if (kept->layout.is_kept[m]) {
            same = is_as_stored(r, (enum measure)m, kept);
            seen++;
        }
    return same && seen > 0;
}

static bool are_as_stored(const struct retelling *r, const int64_t *values)
{
    struct what_is_kept kept = {.values = NULL};
    bool ready = keep(r, values, &kept), same = ready && all_are_as_stored(r, &kept);
    if (!ready)
        refuse(r->invocation, TEXT_OUT_OF_MEMORY, ARGUMENTS(""));
    else if (!same)
        refuse(r->invocation, TEXT_REPLAY_NOT_THE_SAME,
               ARGUMENTS(r->results->path, r->results->version));
    free(kept.values);
    return same;
}

bool retell(const struct retelling *r, struct story_book *book)
{
    char reason[FAILURE_LENGTH] = "", number[32];
    int64_t *values = malloc(r->order.scenarios * r->layout.total * sizeof *values);
    snprintf(number, sizeof number, "%lu", (unsigned long)r->order.number);
    bool good = values && replay(r->plan, &r->layout, &r->order, book, values, reason);
    if (!values)
        refuse(r->invocation, TEXT_OUT_OF_MEMORY, ARGUMENTS(""));
    else if (!good)
        refuse(r->invocation, TEXT_REPLAY_BREAKS, ARGUMENTS(number, reason));
    else if (r->results)
        good = are_as_stored(r, values);
    free(values);
    return good;
}
