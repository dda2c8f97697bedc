#include "output/merge_inputs.h"

#include "output/digest.h"
#include "output/identity.h"
#include "output/results_child.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Files kept open at a time: each costs the library memory, and systems limit their number. */
#define MOST_OPEN 128
/* Reading to verify, and reading, packing and writing, by bytes of the parts' files. */
#define VERIFYING 1.0
#define COPYING   3.0

bool merge_inputs_stopped(const struct merge_inputs *inputs)
{
    return inputs->order->stop && *inputs->order->stop;
}

void merge_inputs_report(struct merge_inputs *inputs, double bytes)
{
    double whole = inputs->input[0].marks.whole;
    inputs->done += bytes;
    if (inputs->order->report && inputs->work > 0)
        inputs->order->report(inputs->order->context, whole * inputs->done / inputs->work, whole);
}

/* ---- what a part says of itself ---- */

struct question {
    const char *path;
    enum language language;
};

struct answer {
    bool good;
    struct part_marks marks;
    char said[512]; /* its message if not good */
};

static void find_marks(const void *asked, void *found)
{
    const struct question *question = asked;
    struct answer *answer = found;
    struct messages messages;
    messages_start(&messages, question->language);
    hid_t file = results_file_open(question->path, &messages);
    answer->good = file >= 0 && part_marks_read(file, &answer->marks);
    if (file >= 0 && !answer->good)
        results_file_message(question->path, &messages, TEXT_MERGE_NO_PART, NULL, NULL, NULL);
    if (!answer->good)
        snprintf(answer->said, sizeof answer->said, "%s", messages.shown[0].text);
}

/* Reads marks before the digest is known to be right: in another process, since damage can break the
 * HDF5 library. */
static bool read_marks(struct merge_input *input, struct messages *messages)
{
    const struct question question = {input->path, messages->language};
    struct answer answer = {.good = false};
    struct stat status;
    if (stat(input->path, &status) != 0) {
        results_file_message(NULL, messages, TEXT_NO_FILE, input->path, strerror(errno), NULL);
        return false;
    }
    input->bytes = (double)status.st_size;
    if (!results_ask_child(input->path, find_marks, &question, &answer, sizeof answer))
        results_file_message(input->path, messages, TEXT_RESULTS_DAMAGED, NULL, NULL, NULL);
    else if (!answer.good)
        results_file_message(input->path, messages, TEXT_RESULTS_SAID, answer.said, NULL, NULL);
    else
        input->marks = answer.marks;
    return answer.good;
}

/* ---- whether they belong together ---- */

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

static bool of_other_run(const struct merge_input *one, const struct merge_input *other,
                         const char *difference, struct messages *messages)
{
    results_file_message(other->path, messages, TEXT_MERGE_OTHER_RUN, one->path, difference, NULL);
    return false;
}

static bool same_number(const struct merge_input *one, const struct merge_input *other,
                        enum text what, const int32_t number[2], struct messages *messages)
{
    char difference[128];
    if (number[0] == number[1])
        return true;
    snprintf(difference, sizeof difference, "%s (%d → %d)", text_table[what][messages->language],
             number[0], number[1]);
    return of_other_run(one, other, difference, messages);
}

/* The lines of identity.h, to be freed; NULL if the file has none. */
static char *identity_of(const char *path, struct messages *messages)
{
    hid_t file = results_file_open(path, messages);
    hid_t run = file >= 0 ? H5Gopen2(file, GROUP_RUN, H5P_DEFAULT) : -1;
    char *identity = run >= 0 ? results_file_text(run, IDENTITY_ATTRIBUTE) : NULL;
    if (file >= 0)
        H5Fclose(file);
    return identity;
}

char *merge_inputs_identity(const struct merge_inputs *inputs)
{
    char *identity = identity_of(inputs->input[0].path, inputs->messages);
    if (identity)
        identity_leave_part(identity);
    return identity;
}

/* In what two whole files differ by their identities; empty if in nothing, or one has none. */
static void find_difference(const struct merge_input *one, const struct merge_input *other,
                            char *difference, size_t size, struct messages *messages)
{
    char *first = identity_of(one->path, messages), *second = identity_of(other->path, messages);
    difference[0] = 0;
    if (first && second) {
        identity_leave_part(first);
        identity_leave_part(second);
        identity_difference(first, second, difference, size);
    }
    free(first);
    free(second);
}

