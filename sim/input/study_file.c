#include "input/study_file.h"

#include "input/fields.h"
#include "input/study_file_parts.h"
#include "tables/details.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NULL_ALTERNATIVE "nullalternativ"

enum { MOST_REPLICATIONS = 1000000, MOST_DRAWS = 100000, MOST_EACH = 1000 };

const char *const draw_method_name[N_DRAW_METHODS] = {
    [DRAWS_LATIN] = "latin", [DRAWS_SOBOL] = "sobol"};

/* ---- single values ---- */

const char *read_whole_text(struct reading *reading, const struct yaml *node, double low,
                            double high)
{
    double given;
    if (!node || !read_number(reading, node, &given))
        return NULL;
    if (given >= low && given <= high && !(floor(given) < given))
        return arena_print(reading->arena, "%.0f", given);
    complain(reading, node, TEXT_WANTS_WHOLE_NUMBER,
             ARGUMENTS(number_text(reading, low), number_text(reading, high), node->text));
    return NULL;
}

static const char *word_at(size_t i, const void *context)
{
    return ((const char *const *)context)[i];
}

int read_word(struct reading *reading, const struct yaml *node, const char *const *words, size_t n)
{
    const char *given = read_text(reading, node);
    for (size_t i = 0; given && i < n; i++)
        if (strcmp(words[i], given) == 0)
            return (int)i;
    struct names names = {n, word_at, words};
    if (given)
        complain(reading, node, TEXT_STUDY_WORD,
                 ARGUMENTS(node->key->text, given, suggestion(reading, given, &names)));
    return -1;
}

/* Path of a file that the study names; NULL, and a message if it is no text. */
static const char *read_path(struct reading *reading, const struct yaml *node)
{
    const char *name = read_text(reading, node);
    return name ? document_path(reading, node->from, name) : NULL;
}

/* Texts of a list, with commas between, each as `read` gives it. */
static const char *read_list(struct reading *reading, const struct yaml *list,
                             const char *(*read)(struct reading *, const struct yaml *))
{
    const char *all = NULL;
    for (const struct yaml *entry = list_first(list); entry; entry = list_next(list, entry)) {
        const char *one = read(reading, entry);
        if (one)
            all = all ? arena_print(reading->arena, "%s,%s", all, one) : one;
    }
    if (list && list->kind == YAML_LIST && list->count == 0)
        complain(reading, list->key, TEXT_NO_VALUE, ARGUMENTS(list->key->text));
    return all;
}

static const char *measure_name(size_t i, const void *context)
{
    (void)context;
    return measure_table[i].name;
}

static const char *read_measure(struct reading *reading, const struct yaml *node)
{
    const char *name = read_text(reading, node);
    if (!name || measure_find(name) >= 0)
        return name;
    struct names names = {N_MEASURES, measure_name, NULL};
    complain(reading, node, TEXT_STUDY_MEASURE, ARGUMENTS(name, suggestion(reading, name, &names)));
    return NULL;
}

/* ---- scenarios ---- */

/* "../a.yaml+../b.yaml": each part lies relative to the study file. */
static const char *read_scenario(struct reading *reading, const struct yaml *node)
{
    const char *path = NULL;
    const char *text = read_text(reading, node);
    if (text && document_exists(reading, document_path(reading, node->from, text)))
        return document_path(reading, node->from, text);
    while (text) {
        size_t length = strcspn(text, "+");
        const char *name = arena_text(reading->arena, text, length);
        const char *part = document_path(reading, node->from, name);
        path = path ? arena_print(reading->arena, "%s+%s", path, part) : part;
        text = text[length] ? text + length + 1 : NULL;
    }
    return path;
}

static void read_scenarios(struct reading *reading, const struct yaml *list,
                           struct study_file *file)
{
    file->scenarios = arena_take(reading->arena, (list->count + 1) * sizeof *file->scenarios);
    for (const struct yaml *entry = list_first(list); entry; entry = list_next(list, entry)) {
        const char *path = read_scenario(reading, entry);
        if (path)
            file->scenarios[file->n_scenarios++] = path;
    }
    if (list->kind == YAML_LIST && list->count == 0)
        complain(reading, list->key, TEXT_NO_VALUE, ARGUMENTS("scenarios"));
}

