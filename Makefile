# Plassflyt. `make help` lists what can be made.

ifeq ($(origin CC),default)
CC = gcc
endif
BUILD ?= build
PREFIX ?= /usr/local
OPTIMISE ?= -O2
EXTRA ?=
V ?= 0

VERSION = 0.1.0
PACKAGES = libfyaml gsl libxxhash hdf5 sleef zlib libzstd libdeflate
# Without workbooks, for compute nodes: make REPORT=0
REPORT ?= 1
ifneq ($(REPORT),0)
PACKAGES += xlsxwriter minizip
endif
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
# The same bits on every machine: no contraction to fused multiply-add, no fast-math, no -march.
CFLAGS += -std=c17 $(OPTIMISE) -g -fopenmp -ffp-contract=off $(WARNINGS) $(EXTRA)
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -Isim -I. $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null | sed 's/-I/-isystem /g')
LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lhdf5_hl -lm

WORKBOOK = $(filter-out analysis/workbook_absent.c,$(wildcard analysis/workbook*.c))
SOURCES := $(filter-out sim/command/main.c,$(wildcard sim/*/*.c)) \
    $(filter-out $(if $(filter 0,$(REPORT)),$(WORKBOOK),analysis/workbook_absent.c),$(wildcard analysis/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
LIBRARY := $(BUILD)/libplassflyt.a
PROGRAM := $(BUILD)/plassflyt
# What takes longest is begun first.
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/coverage/*.c tests/behaviour/*.c tests/analytic/*.c tests/identity/*.c tests/unit/*.c))

# `make V=1` shows the commands; else one word and the file.
ifeq ($(V),0)
say = @printf '  %-5s %s\n' $(1) $(2);
else
say =
endif

.PHONY: all help clean
all: $(PROGRAM)

$(PROGRAM): $(BUILD)/obj/sim/command/main.o $(LIBRARY)
	$(call say,LINK,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(call say,AR,$@) ar rcs $@ $^

# The version stands in --version and in every results file, the flags in the latter.
$(BUILD)/obj/sim/command/%.o: CPPFLAGS += -DPLASSFLYT_VERSION='"$(VERSION)"'
$(BUILD)/obj/sim/output/%.o: CPPFLAGS += -DPLASSFLYT_VERSION='"$(VERSION)"' -DPLASSFLYT_FLAGS='"$(CFLAGS)"'

# Files that are part of the program: the compiler does not tell of them.
$(BUILD)/obj/sim/command/report_assets.o: $(wildcard sim/command/report/* sim/command/report/*/*)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,TEST,$<) $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(LDLIBS) -lcmocka

$(TESTS): CPPFLAGS += -Itests -DPLASSFLYT_VERSION='"$(VERSION)"'

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(TESTS:=.d) $(BUILD)/obj/sim/command/main.d

# ---- what a machine needs: Debian 12 and its relatives ----

NEEDED_TO_BUILD = pkg-config libfyaml-dev libgsl-dev libhdf5-dev libxxhash-dev libsleef-dev librandom123-dev zlib1g-dev \
    libzstd-dev libdeflate-dev $(if $(filter 0,$(REPORT)),,libxlsxwriter-dev libminizip-dev)
NEEDED_TO_REPORT = gnuplot-nox fonts-dejavu-core pandoc weasyprint
NEEDED_TO_TEST = libcmocka-dev clang libomp-dev python3 python3-h5py python3-netcdf4 python3-h5netcdf python3-xarray \
    netcdf-bin r-cran-hdf5r poppler-utils libxml2-utils slurm-wlm munge
NEEDED_TO_LINT = libcmocka-dev clang-format clang-tidy cppcheck valgrind clang libomp-dev
NEEDED_TO_BENCH = python3 python3-simpy3

# Installs those of $(1) that are missing; without root it says what to ask for.
define install_missing
@missing=; for p in $(1); do \
    dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
if [ -z "$$missing" ]; then exit 0; fi; \
echo "installing:$$missing"; \
run=; [ "$$(id -u)" = 0 ] || run=$$(command -v sudo) || { \
    echo "these packages are missing and only root can install them:"; \
    echo "    apt-get install$$missing"; exit 1; }; \
$$run apt-get update -q >/dev/null && \
DEBIAN_FRONTEND=noninteractive $$run apt-get install -q -y --no-install-recommends $$missing >/dev/null
endef

.PHONY: setup setup-report setup-test setup-lint setup-bench
setup:
	$(call install_missing,$(NEEDED_TO_BUILD))
	@echo "everything that building needs is there"

setup-report:
	$(call install_missing,$(NEEDED_TO_REPORT))

