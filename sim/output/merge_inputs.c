#include "output/merge_inputs.h"

#include "output/digest.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Files kept open at a time: each costs the library memory, and systems limit their number. */
#define MOST_OPEN 64
/* Reading to verify, and reading, packing and writing, by bytes of the parts' files. */
#define VERIFYING 1.0
#define COPYING   3.0

bool merge_inputs_stopped(const struct merge_inputs *inputs)
{
    return inputs->order->stop && *inputs->order->stop;
}

void merge_inputs_report(struct merge_inputs *inputs, double bytes)
{
    inputs->done += bytes;
    if (inputs->order->report && inputs->work > 0)
        inputs->order->report(inputs->order->context, inputs->done / inputs->work);
}

/* ---- one part ---- */

static bool is_whole(const char *path, char digest[DIGEST_LENGTH + 1], struct messages *messages)
{
    char computed[DIGEST_LENGTH + 1];
    if (!results_digest(path, computed, digest, messages))
        return false;
    if (strcmp(digest, computed) == 0)
        return true;
    results_file_message(path, messages, TEXT_RESULTS_ALTERED, NULL, NULL, NULL);
    return false;
}

/* Reads what a part says of itself. What all parts share is digested again: attributes are outside
 * a file's digest. */
static bool read_marks(struct merge_input *input, hid_t file, struct messages *messages)
{
    if (!part_marks_read(file, &input->marks)) {
        results_file_message(input->path, messages, TEXT_MERGE_NO_PART, NULL, NULL, NULL);
        return false;
    }
    return digest_of_run(file, input->path, input->marks.whole, input->marks.run, messages);
}

static bool read_input(struct merge_input *input, struct messages *messages)
{
    struct stat status;
    if (stat(input->path, &status) == 0)
        input->bytes = (double)status.st_size;
    if (!is_whole(input->path, input->digest, messages))
        return false;
    hid_t file = results_file_open(input->path, messages);
    bool good = file >= 0 && read_marks(input, file, messages);
    if (file >= 0)
        H5Fclose(file);
    return good;
}

/* ---- of one run ---- */

struct pair {
    const struct merge_input *one, *other;
    struct messages *messages;
};

static bool differ(const struct pair *pair, const char *what, const char *one, const char *other)
{
    const char *const arguments[] = {pair->one->path, what, other, one};
    message_add(pair->messages, pair->other->path, 0, 0, NULL, TEXT_MERGE_OTHER_RUN, arguments, 4);
    return false;
}

static bool same_number(const struct pair *pair, enum text what, double one, double other)
{
    char first[32], second[32];
    if (!(one < other || one > other))
        return true;
    snprintf(first, sizeof first, "%.0f", one);
    snprintf(second, sizeof second, "%.0f", other);
    return differ(pair, text_table[what][pair->messages->language], first, second);
}

static bool same_attributes(const struct pair *pair, hid_t one, hid_t other)
{
    double seed[2] = {0, 0};
    char *source[2] = {results_file_text(one, SOURCE_ATTRIBUTE),
                       results_file_text(other, SOURCE_ATTRIBUTE)};
    results_file_number(one, SEED_ATTRIBUTE, &seed[0]);
    results_file_number(other, SEED_ATTRIBUTE, &seed[1]);
    bool same = same_number(pair, TEXT_INFO_SEED, seed[0], seed[1]);
    if (same && source[0] && source[1] && strcmp(source[0], source[1]) != 0)
        same = differ(pair, text_table[TEXT_INFO_WRITTEN_BY][pair->messages->language], source[0],
                      source[1]);
    free(source[0]);
    free(source[1]);
    return same;
}

/* Whether a dataset that parts share is not the same in both files. */
static bool dataset_differs(hid_t one, hid_t other, const struct row_axes *axes, const char *path)
{
    char first[DIGEST_LENGTH + 1], second[DIGEST_LENGTH + 1];
    int rank;
    hid_t dataset = H5Dopen2(one, path, H5P_DEFAULT);
    bool shared = row_axes_of(axes, dataset, &rank) < 0;
    H5Dclose(dataset);
    if (H5Lexists(other, path, H5P_DEFAULT) <= 0)
        return true;
    return shared && (!digest_of_dataset(one, path, first) ||
                      !digest_of_dataset(other, path, second) || strcmp(first, second) != 0);
}

/* Names the first dataset that is not the same in both. */
static void name_dataset(const struct pair *pair, hid_t one, hid_t other)
{
    struct dataset_paths paths;
    struct row_axes axes;
    const char *named = "/";
    if (dataset_paths_find(one, &paths)) {
        row_axes_find(one, &paths, &axes);
        for (size_t i = 0; i < paths.n && named[0] == '/'; i++)
            if (dataset_differs(one, other, &axes, paths.path[i]))
                named = paths.path[i];
    }
    message_add(pair->messages, pair->other->path, 0, 0, NULL, TEXT_MERGE_OTHER_DATA,
                ARGUMENTS(pair->one->path, named));
    dataset_paths_free(&paths);
}

static void say_difference(const struct pair *pair)
{
    hid_t one = results_file_open(pair->one->path, pair->messages);
    hid_t other = results_file_open(pair->other->path, pair->messages);
    if (one >= 0 && other >= 0 && same_attributes(pair, one, other))
        name_dataset(pair, one, other);
    if (one >= 0)
        H5Fclose(one);
    if (other >= 0)
        H5Fclose(other);
}

