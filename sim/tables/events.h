/* Event types and classes of entities, from events.def. */
#ifndef PLASSFLYT_TABLES_EVENTS_H
#define PLASSFLYT_TABLES_EVENTS_H

enum entity_class {
#define EVENT_CLASS_BEGIN(CLASS, name) CLASS_##CLASS,
#define EVENT(CLASS, ID, handler, priority, description)
#define EVENT_CLASS_END(CLASS)
#include "events.def"
#undef EVENT_CLASS_BEGIN
#undef EVENT
#undef EVENT_CLASS_END
    N_CLASSES
};

enum event_type {
#define EVENT_CLASS_BEGIN(CLASS, name)
#define EVENT(CLASS, ID, handler, priority, description) EVENT_##ID,
#define EVENT_CLASS_END(CLASS)
#include "events.def"
#undef EVENT_CLASS_BEGIN
#undef EVENT
#undef EVENT_CLASS_END
    N_EVENTS
};

struct event_description {
    const char *name;
    enum entity_class subject;
    unsigned priority;
    const char *description; /* English */
};

extern const struct event_description event_table[N_EVENTS];
extern const char *const entity_class_name[N_CLASSES];

#endif
