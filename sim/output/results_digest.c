#include "output/digest.h"
#include "output/results_child.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct question {
    const char *path;
    enum language language;
};

/* What the child tells its parent. */
struct answer {
    bool good;
    char computed[DIGEST_LENGTH + 1], stored[DIGEST_LENGTH + 1];
    char said[512]; /* its message if not good */
};

static herr_t is_there(hid_t dataset, unsigned axis, hid_t scale, void *context)
{
    (void)dataset, (void)axis, (void)scale, (void)context;
    return 1; /* an axis has one scale */
}

static herr_t look_up_scales(hid_t file, const char *path, const H5O_info_t *info, void *context)
{
    (void)context;
    if (info->type != H5O_TYPE_DATASET)
        return 0;
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT), space = H5Dget_space(dataset);
    int rank = H5Sget_simple_extent_ndims(space);
    bool good = true;
    for (int i = 0; good && i < rank; i++)
        good = H5DSiterate_scales(dataset, (unsigned)i, NULL, is_there, NULL) >= 0;
    H5Sclose(space);
    H5Dclose(dataset);
    return good ? 0 : -1;
}

/* HDF5 can fault on an axis whose scale has been deleted, and the digest cannot tell, as somebody may
 * have made it right: so every axis is looked up here, where a fault does no harm. */
static bool has_its_scales(hid_t file)
{
    return H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, look_up_scales, NULL, H5O_INFO_BASIC) >= 0;
}

static bool read_digests(const char *path, struct answer *answer, struct messages *messages)
{
    hid_t file = results_file_open(path, messages);
    if (file < 0)
        return false;
    char *text = results_file_text(file, DIGEST_ATTRIBUTE);
    bool good = text && strlen(text) == DIGEST_LENGTH;
    if (good)
        memcpy(answer->stored, text, DIGEST_LENGTH + 1);
    else
        results_file_message(path, messages, TEXT_RESULTS_NOT_OURS, DIGEST_ATTRIBUTE, NULL, NULL);
    good = good && digest_of_file(file, path, answer->computed, messages);
    if (good && !has_its_scales(file)) {
        results_file_message(path, messages, TEXT_RESULTS_DAMAGED, NULL, NULL, NULL);
        good = false;
    }
    free(text);
    H5Fclose(file);
    return good;
}

static void find_digests(const void *asked, void *found)
{
    const struct question *question = asked;
    struct answer *answer = found;
    struct messages messages;
    messages_start(&messages, question->language);
    answer->good = read_digests(question->path, answer, &messages);
    if (!answer->good && messages.count > 0)
        snprintf(answer->said, sizeof answer->said, "%s", messages.shown[0].text);
}

bool results_digest(const char *path, char computed[DIGEST_LENGTH + 1],
                    char stored[DIGEST_LENGTH + 1], struct messages *messages)
{
    const struct question question = {path, messages->language};
    struct answer answer = {.good = false};
    if (!results_ask_child(path, find_digests, &question, &answer, sizeof answer)) {
        results_file_message(path, messages, TEXT_RESULTS_DAMAGED, NULL, NULL, NULL);
        return false;
    }
    if (!answer.good) {
        results_file_message(path, messages, TEXT_RESULTS_SAID, answer.said, NULL, NULL);
        return false;
    }
    memcpy(computed, answer.computed, sizeof answer.computed);
    memcpy(stored, answer.stored, sizeof answer.stored);
    return true;
}
