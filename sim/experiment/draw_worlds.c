#include "experiment/draw_worlds.h"

#include <omp.h>
#include <stdlib.h>

struct draw_world {
    omp_lock_t lock;
    int32_t left; /* replications that have not left it */
    struct study study;
    struct plan *plan;
    struct fills *fills;
};

struct draw_worlds {
    const struct study *study;
    const struct draws *draws;
    const struct layout *layout;
    struct replication_options options;
    struct draw_world *world; /* [n] */
    size_t n;
};

struct draw_worlds *draw_worlds_open(const struct study *study, const struct draws *draws,
                                     int32_t replications, const struct layout *layout,
                                     const struct replication_options *options)
{
    struct draw_worlds *worlds = calloc(1, sizeof *worlds);
    size_t n = draw_of(draws, replications - 1) + 1;
    struct draw_world *world = calloc(n, sizeof *world);
    if (!worlds || !world) {
        free(worlds);
        free(world);
        return NULL;
    }
    *worlds = (struct draw_worlds){study, draws, layout, *options, world, n};
    for (size_t d = 0; d < n; d++)
        omp_init_lock(&world[d].lock);
    for (int32_t r = 0; r < replications; r++)
        world[draw_of(draws, r)].left++;
    return worlds;
}

static void unmake(struct draw_world *world)
{
    fills_free(world->fills);
    plan_free(world->plan);
    world->fills = NULL;
    world->plan = NULL;
}

void draw_worlds_close(struct draw_worlds *worlds)
{
    for (size_t d = 0; d < worlds->n; d++) {
        unmake(&worlds->world[d]);
        omp_destroy_lock(&worlds->world[d].lock);
    }
    free(worlds->world);
    free(worlds);
}

static bool make(const struct draw_worlds *worlds, size_t draw, struct draw_world *world)
{
    world->study = draw_study(worlds->draws, draw, worlds->study);
    world->plan = plan_make(&world->study);
    if (world->plan)
        world->fills = fills_on_demand(world->plan, worlds->layout, &worlds->options);
    return world->fills != NULL;
}

bool draw_worlds_enter(struct draw_worlds *worlds, size_t draw, struct replicator *replicator)
{
    struct draw_world *world = &worlds->world[draw];
    omp_set_lock(&world->lock);
    bool made = world->fills || make(worlds, draw, world);
    omp_unset_lock(&world->lock);
    if (made)
        replicator_turn(replicator, world->plan, world->fills);
    return made;
}

void draw_worlds_leave(struct draw_worlds *worlds, size_t draw)
{
    struct draw_world *world = &worlds->world[draw];
    omp_set_lock(&world->lock);
    if (--world->left == 0)
        unmake(world);
    omp_unset_lock(&world->lock);
}