/* Says in what two whole files differ that are not of one run. */
static void say_difference(const struct merge_input *one, const struct merge_input *other,
                           struct messages *messages)
{
    char difference[512];
    find_difference(one, other, difference, sizeof difference, messages);
    of_other_run(one, other, difference[0] ? difference : other->marks.run, messages);
}

/* What parts share may be the same although what made them differs: the model itself. */
static bool same_identity(const struct merge_input *one, const struct merge_input *other,
                          struct messages *messages)
{
    char difference[512];
    find_difference(one, other, difference, sizeof difference, messages);
    return !difference[0] || of_other_run(one, other, difference, messages);
}

static bool same_run(const struct merge_input *one, const struct merge_input *other,
                     struct messages *messages)
{
    char digest[DIGEST_LENGTH + 1];
    const int32_t parts[] = {one->marks.parts, other->marks.parts};
    const int32_t whole[] = {one->marks.whole, other->marks.whole};
    if (!same_number(one, other, TEXT_MERGE_PARTS, parts, messages) ||
        !same_number(one, other, TEXT_INFO_REPLICATIONS, whole, messages))
        return false;
    if (strcmp(one->marks.run, other->marks.run) == 0)
        return true;
    if (is_whole(one->path, digest, messages) && is_whole(other->path, digest, messages))
        say_difference(one, other, messages);
    return false;
}

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
    enum { MOST = 200 }; /* bytes of the list, before it is cut short */
    char list[MOST + 64] = "", parts[16];
    int32_t wanted = 1, all = inputs->input[0].marks.parts;
    for (size_t i = 0; i <= inputs->n && strlen(list) < MOST; i++) {
        int32_t part = i < inputs->n ? inputs->input[i].marks.part : all + 1;
        if (part > wanted)
            append_range(list, sizeof list, wanted, part - 1);
        wanted = part + 1;
    }
    if (!list[0])
        return true;
    if (strlen(list) >= MOST)
        strcat(list, ", …");
    snprintf(parts, sizeof parts, "%d", all);
    message_add(inputs->messages, NULL, 0, 0, NULL, TEXT_MERGE_MISSING, ARGUMENTS(list, parts));
    return false;
}

static bool belong_together(struct merge_inputs *inputs)
{
    for (size_t i = 1; i < inputs->n; i++)
        if (!same_run(&inputs->input[0], &inputs->input[i], inputs->messages))
            return false;
    qsort(inputs->input, inputs->n, sizeof *inputs->input, by_part);
    return none_twice(inputs) && none_missing(inputs);
}

/* ---- whether they are whole ---- */

/* Computes a part's digest, and that of what all parts share, which is outside it. */
static bool verify(struct merge_input *input, struct messages *messages)
{
    char run[DIGEST_LENGTH + 1];
    if (!is_whole(input->path, input->digest, messages))
        return false;
    hid_t file = results_file_open(input->path, messages);
    bool good = file >= 0 && digest_of_run(file, input->path, input->marks.whole, run, messages);
    if (good && strcmp(run, input->marks.run) != 0) {
        results_file_message(input->path, messages, TEXT_RESULTS_ALTERED, NULL, NULL, NULL);
        good = false;
    }
    if (file >= 0)
        H5Fclose(file);
    return good;
}

static bool verify_all(struct merge_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n; i++)
        inputs->work += (VERIFYING + COPYING) * inputs->input[i].bytes;
    for (size_t i = 0; i < inputs->n; i++) {
        if (merge_inputs_stopped(inputs) || !verify(&inputs->input[i], inputs->messages))
            return false;
        merge_inputs_report(inputs, VERIFYING * inputs->input[i].bytes);
    }
    return true;
}

static bool identities_agree(const struct merge_inputs *inputs)
{
    for (size_t i = 1; i < inputs->n; i++)
        if (!same_identity(&inputs->input[0], &inputs->input[i], inputs->messages))
            return false;
    return true;
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
    for (; inputs->n < order->n; inputs->n++) {
        struct merge_input *input = &inputs->input[inputs->n];
        *input = (struct merge_input){.path = order->paths[inputs->n], .file = -1};
        if (!read_marks(input, messages))
            return false;
    }
    return belong_together(inputs) && verify_all(inputs) && identities_agree(inputs);
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
    if (oldest)
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
