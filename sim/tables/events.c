#include "tables/events.h"

const struct event_description event_table[N_EVENTS] = {
#define EVENT_CLASS_BEGIN(CLASS, name)
#define EVENT(CLASS, ID, handler, priority, description)                                           \
    [EVENT_##ID] = {#handler, CLASS_##CLASS, priority, description},
#define EVENT_CLASS_END(CLASS)
#include "tables/events.def"
#undef EVENT_CLASS_BEGIN
#undef EVENT
#undef EVENT_CLASS_END
};

const char *const entity_class_name[N_CLASSES] = {
#define EVENT_CLASS_BEGIN(CLASS, name) [CLASS_##CLASS] = name,
#define EVENT(CLASS, ID, handler, priority, description)
#define EVENT_CLASS_END(CLASS)
#include "tables/events.def"
#undef EVENT_CLASS_BEGIN
#undef EVENT
#undef EVENT_CLASS_END
};
