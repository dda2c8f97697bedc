#include "command/open_results.h"

#include "output/results.h"
#include "output/results_file.h"

#include <string.h>

/* A damaged file can break the HDF5 library: so its digest is looked at first, in another process.
 */
static bool is_whole(const char *path, struct messages *messages)
{
    char stored[DIGEST_LENGTH + 1], computed[DIGEST_LENGTH + 1];
    if (!results_digest(path, computed, stored, messages))
        return false;
    if (strcmp(stored, computed) == 0)
        return true;
    results_file_message(path, messages, TEXT_RESULTS_ALTERED, NULL, NULL, NULL);
    return false;
}

/* Whether there is something in it, and in the period, which may be NULL. */
static bool is_usable(const struct invocation *invocation, const struct results *results,
                      struct period *period, struct messages *messages)
{
    if (results->replications == 0 || results->months == 0) {
        results_file_message(results->path, messages, TEXT_RESULTS_NO_REPLICATION, NULL, NULL,
                             NULL);
        return false;
    }
    return !period || period_read(results, option_value(invocation, "from"),
                                  option_value(invocation, "to"), period, messages);
}

/* Numbers of a part are taken all the same: each is a fair sample, only fewer. */
static void warn_of_part(const struct invocation *invocation, const struct results *results)
{
    char part[16], parts[16], here[32], all[16];
    if (results->parts < 2)
        return;
    snprintf(part, sizeof part, "%d", results->part);
    snprintf(parts, sizeof parts, "%d", results->parts);
    snprintf(here, sizeof here, "%zu", results->replications);
    snprintf(all, sizeof all, "%d", results->replications_of_whole);
    struct messages messages;
    messages_start(&messages, invocation->language);
    message_add(&messages, results->path, 0, 0, NULL, TEXT_PART_ONLY,
                ARGUMENTS(part, parts, here, all));
    print_messages(&messages, invocation->err);
    messages_free(&messages);
}

static struct results *open_file(const struct invocation *invocation, const char *path,
                                 struct period *period)
{
    struct messages messages;
    messages_start(&messages, invocation->language);
    struct results *results = is_whole(path, &messages) ? results_open(path, &messages) : NULL;
    if (results && !is_usable(invocation, results, period, &messages)) {
        results_free(results);
        results = NULL;
    }
    if (results)
        warn_of_part(invocation, results);
    else
        print_messages(&messages, invocation->err);
    messages_free(&messages);
    return results;
}

struct results *open_results(const struct invocation *invocation, struct period *period)
{
    return open_file(invocation, invocation->operands[0], period);
}

struct results *open_results_for(const struct invocation *invocation, const char *path,
                                 struct period *period)
{
    return open_file(invocation, path, period);
}

struct results *open_results_at(const struct invocation *invocation, const char *path)
{
    return open_file(invocation, path, NULL);
}
