#include "observe/story_sums.h"

/* What has been read so far. */
struct reading {
    struct story_sums *sums;
    tick from, to;
    tick place_since, asked; /* asked for an institution; TICK_NEVER: not now */
};

/* The part of a time that lies between the two ticks. */
static tick part(const struct reading *r, tick begin, tick end)
{
    tick first = begin > r->from ? begin : r->from, last = end < r->to ? end : r->to;
    return last > first ? last - first : 0;
}

static void goes_to(struct reading *r, tick when, enum PLACE_category place)
{
    if (r->sums->place != PLACE_RETURNED)
        r->sums->in_place[r->sums->place] += part(r, r->place_since, when);
    r->sums->place = place;
    r->place_since = when;
}

static bool is_placement(enum story what)
{
    return what == STORY_PLACED_FIRST || what == STORY_PLACED_MOVE || what == STORY_PLACED_ELSE;
}

static void read_where(struct reading *r, const struct story_line *line)
{
    if (line->what == STORY_ARRIVES)
        goes_to(r, line->when, PLACE_AT_HOME);
    else if (is_placement(line->what))
        goes_to(r, line->when, (enum PLACE_category)line->detail[0]);
    else if (line->what == STORY_REINFORCED)
        goes_to(r, line->when, PLACE_REINFORCED);
    else if (line->what >= STORY_LEFT_RETURNED)
        goes_to(r, line->when, PLACE_RETURNED);
}

static void read_waiting(struct reading *r, const struct story_line *line)
{
    if (line->what == STORY_WAITED) {
        r->sums->waited[line->detail[0]] += part(r, line->when - line->detail[1], line->when);
    } else if (line->what == STORY_INSTITUTION_ASKED) {
        r->asked = line->when;
    } else if (line->what == STORY_INSTITUTION_SETTLED) {
        r->sums->waited_institution += part(r, r->asked, line->when);
        r->asked = TICK_NEVER;
    }
}

static void count(struct story_sums *sums, const struct story_line *line)
{
    if (is_placement(line->what))
        sums->placements[line->detail[0]]++;
    if (line->what >= STORY_BREACH_LEGAL && line->what < STORY_BREACH_LEGAL + N_BREACH)
        sums->breaches[line->what - STORY_BREACH_LEGAL]++;
    sums->moves += line->what == STORY_PLACED_MOVE;
    sums->breakdowns +=
        line->what == STORY_BREAKS_AT_ONCE || line->what == STORY_BREAKS_WITH_NOTICE;
    sums->offers += line->what == STORY_OFFERED;
    sums->declined += line->what == STORY_SAYS_NO;
}

void story_add_up(const struct story_line *line, size_t n, tick from, tick to,
                  struct story_sums *sums)
{
    struct reading r = {.sums = sums, .from = from, .to = to, .asked = TICK_NEVER};
    *sums = (struct story_sums){.place = PLACE_RETURNED};
    for (size_t i = 0; i < n; i++) {
        read_where(&r, &line[i]);
        read_waiting(&r, &line[i]);
        if (line[i].when >= from && line[i].when < to)
            count(sums, &line[i]);
    }
    goes_to(&r, to, sums->place);
    sums->waited_institution += r.asked != TICK_NEVER ? part(&r, r.asked, to) : 0;
}
