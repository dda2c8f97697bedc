/* The worlds of a run's draws, each there only while replications are run in it: its rules and
 * initial states (16 MB each) are made by the first replication that needs them and freed when the
 * last has left and a later draw has been begun. Replications come in about the order of their
 * numbers; one that comes late makes its world anew. So a run over thousands of draws needs no more memory than its threads are busy with. */
#ifndef PLASSFLYT_EXPERIMENT_DRAW_WORLDS_H
#define PLASSFLYT_EXPERIMENT_DRAW_WORLDS_H

#include "input/draws.h"
#include "model/replication.h"

struct draw_worlds;

/* All that is pointed to must outlive them. NULL if memory is short. */
struct draw_worlds *draw_worlds_open(const struct study *study, const struct draws *draws,
                                     const struct layout *layout,
                                     const struct replication_options *options);
void draw_worlds_close(struct draw_worlds *worlds);

/* Turns a replicator to the world of a draw. Each replication enters and leaves once, whatever came
 * of it; the replicator must not be used before it has entered another. False if memory is short. */
bool draw_worlds_enter(struct draw_worlds *worlds, size_t draw, struct replicator *replicator);
void draw_worlds_leave(struct draw_worlds *worlds, size_t draw);

#endif