/* The name that the scenario of a path will have. */
static const char *scenario_name(struct reading *reading, const char *path)
{
    const char *name = NULL;
    if (document_exists(reading, path))
        return document_stem(reading, path);
    for (const char *part = path; part;) {
        size_t length = strcspn(part, "+");
        const char *stem = document_stem(reading, arena_text(reading->arena, part, length));
        name = name ? arena_print(reading->arena, "%s+%s", name, stem) : stem;
        part = part[length] ? part + length + 1 : NULL;
    }
    return name;
}

const char *const *study_scenario_names(struct reading *reading, const struct study_file *file,
                                        size_t *n)
{
    const char **names = arena_take(reading->arena, (file->n_scenarios + 1) * sizeof *names);
    *n = 0;
    names[(*n)++] = NULL_ALTERNATIVE;
    for (size_t i = 0; i < file->n_scenarios; i++) {
        const char *name = scenario_name(reading, file->scenarios[i]);
        if (strcmp(name, NULL_ALTERNATIVE) != 0)
            names[(*n)++] = name;
    }
    return names;
}

/* ---- draws ---- */

static const char *uncertain_name(size_t i, const void *context)
{
    (void)context;
    for (size_t p = 0, n = 0; p < N_PARAMETERS; p++)
        if (parameter_table[p].role & UNCERTAIN && n++ == i)
            return parameter_table[p].name;
    return "";
}

static const char *read_uncertain(struct reading *reading, const struct yaml *node)
{
    const char *name = read_text(reading, node);
    int parameter = name ? parameter_find(name) : -1;
    if (!name || (parameter >= 0 && parameter_table[parameter].role & UNCERTAIN))
        return name;
    size_t n = 0;
    for (int p = 0; p < N_PARAMETERS; p++)
        n += (parameter_table[p].role & UNCERTAIN) != 0;
    struct names names = {n, uncertain_name, NULL};
    complain(reading, node, parameter < 0 ? TEXT_UNKNOWN_PARAMETER : TEXT_STUDY_NOT_UNCERTAIN,
             ARGUMENTS(name, suggestion(reading, name, &names)));
    return NULL;
}

/* A number of draws, or {n, each, method, only}. */
static void read_draws(struct reading *reading, const struct yaml *node, struct study_file *file)
{
    enum { N, EACH, METHOD, ONLY, N_FIELDS };
    struct field f[N_FIELDS] = {[N] = {.name = "n"},
                                [EACH] = {.name = "each"},
                                [METHOD] = {.name = "method"},
                                [ONLY] = {.name = "only"}};
    if (!node)
        return;
    file->drawn = true;
    if (node->kind == YAML_SCALAR) {
        file->draws = read_whole_text(reading, node, 2, MOST_DRAWS);
        return;
    }
    if (!fields_read(reading, node, f, N_FIELDS))
        return;
    file->draws = read_whole_text(reading, f[N].value, 2, MOST_DRAWS);
    if (f[EACH].value)
        read_whole_number(reading, f[EACH].value, 2, MOST_EACH, &file->draws_each);
    int method = f[METHOD].value
                     ? read_word(reading, f[METHOD].value, draw_method_name, N_DRAW_METHODS)
                     : DRAWS_LATIN;
    file->draws_method = method < 0 ? DRAWS_LATIN : (enum draw_method)method;
    file->draws_only = read_list(reading, f[ONLY].value, read_uncertain);
    if (!f[N].value && file->precision.n_wanted == 0)
        complain(reading, node->key, TEXT_MISSING_KEY, ARGUMENTS("n"));
}

/* ---- the file ---- */

enum {
    FORMAT,
    TITLE,
    SCENARIOS,
    WORLD,
    FITS,
    START,
    REPLICATIONS,
    PRECISION,
    DRAWS,
    SEED,
    DETAIL,
    MEASURES,
    CHILDREN,
    OUTPUT,
    N_KEYS
};

/* Draws and replications said both must agree. */
static void check_draws(struct reading *reading, const struct yaml *node,
                        const struct study_file *file)
{
    long draws = file->draws ? strtol(file->draws, NULL, 10) : 0;
    long replications = file->replications ? strtol(file->replications, NULL, 10) : 0;
    long each = file->draws_each ? file->draws_each : 2;
    bool agree = draws > 0 ? replications == draws * each : replications % each == 0;
    if (draws > 0 && !file->draws_each)
        agree = replications % draws == 0 && replications / draws >= 2;
    if (node && replications && !agree)
        complain(reading, node->key, TEXT_STUDY_DRAWS_AGREE,
                 ARGUMENTS(number_text(reading, (double)replications)));
}

