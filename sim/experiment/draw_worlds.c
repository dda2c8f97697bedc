#include "experiment/draw_worlds.h"

#include <omp.h>
#include <stdlib.h>

struct draw_world {
    omp_lock_t lock;
    int users; /* replications that have entered and not left */
    struct study *study;
    struct plan *plan;
    struct fills *fills;
};

struct draw_worlds {
    const struct study *study;
    const struct draws *draws;
    const struct layout *layout;
    struct replication_options options;
    struct draw_world *world; /* [draws->n] */
    omp_lock_t lock;          /* of newest */
    size_t newest;            /* highest draw that has been entered */
};

struct draw_worlds *draw_worlds_open(const struct study *study, const struct draws *draws,
                                     const struct layout *layout,
                                     const struct replication_options *options)
{
    struct draw_worlds *worlds = calloc(1, sizeof *worlds);
    struct draw_world *world = calloc(draws->n, sizeof *world);
    if (!worlds || !world) {
        free(worlds);
        free(world);
        return NULL;
    }
    *worlds = (struct draw_worlds){
        .study = study, .draws = draws, .layout = layout, .options = *options, .world = world};
    omp_init_lock(&worlds->lock);
    for (size_t d = 0; d < draws->n; d++)
        omp_init_lock(&world[d].lock);
    return worlds;
}

static void unmake(struct draw_world *world)
{
    fills_free(world->fills);
    plan_free(world->plan);
    free(world->study);
    world->fills = NULL;
    world->plan = NULL;
    world->study = NULL;
}

void draw_worlds_close(struct draw_worlds *worlds)
{
    for (size_t d = 0; d < worlds->draws->n; d++) {
        unmake(&worlds->world[d]);
        omp_destroy_lock(&worlds->world[d].lock);
    }
    omp_destroy_lock(&worlds->lock);
    free(worlds->world);
    free(worlds);
}

/* Notes that a draw has been entered, and gives the newest there was before. */
static size_t note_newest(struct draw_worlds *worlds, size_t draw)
{
    omp_set_lock(&worlds->lock);
    size_t before = worlds->newest;
    worlds->newest = draw > before ? draw : before;
    omp_unset_lock(&worlds->lock);
    return before;
}

static void unmake_if_idle(struct draw_world *world)
{
    omp_set_lock(&world->lock);
    if (world->users == 0)
        unmake(world);
    omp_unset_lock(&world->lock);
}

static bool make(const struct draw_worlds *worlds, size_t draw, struct draw_world *world)
{
    unmake(world); /* what memory was short for before */
    world->study = malloc(sizeof *world->study);
    if (!world->study)
        return false;
    *world->study = draw_study(worlds->draws, draw, worlds->study);
    world->plan = plan_make(world->study);
    if (world->plan)
        world->fills = fills_on_demand(world->plan, worlds->layout, &worlds->options);
    return world->fills != NULL;
}

bool draw_worlds_enter(struct draw_worlds *worlds, size_t draw, struct replicator *replicator)
{
    struct draw_world *world = &worlds->world[draw];
    size_t before = note_newest(worlds, draw);
    if (before < draw)
        unmake_if_idle(&worlds->world[before]);
    omp_set_lock(&world->lock);
    world->users++;
    bool made = world->fills || make(worlds, draw, world);
    omp_unset_lock(&world->lock);
    if (made)
        replicator_turn(replicator, world->plan, world->fills);
    return made;
}

void draw_worlds_leave(struct draw_worlds *worlds, size_t draw)
{
    struct draw_world *world = &worlds->world[draw];
    bool newest = note_newest(worlds, draw) <= draw;
    omp_set_lock(&world->lock);
    if (--world->users == 0 && !newest)
        unmake(world);
    omp_unset_lock(&world->lock);
}