static bool same_run(const struct merge_input *one, const struct merge_input *other,
                     struct messages *messages)
{
    const struct pair pair = {one, other, messages};
    if (!same_number(&pair, TEXT_MERGE_PARTS, one->marks.parts, other->marks.parts) ||
        !same_number(&pair, TEXT_INFO_REPLICATIONS, one->marks.whole, other->marks.whole))
        return false;
    if (strcmp(one->marks.run, other->marks.run) == 0)
        return true;
    say_difference(&pair);
    return false;
}

/* ---- all of them, once ---- */

static int by_part(const void *a, const void *b)
{
    const struct merge_input *x = a, *y = b;
    return (x->marks.part > y->marks.part) - (x->marks.part < y->marks.part);
}

static bool none_twice(const struct merge_inputs *inputs)
{
    char number[16];
    for (size_t i = 1; i < inputs->n; i++) {
        const struct merge_input *one = &inputs->input[i - 1], *other = &inputs->input[i];
        if (one->marks.part != other->marks.part)
            continue;
        snprintf(number, sizeof number, "%d", other->marks.part);
        results_file_message(other->path, inputs->messages, TEXT_MERGE_TWICE, number, one->path,
                             NULL);
        return false;
    }
    return true;
}

/* Appends parts first … last to a list: "3", "5–8". */
static void append_range(char *list, size_t size, int32_t first, int32_t last)
{
    size_t used = strlen(list);
    const char *comma = used ? ", " : "";
    if (first == last)
        snprintf(list + used, size - used, "%s%d", comma, first);
    else
        snprintf(list + used, size - used, "%s%d–%d", comma, first, last);
}

static bool none_missing(const struct merge_inputs *inputs)
{
    enum { MOST = 200 };
    char list[MOST + 64] = "", parts[16];
    int32_t wanted = 1, all = inputs->input[0].marks.parts;
    for (size_t i = 0; i <= inputs->n; i++) {
        int32_t part = i < inputs->n ? inputs->input[i].marks.part : all + 1;
        if (part > wanted && strlen(list) < MOST)
            append_range(list, sizeof list, wanted, part - 1);
        else if (part > wanted && strcmp(list + strlen(list) - 3, "…") != 0)
            strcat(list, ", …");
        wanted = part + 1;
    }
    if (!list[0])
        return true;
    snprintf(parts, sizeof parts, "%d", all);
    message_add(inputs->messages, NULL, 0, 0, NULL, TEXT_MERGE_MISSING, ARGUMENTS(list, parts));
    return false;
}

static bool belong_together(const struct merge_inputs *inputs)
{
    for (size_t i = 1; i < inputs->n; i++)
        if (!same_run(&inputs->input[0], &inputs->input[i], inputs->messages))
            return false;
    return true;
}

static void add_up_work(struct merge_inputs *inputs)
{
    struct stat status;
    for (size_t i = 0; i < inputs->n; i++)
        if (stat(inputs->order->paths[i], &status) == 0)
            inputs->work += (VERIFYING + COPYING) * (double)status.st_size;
}

bool merge_inputs_open(struct merge_inputs *inputs, const struct merge_order *order,
                       struct messages *messages)
{
    *inputs = (struct merge_inputs){.order = order, .messages = messages};
    inputs->input = calloc(order->n, sizeof *inputs->input);
    if (!inputs->input) {
        results_file_message(order->output, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
        return false;
    }
    add_up_work(inputs);
    for (; inputs->n < order->n; inputs->n++) {
        struct merge_input *input = &inputs->input[inputs->n];
        *input = (struct merge_input){.path = order->paths[inputs->n], .file = -1};
        if (merge_inputs_stopped(inputs) || !read_input(input, messages))
            return false;
        merge_inputs_report(inputs, VERIFYING * input->bytes);
    }
    if (!belong_together(inputs))
        return false;
    qsort(inputs->input, inputs->n, sizeof *inputs->input, by_part);
    return none_twice(inputs) && none_missing(inputs);
}

/* ---- open files ---- */

static void close_input(struct merge_inputs *inputs, struct merge_input *input)
{
    if (input->file < 0)
        return;
    H5Fclose(input->file);
    input->file = -1;
    inputs->open--;
}

static void close_longest_unused(struct merge_inputs *inputs)
{
    struct merge_input *oldest = NULL;
    for (size_t i = 1; i < inputs->n; i++) /* the first is the model of the whole */
        if (inputs->input[i].file >= 0 && (!oldest || inputs->input[i].used < oldest->used))
            oldest = &inputs->input[i];
    close_input(inputs, oldest);
}

hid_t merge_inputs_file(struct merge_inputs *inputs, size_t i)
{
    struct merge_input *input = &inputs->input[i];
    input->used = ++inputs->uses;
    if (input->file >= 0)
        return input->file;
    if (inputs->open == MOST_OPEN)
        close_longest_unused(inputs);
    input->file = results_file_open(input->path, inputs->messages);
    inputs->open += input->file >= 0;
    return input->file;
}

void merge_inputs_close(struct merge_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n; i++)
        close_input(inputs, &inputs->input[i]);
    free(inputs->input);
}
