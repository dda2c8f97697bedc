/* A world and policies of random changes, written to files as a user would write them. */
#ifndef PLASSFLYT_TESTS_RANDOM_FILES_H
#define PLASSFLYT_TESTS_RANDOM_FILES_H

#include "random_changes.h"
#include "trials.h"

#include <unistd.h>

/* The last policy sets every lever to what it is anyway. */
enum { POLICIES = 5, PRESENT = POLICIES, FILES = POLICIES + 1, PATH_MOST = 256 };

static const char tiny_world[] = "tests/worlds/tiny.yaml",
                  whole_country[] = "scenarios/worlds/evidens.yaml";

struct trial {
    char place[64], world_path[PATH_MOST], path[FILES][PATH_MOST];
    struct draft world, policy[FILES]; /* the last is written anew for each world */
    struct drawn_world drawn;
};

static inline void trial_open(struct trial *t)
{
    memset(t, 0, sizeof *t);
    strcpy(t->place, "/tmp/plassflyt-random-XXXXXX");
    assert_non_null(mkdtemp(t->place));
    snprintf(t->world_path, PATH_MOST, "%s/world.yaml", t->place);
    for (int i = 0; i < FILES; i++)
        snprintf(t->path[i], PATH_MOST, "%s/%s_%d.yaml", t->place,
                 i == PRESENT ? "present" : "policy", i);
    const char *world = whole_country;
    t->drawn.country = trials_read(&world, 1, NULL);
}

static inline void trial_close(struct trial *t)
{
    unlink(t->world_path);
    draft_forget(&t->world);
    for (int i = 0; i < FILES; i++) {
        unlink(t->path[i]);
        draft_forget(&t->policy[i]);
    }
    rmdir(t->place);
    study_free(t->drawn.country);
}

static inline void write_draft(const struct draft *draft, const char *kind, const char *base,
                               const char *path)
{
    char here[PATH_MOST], absolute[2 * PATH_MOST];
    FILE *file = fopen(path, "w");
    assert_true(file && getcwd(here, sizeof here));
    snprintf(absolute, sizeof absolute, "%s/%s", here, base);
    draft_print(draft, kind, absolute, file);
    assert_int_equal(fclose(file), 0);
}

/* Writes what is not left out of world and policies. */
static inline void trial_write(struct trial *t)
{
    const char *world = t->world_path;
    write_draft(&t->world, "world", tiny_world, world);
    struct study *read = trials_read(&world, 1, NULL);
    bool left_out[CHUNKS_MOST];
    memcpy(left_out, t->policy[PRESENT].left_out, sizeof left_out);
    draft_forget(&t->policy[PRESENT]);
    draft_present_values(&t->policy[PRESENT], read);
    memcpy(t->policy[PRESENT].left_out, left_out, sizeof left_out);
    study_free(read);
    for (int i = 0; i < FILES; i++)
        write_draft(&t->policy[i], "policy", "scenarios/nullalternativ.yaml", t->path[i]);
}

/* Draws a world around the tiny country, and policies around that world. */
static inline void trial_draw(struct trial *t, struct dice *dice)
{
    const char *world = tiny_world;
    t->drawn.smaller = trials_read(&world, 1, NULL);
    draft_forget(&t->world);
    draft_world(&t->world, dice, &t->drawn);
    study_free(t->drawn.smaller);
    world = t->world_path;
    write_draft(&t->world, "world", tiny_world, world);
    t->drawn.smaller = trials_read(&world, 1, NULL);
    for (int i = 0; i < POLICIES; i++) {
        draft_forget(&t->policy[i]);
        draft_policy(&t->policy[i], dice, &t->drawn);
    }
    study_free(t->drawn.smaller);
}

/* Which worlds to draw: 1 to `n`, or others from the environment (RANDOM_WORLDS=41-80). */
static inline void worlds_to_draw(unsigned n, unsigned *first, unsigned *last)
{
    const char *other = getenv("RANDOM_WORLDS");
    *first = 1;
    *last = n;
    assert_true(!other || sscanf(other, "%u-%u", first, last) == 2);
}

#endif
