# Plassflyt: build, run and test. `make help` lists the targets.

CC ?= cc
ifeq ($(origin CC),default)
CC = gcc
endif
BUILD ?= build
PREFIX ?= /usr/local
OPTIMISE ?= -O2
EXTRA ?=

VERSION := $(shell sed -n 's/.*PLASSFLYT_VERSION "\(.*\)"/\1/p' sim/command/version.h)
PACKAGES = libfyaml gsl libxxhash hdf5 sleef zlib
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
# The same bits on every machine: no contraction to fused multiply-add, no fast-math, no -march.
CFLAGS += -std=c17 $(OPTIMISE) -g -fopenmp -ffp-contract=off $(WARNINGS) $(EXTRA)
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -Isim -I. $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null | sed 's/-I/-isystem /g')
LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lhdf5_hl -lm

SOURCES := $(filter-out sim/command/main.c,$(wildcard sim/*/*.c)) $(wildcard analysis/*.c)
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
LIBRARY := $(BUILD)/libplassflyt.a
PROGRAM := $(BUILD)/plassflyt
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c tests/analytic/*.c tests/identity/*.c tests/behaviour/*.c))

.PHONY: all clean help setup setup-test setup-report run test

all: $(PROGRAM)

$(PROGRAM): $(BUILD)/obj/sim/command/main.o $(LIBRARY)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	ar rcs $@ $^

# The version and the flags stand in every results file.
$(BUILD)/obj/sim/output/%.o: CPPFLAGS += -DPLASSFLYT_VERSION='"$(VERSION)"' -DPLASSFLYT_FLAGS='"$(CFLAGS)"'

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(LDLIBS) -lcmocka

$(TESTS): CPPFLAGS += -Itests

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(TESTS:=.d)