setup-test:
	$(call install_missing,$(NEEDED_TO_TEST))

setup-lint:
	$(call install_missing,$(NEEDED_TO_LINT))

setup-bench:
	$(call install_missing,$(NEEDED_TO_BENCH))

# ---- the main study: bistandsplikt against the null alternative, in both worlds ----

REPLICATIONS ?= 200
TEXTS ?= nb
# A run that was stopped goes on; FRESH=1 computes anew, and replaces what another version has written.
FRESH ?=
AGAIN = $(if $(FRESH),--fresh)
STUDY = scenarios/nullalternativ.yaml scenarios/bistandsplikt.yaml

.PHONY: run
run: setup setup-report
	@$(MAKE) --no-print-directory $(PROGRAM)
	$(PROGRAM) run $(STUDY) --replications $(REPLICATIONS) --seed 1 $(AGAIN) --output results/bistandsplikt.h5
	$(PROGRAM) run $(STUDY) --world scenarios/worlds/kapasitet.yaml --replications $(REPLICATIONS) --seed 1 $(AGAIN) --output results/bistandsplikt_kapasitet.h5
	$(PROGRAM) figure results/bistandsplikt.h5 --output results/figurer --lang $(TEXTS)
	$(PROGRAM) figure results/bistandsplikt_kapasitet.h5 --output results/figurer_kapasitet --lang $(TEXTS)
	$(PROGRAM) validate results/bistandsplikt.h5 --lang $(TEXTS)
	$(PROGRAM) validate results/bistandsplikt_kapasitet.h5 --lang $(TEXTS)
	$(PROGRAM) compare results/bistandsplikt_kapasitet.h5 --lang $(TEXTS) --csv results/bistandsplikt_kapasitet.csv
	$(PROGRAM) compare results/bistandsplikt.h5 --lang $(TEXTS) --csv results/bistandsplikt.csv

# ---- the shipped worlds, fitted to published figures; what was simulated stands in build/calibrate/ ----

FITS ?= 40
# How many times slopes are taken: kapasitet misses one figure after the first.
ITERATIONS_friksjon = 1
ITERATIONS_kapasitet = 2
CALIBRATED = friksjon kapasitet

.PHONY: calibrate
calibrate: setup
	@$(MAKE) --no-print-directory $(PROGRAM)
	$(foreach world,$(CALIBRATED),\
	    $(PROGRAM) calibrate scenarios/worlds/start_$(world).yaml --output scenarios/worlds/$(world).yaml \
	        --fits $(FITS) --iterations $(ITERATIONS_$(world)) --journal $(BUILD)/calibrate/$(world).journal &&) true

# ---- tests: tests/README.md ----

# The program once more by another compiler: both must give the same bits.
OTHER_CC := $(if $(findstring clang,$(CC)),gcc,clang)
OTHER = $(BUILD)/$(OTHER_CC)/plassflyt
# And, of what is quick, with the address and undefined behaviour sanitizers. Not at -O2, where gcc 12
# takes its own checks for a null format.
ASAN = $(BUILD)/asan
ASAN_MAKE = $(MAKE) --no-print-directory BUILD=$(ASAN) OPTIMISE=-O1 \
    EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
QUICK_TESTS := $(filter %/test_conservation %/test_limits %/test_waiting $(BUILD)/tests/unit/%,$(TESTS))
ASAN_TESTS := $(QUICK_TESTS:$(BUILD)/%=$(ASAN)/%)

TEST_SCRIPTS = "tests/identity/digests $(PROGRAM) $(OTHER)" "tests/slurm/run $(PROGRAM)" \
    "tests/readers/run $(BUILD)/tests/unit/test_results" "tests/program/run $(PROGRAM)" "tests/fault/run $(PROGRAM)" \
    "tests/identity/results_files $(PROGRAM)" "tests/identity/children $(PROGRAM)" "tests/layout/check.py" \
    "sim/model/document $(PROGRAM) --check"

.PHONY: test run-tests $(OTHER) asan-quick
test: setup setup-report setup-test
	@$(MAKE) --no-print-directory run-tests

run-tests: $(PROGRAM) $(OTHER) $(TESTS) asan-quick
	@tests/run $(TEST_SCRIPTS) $(TESTS) $(ASAN_TESTS)

$(OTHER):
	@$(MAKE) --no-print-directory CC=$(OTHER_CC) BUILD=$(@D) $@

asan-quick:
	+@$(ASAN_MAKE) $(ASAN_TESTS)

# ---- sanitizers, lint, fuzz: each installs what it needs ----

.PHONY: asan c-tests tsan valgrind lint fuzz
asan: setup setup-test
	+@$(ASAN_MAKE) c-tests

