# Plassflyt. `make help` lists what can be made.

ifeq ($(origin CC),default)
CC = gcc
endif
BUILD ?= build
PREFIX ?= /usr/local
OPTIMISE ?= -O3
EXTRA ?=
# gcc looks at all sources at once when it links the program; tests are linked without, in a moment.
# Not with clang, whose objects would then be no use to them, nor under sanitizers.
LTO ?= $(if $(findstring clang,$(CC))$(EXTRA),,-flto=auto -ffat-lto-objects)
# Warnings have been given file by file.
LTO_LINK = $(if $(LTO),$(LTO) -w)
V ?= 0

VERSION = 0.1.0
PACKAGES = libfyaml gsl libxxhash hdf5 sleef zlib libzstd libdeflate libisal
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

# Of ranks_alone.c and ranks_mpi.c a program has one.
WORKBOOK = $(filter-out analysis/workbook_absent.c,$(wildcard analysis/workbook*.c))
SOURCES := $(filter-out sim/command/main.c sim/experiment/ranks_mpi.c,$(wildcard sim/*/*.c)) \
    $(filter-out $(if $(filter 0,$(REPORT)),$(WORKBOOK),analysis/workbook_absent.c),$(wildcard analysis/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
LIBRARY := $(BUILD)/libplassflyt.a
PROGRAM := $(BUILD)/plassflyt
# What takes longest is begun first.
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(filter-out $(if $(filter 0,$(REPORT)),%/test_workbook.c),\
    $(wildcard tests/coverage/*.c tests/behaviour/*.c tests/analytic/*.c tests/identity/*.c tests/unit/*.c)))

# `make V=1` shows the commands; else one word and the file.
ifeq ($(V),0)
say = @printf '  %-5s %s\n' $(1) $(2);
else
say =
endif

.PHONY: all help clean
all: $(PROGRAM)

# `make MPI=1`: the program for many machines too, the same but for one file.
MPI ?=
MPI_PROGRAM := $(BUILD)/plassflyt-mpi
MPI_PACKAGE = ompi-c
ifneq ($(MPI),)
all: $(MPI_PROGRAM)
endif

$(MPI_PROGRAM): $(BUILD)/obj/sim/command/main.o $(BUILD)/obj/sim/experiment/ranks_mpi.o $(LIBRARY)
	$(call say,LINK,$@) $(CC) $(CFLAGS) $(LTO_LINK) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(shell pkg-config --libs $(MPI_PACKAGE) 2>/dev/null)

$(BUILD)/obj/sim/experiment/ranks_mpi.o: CPPFLAGS += $(shell pkg-config --cflags $(MPI_PACKAGE) 2>/dev/null | sed 's/-I/-isystem /g')

$(PROGRAM): $(BUILD)/obj/sim/command/main.o $(LIBRARY)
	$(call say,LINK,$@) $(CC) $(CFLAGS) $(LTO_LINK) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(call say,AR,$@) ar rcs $@ $^

# The version stands in --version and in every results file, the flags in the latter.
$(BUILD)/obj/sim/command/%.o: CPPFLAGS += -DPLASSFLYT_VERSION='"$(VERSION)"'
$(BUILD)/obj/sim/output/%.o: CPPFLAGS += -DPLASSFLYT_VERSION='"$(VERSION)"' -DPLASSFLYT_FLAGS='"$(CFLAGS)"'

# Files that are part of the program, put in by the assembler, which the other optimiser cannot see.
$(BUILD)/obj/sim/command/report_assets.o: LTO =
$(BUILD)/obj/sim/command/report_assets.o: $(wildcard sim/command/report/* sim/command/report/*/*)

# Numbers hang on these sources: a run by a program with others is another run (sim/output/identity.h).
MODEL_SOURCES := $(sort $(wildcard sim/tables/* sim/input/*.[ch] sim/engine/*.[ch] sim/model/*.[ch] sim/observe/*.[ch]))
MODEL_HASH := $(shell cat $(MODEL_SOURCES) | cksum | cut -d' ' -f1)
$(BUILD)/model-$(MODEL_HASH):
	@mkdir -p $(@D)
	@rm -f $(BUILD)/model-*
	@touch $@
$(BUILD)/obj/sim/output/identity.o: CPPFLAGS += -DPLASSFLYT_MODEL='"$(MODEL_HASH)"'
$(BUILD)/obj/sim/output/identity.o: $(BUILD)/model-$(MODEL_HASH)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) $(CPPFLAGS) $(CFLAGS) $(LTO) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,TEST,$<) $(CC) $(CPPFLAGS) $(CFLAGS) -fno-lto $(LDFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(LDLIBS) -lcmocka

$(TESTS): CPPFLAGS += -Itests -DPLASSFLYT_VERSION='"$(VERSION)"'
# what runs long is the library, and gcc warns of more than there is at -O3
$(TESTS): OPTIMISE = -O2

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(BUILD)/obj/sim/experiment/ranks_mpi.d $(TESTS:=.d) $(BUILD)/obj/sim/command/main.d

# ---- what a machine needs: Debian 12 and its relatives ----

NEEDED_TO_BUILD = pkg-config libfyaml-dev libgsl-dev libhdf5-dev libxxhash-dev libsleef-dev librandom123-dev zlib1g-dev \
    libzstd-dev libdeflate-dev libisal-dev $(if $(filter 0,$(REPORT)),,libxlsxwriter-dev libminizip-dev)
NEEDED_FOR_MPI = libopenmpi-dev openmpi-bin
NEEDED_TO_REPORT = gnuplot-nox fonts-dejavu-core pandoc weasyprint
NEEDED_TO_TEST = libcmocka-dev clang libomp-dev python3 python3-h5py python3-netcdf4 python3-h5netcdf python3-xarray python3-scipy \
    netcdf-bin r-cran-hdf5r poppler-utils libxml2-utils slurm-wlm munge python3-pil python3-numpy python3-matplotlib \
    chromium $(if $(shell command -v npm),,nodejs npm) \
    $(if $(shell command -v soffice),,libreoffice-writer-nogui libreoffice-calc-nogui)
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
	$(call install_missing,$(NEEDED_TO_BUILD) $(if $(MPI),$(NEEDED_FOR_MPI)))
	@echo "everything that building needs is there"

setup-report:
	$(call install_missing,$(NEEDED_TO_REPORT))

setup-test:
	$(call install_missing,$(NEEDED_TO_TEST) $(NEEDED_FOR_MPI))

setup-lint:
	$(call install_missing,$(NEEDED_TO_LINT))

setup-bench:
	$(call install_missing,$(NEEDED_TO_BENCH))

# ---- the main study: S0-S8 in the two worlds, and S9; figures, tables and the report ----

# Replications of each scenario; empty: as many as the study files say.
REPLICATIONS ?=
TEXTS ?= nb
# A run that was stopped goes on; FRESH=1 computes anew, and replaces what another version has written.
FRESH ?=
AGAIN = $(if $(FRESH),--fresh) $(if $(REPLICATIONS),--replications $(REPLICATIONS))
STUDIES = hovedstudie hovedstudie_kapasitet hovedstudie_hjem_virker_ikke_bedre
BOTH = results/hovedstudie.h5 results/hovedstudie_kapasitet.h5

.PHONY: run
run: setup setup-report
	@$(MAKE) --no-print-directory $(PROGRAM)
	$(foreach study,$(STUDIES),$(PROGRAM) run scenarios/studies/$(study).yaml $(AGAIN) --lang $(TEXTS) &&) true
	$(PROGRAM) figure results/hovedstudie.h5 --output results/figurer --lang $(TEXTS)
	$(PROGRAM) figure results/hovedstudie_kapasitet.h5 --output results/figurer_kapasitet --lang $(TEXTS)
	$(PROGRAM) validate $(BOTH) --lang $(TEXTS)
	$(PROGRAM) compare $(BOTH) --lang $(TEXTS) --csv results/hovedstudie.csv
	$(PROGRAM) report $(BOTH) --output results/rapport --lang $(TEXTS)

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

TEST_SCRIPTS = "tests/identity/digests $(PROGRAM) $(OTHER)" \
    "tests/slurm/run $(PROGRAM) $(MPI_PROGRAM)" \
    "tests/report/run $(PROGRAM)" \
    "tests/page/run $(PROGRAM)" \
    "tests/identity/matrix $(PROGRAM) $(MPI_PROGRAM)" \
    "tests/readers/run $(BUILD)/tests/unit/test_results" \
    "tests/program/run $(PROGRAM)" \
    "tests/fault/run $(PROGRAM)" \
    "tests/ranks/run $(PROGRAM) $(MPI_PROGRAM)" \
    "tests/identity/results_files $(PROGRAM)" \
    "tests/identity/children $(PROGRAM)" \
    "tests/analysis/run $(PROGRAM)" \
    "tests/examples/run $(PROGRAM)" \
    "tests/figures/check.py $(PROGRAM)" \
    "tests/layout/check.py" \
    "sim/model/document $(PROGRAM) --check"

.PHONY: test run-tests $(OTHER) asan-quick
test: setup setup-report setup-test
	@$(MAKE) --no-print-directory run-tests

run-tests: $(PROGRAM) $(MPI_PROGRAM) $(OTHER) $(TESTS) asan-quick
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

# Each harness for so long; what is found stays in $(FUZZ), to be made a test.
FUZZ_SECONDS ?= 60
FUZZ = $(BUILD)/fuzz
FUZZ_FLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZERS = scenario study journal results
fuzz: setup setup-lint $(PROGRAM)
	+@$(MAKE) --no-print-directory CC=clang BUILD=$(FUZZ) OPTIMISE=-O1 EXTRA="$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link" \
	    $(FUZZERS:%=$(FUZZ)/fuzz_%)
	@for f in $(FUZZERS); do tests/fuzz/run $(PROGRAM) $(FUZZ) $$f $(FUZZ_SECONDS) || exit 1; done

$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<) $(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

# ---- all that takes long: a night on two cores ----

.PHONY: verify
verify: setup setup-report setup-test setup-lint
	KILLS=50 COVERAGE_STUDIES=1000 $(MAKE) --no-print-directory run-tests
	RANDOM_WORLDS=281-600 $(MAKE) --no-print-directory asan
	$(MAKE) --no-print-directory tsan
	$(MAKE) --no-print-directory valgrind
	$(MAKE) --no-print-directory lint
	$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=1800

# ---- speed: tests/bench/README.md; Debian's SimPy belongs to Debian's Python ----

BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/bench/*.c))
BENCH_OPTIONS ?=
# The floor's tree must stay free of branches, which gcc -O3 makes of it: three times as slow.
$(BENCH_OBJECTS): OPTIMISE = -O2
$(BENCH_OBJECTS): LTO =

.PHONY: bench
bench: setup setup-bench
	@$(MAKE) --no-print-directory $(PROGRAM) $(BUILD)/bench
	$(BUILD)/bench $(PROGRAM) --python /usr/bin/python3 $(BENCH_OPTIONS)

$(BUILD)/bench: $(BENCH_OBJECTS) $(LIBRARY)
	$(call say,LINK,$@) $(CC) $(CFLAGS) $(LTO_LINK) $(LDFLAGS) -o $@ $^ $(LDLIBS)

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
	@echo "make                build $(PROGRAM) (REPORT=0: without workbooks, for compute nodes)"
	@echo "make run            the main study: results, figures and tables in results/"
	@echo "                    (REPLICATIONS=20: fewer than the studies say; TEXTS=$(TEXTS): nb, nn or en; FRESH=1: all anew)"
	@echo "make calibrate      fit the shipped worlds anew (FITS=$(FITS) tried for each set, ITERATIONS=$(ITERATIONS))"
	@echo "make test           all tests"
	@echo "make verify         all tests, the long way: a night on two cores"
	@echo "make docs           the generated part of the model's description"
	@echo "make bench          speed, against a floor program"
	@echo "make lint           clang-format, clang-tidy and cppcheck"
	@echo "make asan tsan valgrind   tests under sanitizers and valgrind"
	@echo "make fuzz           the readers of scenarios, studies, journals and results, fed with anything"
	@echo "                    (FUZZ_SECONDS=$(FUZZ_SECONDS) each)"
	@echo "make install        into PREFIX ($(PREFIX))"
	@echo "make clean          throw build/ away"
