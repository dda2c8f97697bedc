/* Recruitment of foster families: enquiry, information, course, study, approval. */
#ifndef PLASSFLYT_MODEL_RECRUITMENT_H
#define PLASSFLYT_MODEL_RECRUITMENT_H

#include "model/model.h"

/* Whether families of a channel become specialised homes. */
static inline bool is_specialised_channel(int channel)
{
    return channel >= CHANNEL_STATE_SPECIALISED && channel <= CHANNEL_COMMERCIAL;
}

/* A recruiter of its own beside Bufetat and Oslo: a municipality or an association. */
static inline bool is_local_channel(int channel)
{
    return channel >= CHANNEL_MUNICIPAL;
}

/* Potential enquiries a year in the running month, of one layer. */
double enquiries_a_year(const struct model *m, int channel, int area);

/* What the rules and word of mouth make of them: below 1 some stay away, above 1 more come. */
double enquiry_multiplier(const struct model *m, int channel, int area);

/* Creates the areas' courses and plans their starts. */
void courses_open(struct model *m);

/* Monthly: the share of homes without a breakdown in the last twelve months. */
void satisfaction_of_month(struct model *m);

/* Years that a family of a channel is on the way on average, for each that enquires. */
double training_years(const struct model *m, int channel);

/* Puts a family in training where `step` (0–1, of all that are on the way) says; of that part `left`
 * (0–1) is still to come. */
void training_goes_on(struct model *m, uint32_t id, double step, double left);

void on_family_enquires(struct model *m, uint32_t id);
void on_course_starts(struct model *m, uint32_t id);
void on_training_step(struct model *m, uint32_t id);

#endif
