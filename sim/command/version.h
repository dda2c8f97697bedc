/* The version of Plassflyt. */
#ifndef PLASSFLYT_COMMAND_VERSION_H
#define PLASSFLYT_COMMAND_VERSION_H

#define PLASSFLYT_VERSION "0.1.0"

#endif