/* What cannot stand together. */
static void check_keys(struct reading *reading, const struct field *f)
{
    if (f[WORLD].value && f[FITS].value)
        complain(reading, f[FITS].value->key, TEXT_STUDY_EITHER, ARGUMENTS("world", "fits"));
    if (f[REPLICATIONS].value && f[PRECISION].value)
        complain(reading, f[REPLICATIONS].value->key, TEXT_STUDY_PRECISION_MOST, NO_ARGUMENTS);
}

static void read_keys(struct reading *reading, const struct field *f, struct study_file *file)
{
    read_translated(reading, f[TITLE].value, file->title);
    read_scenarios(reading, f[SCENARIOS].value, file);
    file->world = read_path(reading, f[WORLD].value);
    file->fits = read_list(reading, f[FITS].value, read_path);
    file->start = read_path(reading, f[START].value);
    file->output = read_path(reading, f[OUTPUT].value);
    file->replications = read_whole_text(reading, f[REPLICATIONS].value, 1, MOST_REPLICATIONS);
    file->seed = read_whole_text(reading, f[SEED].value, 0, UINT32_MAX);
    file->children = read_whole_text(reading, f[CHILDREN].value, 0, MOST_REPLICATIONS);
    file->measures = read_list(reading, f[MEASURES].value, read_measure);
    if (f[DETAIL].value) {
        int detail = read_word(reading, f[DETAIL].value, detail_word, N_DETAILS);
        file->detail = detail < 0 ? NULL : detail_word[detail];
    }
    read_wanted_precision(reading, f[PRECISION].value, file);
    if (file->precision.n_wanted)
        file->replications = arena_print(reading->arena, "%d", file->precision.most);
    read_draws(reading, f[DRAWS].value, file);
    check_keys(reading, f);
    check_draws(reading, f[DRAWS].value, file);
}

void study_keys_read(struct reading *reading, const struct document *document,
                     struct study_file *file)
{
    struct field f[N_KEYS] = {
        [FORMAT] = {.name = "plassflyt"},
        [TITLE] = {.name = "title"},
        [SCENARIOS] = {.name = "scenarios", .required = true},
        [WORLD] = {.name = "world"},
        [FITS] = {.name = "fits"},
        [START] = {.name = "start"},
        [REPLICATIONS] = {.name = "replications"},
        [PRECISION] = {.name = "precision"},
        [DRAWS] = {.name = "draws"},
        [SEED] = {.name = "seed"},
        [DETAIL] = {.name = "detail"},
        [MEASURES] = {.name = "measures"},
        [CHILDREN] = {.name = "children"},
        [OUTPUT] = {.name = "output"},
    };
    if (fields_read(reading, document->root, f, N_KEYS))
        read_keys(reading, f, file);
}

static void read_all(struct reading *reading, const char *path, struct study_file *file)
{
    const struct document *document = document_load(reading, path, NULL);
    if (!document)
        return;
    file->path = document->path;
    file->file = (struct input_file){document->path, document->text, document->length};
    if (document->format == FORMAT_STUDY)
        study_keys_read(reading, document, file);
    else
        complain_line(
            reading, document, 1, 0, TEXT_WRONG_FORMAT,
            ARGUMENTS(document->path, format_name[document->format], format_name[FORMAT_STUDY]));
}

struct study_file *study_file_read(const char *path, struct messages *messages)
{
    struct reading reading;
    reading_start(&reading, messages);
    struct study_file *file = arena_take(reading.arena, sizeof *file);
    file->memory = reading.arena;
    read_all(&reading, path, file);
    if (reading_good(&reading))
        return file;
    study_file_free(file);
    return NULL;
}

void study_file_free(struct study_file *file)
{
    if (file)
        arena_free(file->memory);
}

bool is_study_file(const char *path)
{
    struct messages unseen;
    struct reading reading;
    messages_start(&unseen, LANGUAGE_EN);
    reading_start(&reading, &unseen);
    const struct document *document = document_load(&reading, path, NULL);
    bool is_study = document && document->format == FORMAT_STUDY;
    study_free(reading.study);
    messages_free(&unseen);
    return is_study;
}