c-tests: $(TESTS)
	@tests/run $(TESTS)

TSAN = $(BUILD)/tsan
tsan: setup setup-lint
	@$(MAKE) --no-print-directory CC=clang BUILD=$(TSAN) OPTIMISE=-O1 EXTRA=-fsanitize=thread \
	    $(TSAN)/plassflyt $(TSAN)/planted_race
	@tests/run "tests/threads/run $(TSAN)"

$(BUILD)/planted_race: tests/threads/planted_race.c
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

valgrind: setup setup-lint
	@$(MAKE) --no-print-directory $(PROGRAM)
	@tests/run "tests/memory/run $(PROGRAM)"

C_FILES = $(wildcard sim/*/*.c analysis/*.c tests/*/*.c)
CODE_FILES = $(C_FILES) $(wildcard sim/*/*.h analysis/*.h tests/*.h tests/*/*.h)
# Versions differ in what they find: these are Debian 12's.
# One file a call: clang-tidy 14 breaks down on some files when it has read others before.
lint: setup setup-lint
	clang-format --dry-run -Werror $(CODE_FILES)
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	    --suppressions-list=tests/lint/cppcheck.txt -j 2 -D_POSIX_C_SOURCE=200809L -Isim -I. sim analysis
	printf '%s\n' $(C_FILES) | xargs -P 2 -n 1 tests/lint/tidy $(CPPFLAGS)

FUZZ_SECONDS ?= 60
FUZZED = tests/fuzz/fuzz_scenario.c $(wildcard sim/input/*.c sim/tables/*.c) sim/engine/date.c
fuzz: setup setup-lint
	@mkdir -p $(BUILD)/fuzz/corpus
	clang -std=c17 -g -O1 $(CPPFLAGS) -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all $(FUZZED) \
	    $(LDLIBS) -o $(BUILD)/fuzz/scenario
	$(BUILD)/fuzz/scenario -dict=tests/fuzz/scenario.dict -max_len=65536 -timeout=2 -max_total_time=$(FUZZ_SECONDS) \
	    -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/corpus tests/fuzz/corpus/scenario

# ---- speed: tests/bench/README.md; Debian's SimPy belongs to Debian's Python ----

BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/bench/*.c))
BENCH_OPTIONS ?=

.PHONY: bench
bench: setup setup-bench
	@$(MAKE) --no-print-directory $(PROGRAM) $(BUILD)/bench
	$(BUILD)/bench $(PROGRAM) --python /usr/bin/python3 $(BENCH_OPTIONS)

$(BUILD)/bench: $(BENCH_OBJECTS) $(LIBRARY)
	$(call say,LINK,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

-include $(BENCH_OBJECTS:.o=.d)

# ---- documentation: what the program knows from its own tables ----

.PHONY: docs
docs: $(PROGRAM)
	sim/model/document $(PROGRAM) > $(BUILD)/tables.md
	mv $(BUILD)/tables.md sim/model/tables.md

# ---- installing ----

.PHONY: install
install: $(PROGRAM)
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/plassflyt
	install -d $(foreach l,. nb nn,$(DESTDIR)$(PREFIX)/share/man/$(l)/man1) $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(PROGRAM) manual man --lang en > $(DESTDIR)$(PREFIX)/share/man/man1/plassflyt.1
	$(PROGRAM) manual man --lang nb > $(DESTDIR)$(PREFIX)/share/man/nb/man1/plassflyt.1
	$(PROGRAM) manual man --lang nn > $(DESTDIR)$(PREFIX)/share/man/nn/man1/plassflyt.1
	$(PROGRAM) manual bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/plassflyt
	for f in $$(find scenarios -type f); do install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/plassflyt/$$f; done

help:
	@echo "make setup          install what building needs and is missing"
	@echo "make                build $(PROGRAM)"
	@echo "make run            the main study: results, figures and tables in results/"
	@echo "                    (REPLICATIONS=$(REPLICATIONS), TEXTS=$(TEXTS): nb, nn or en; FRESH=1: all anew)"
	@echo "make calibrate      fit the shipped worlds anew (FITS=$(FITS) tried for each set, ITERATIONS=$(ITERATIONS))"
	@echo "make test           all tests"
	@echo "make docs           the generated part of the model's description"
	@echo "make bench          speed, against a floor program"
	@echo "make lint           clang-format, clang-tidy and cppcheck"
	@echo "make asan tsan valgrind   tests under sanitizers and valgrind"
	@echo "make fuzz           the reader of scenario files, fed with anything (FUZZ_SECONDS=60)"
	@echo "make install        into PREFIX ($(PREFIX))"
	@echo "make clean          throw build/ away"
