/* Whether a results file is already that of a run. */
#include "output/results.h"
#include "output/results_child.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct question {
    const char *path;
    const struct identity *identity;
};

static hsize_t length_of(hid_t file, const char *name)
{
    hsize_t length = 0;
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(dataset);
    if (H5Sget_simple_extent_ndims(space) == 1)
        H5Sget_simple_extent_dims(space, &length, NULL);
    H5Sclose(space);
    H5Dclose(dataset);
    return length;
}

static void compare(const struct identity *identity, const char *stored, struct results_held *held)
{
    char *values = strndup(identity->text, identity->values);
    if (!values)
        return;
    bool same =
        identity_difference(stored, identity->text, held->difference, sizeof held->difference) == 0;
    held->answer = same                                             ? RESULTS_SAME
                   : strncmp(stored, values, identity->values) == 0 ? RESULTS_OTHER_EXTENT
                                                                    : RESULTS_OTHER_RUN;
    free(values);
}

static void look(const void *asked, void *found)
{
    const struct question *question = asked;
    struct results_held *held = found;
    struct messages unseen;
    messages_start(&unseen, LANGUAGE_EN);
    hid_t file = results_file_open(question->path, &unseen);
    if (file < 0)
        return;
    hid_t run = H5Gopen2(file, GROUP_RUN, H5P_DEFAULT);
    char *identity = run >= 0 ? results_file_text(run, IDENTITY_ATTRIBUTE) : NULL;
    char *digest = results_file_text(file, DIGEST_ATTRIBUTE);
    if (identity && digest && strlen(digest) == DIGEST_LENGTH) {
        compare(question->identity, identity, held);
        memcpy(held->digest, digest, DIGEST_LENGTH + 1);
        held->finished = (int32_t)length_of(file, "/replication");
        held->failed = (int32_t)length_of(file, GROUP_FAILURES "/replication_number");
    }
    free(identity);
    free(digest);
    H5Fclose(file);
}

void results_held(const char *path, const struct identity *identity, struct results_held *held)
{
    const struct question question = {path, identity};
    *held = (struct results_held){.answer = RESULTS_NONE};
    if (access(path, F_OK) != 0)
        return;
    struct results_held answer = {.answer = RESULTS_OTHER_RUN};
    if (results_ask_child(path, look, &question, &answer, sizeof answer))
        *held = answer;
    else
        held->answer = RESULTS_OTHER_RUN;
}
