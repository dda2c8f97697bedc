/* plassflyt verify: is a results file as it was written? */
#include "command/command.h"
#include "command/facts.h"
#include "output/results.h"

#include <string.h>

static void print_answer(const struct invocation *invocation, const char *stored,
                         const char *computed, bool same)
{
    struct facts facts = {.arena = arena_make()};
    enum text words = same ? TEXT_VERIFY_SAME : TEXT_VERIFY_CHANGED;
    facts_add(&facts, "stored", TEXT_VERIFY_STORED, false, stored);
    facts_add(&facts, "computed", TEXT_VERIFY_COMPUTED, false, computed);
    if (invocation->json) {
        facts_add(&facts, "answer", TEXT_VERIFY_STORED, false, same ? "unchanged" : "changed");
        facts_json(&facts, invocation->out);
        fputs("\n", invocation->out);
    } else {
        facts_print(&facts, invocation->language, invocation->out);
        if (!invocation->quiet)
            fprintf(invocation->out, "%s: %s\n", invocation->operands[0], say(invocation, words));
    }
    arena_free(facts.arena);
}

int command_verify(const struct invocation *invocation)
{
    char stored[DIGEST_LENGTH + 1], computed[DIGEST_LENGTH + 1];
    struct messages messages;
    messages_start(&messages, invocation->language);
    bool read = results_digest(invocation->operands[0], computed, stored, &messages);
    bool same = read && strcmp(stored, computed) == 0;
    if (read)
        print_answer(invocation, stored, computed, same);
    else
        print_messages(&messages, invocation->err);
    messages_free(&messages);
    return same ? EXIT_DONE : EXIT_ANSWER_IS_NO;
}
