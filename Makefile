# Two commands: `make run` opens the pages, `make test` checks everything. Both set up what is missing first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
HOME_DIR ?= .home
PORT ?= 8501
DOCS ?= corpus/samples
LOCKS := $(addprefix requirements/,run.txt milvus.txt dev.txt build.txt)

.PHONY: run test check setup lock programs bench scale pictures fuzz sbom licences figures coverage mutation flips kills disk-faults soak clean

run: setup
	@$(BIN)/dieukhoan ingest --home $(HOME_DIR) $(DOCS) || echo "Some files were refused; the others are ready."
	@exec $(BIN)/dieukhoan serve --home $(HOME_DIR) --port $(PORT)

test: setup programs check
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

# Lint, types, format: what needs no other program; known vulnerabilities where they can be asked for.
check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(BIN)/python -m tests.supply.audit

# The figures that the README and CHANGELOG give; needs the labelled query sets.
bench: setup
	$(BIN)/dieukhoan evaluate $(or $(DIEUKHOAN_SHARED),../shared)/bench/articles $(or $(DIEUKHOAN_SHARED),../shared)/bench/policy --json

# Every figure that was asked for or told, and whether it holds: measured anew, read from committed results, or shown by tests (docs/evaluation.md).
figures: setup programs
	$(BIN)/python -m tests.benchmarks.figures --out tests/benchmarks/figures.json

# Speed and size beside what one would otherwise take: a table, every time, plots (tests/benchmarks/README.md); an hour on two idle cores.
scale: setup
	$(PIP) txtai matplotlib
	$(BIN)/python -m tests.benchmarks.scale $(or $(DIEUKHOAN_SHARED),../shared) --out tests/benchmarks/scale.json

# The pictures of README and guide, taken by the tests of the pages.
pictures: setup programs
	DIEUKHOAN_PICTURES=1 $(BIN)/pytest tests/test_pictures.py

# Damaged files of all kinds through the workers, then every target by coverage, each for SECONDS (tests/fuzz/README.md).
SECONDS ?= 60
fuzz: setup
	$(PIP) atheris==3.0.0
	$(BIN)/python -m tests.fuzz.fuzz_readers --seconds $(SECONDS)
	$(BIN)/python -m tests.fuzz.guided --seconds $(SECONDS) --out tests/fuzz/results.json

# Lines and branches that the whole suite reaches, those of the workers and servers it starts too; then those of the grammar and of citations.
TESTS ?= tests
coverage: setup programs
	$(PIP) coverage==7.17.5
	rm -rf build/coverage && mkdir -p build/coverage
# What fails here alone is a test of time: measuring slows everything down.
	-$(BIN)/coverage run -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --sort cover --fail-under 90
	$(BIN)/coverage report --fail-under 95 --include 'ingest/clauses/*,corpus/citing/citation.py,corpus/citing/identifiers.py,corpus/citing/labels.py,corpus/language/num*.py'

# Changes the clause grammar and the citations in every way that it knows, and lists what no test notices (tests/mutation/README.md).
mutation: setup
	$(PIP) mutmut==3.8.1
	rm -rf mutants
	-$(BIN)/mutmut run --max-children 2
	$(BIN)/python -m tests.mutation.survivors --out tests/mutation/results.json

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml $(LOCKS) requirements/torch.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; install it and run: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing; install it with: apt-get install python3-venv"; exit 1; }
	$(PIP) --require-hashes --no-deps $(addprefix --requirement ,$(LOCKS))
	$(PIP) --requirement requirements/torch.txt
	$(PIP) --no-deps --no-build-isolation --editable .
# Compiled once, so that a command starts at once also where Python may not write beside the sources.
	$(BIN)/python -m compileall -q corpus ingest search app
	@touch $@

# The locks anew after a change of pyproject.toml; .ci/lock says how newer versions are taken.
lock: setup
	$(PIP) uv==0.13.9
	PATH="$(abspath $(BIN)):$$PATH" .ci/lock

# What is installed: for other programs (CycloneDX), and with licences for people.
sbom: setup
	@mkdir -p build
	cat requirements/run.txt requirements/torch.txt | $(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-file build/sbom.json -

licences: setup
	$(BIN)/python -m tests.supply.licences

# One flipped bit at a time in the files of a home: each is found, or nothing changed by it (tests/faults/README.md).
flips: setup
	$(BIN)/python -m tests.faults.flips --number 500 --out tests/faults/flips.json
	$(BIN)/python -m tests.faults.flips --number 60 --seed 10 --repair --out tests/faults/flips-repaired.json

# Programs killed at random moments, and disks that fail at every call (tests/faults/README.md).
KILLS ?= 300
kills: setup
	$(BIN)/python -m tests.faults.kills --kills $(KILLS) --out tests/faults/kills.json

CALLS ?= 300
disk-faults: setup
	$(BIN)/python -m tests.faults.disk --most $(CALLS) --out tests/faults/disk.json

# Visitors and a writer for HOURS (tests/faults/README.md).
HOURS ?= 2
soak: setup programs
	$(BIN)/python -m tests.faults.soak --hours $(HOURS) --out tests/faults/soak.json $(addprefix --docs ,$(wildcard $(or $(DIEUKHOAN_SHARED),../shared)/corpus))

programs:
	@.ci/programs

clean:
	rm -rf $(VENV) $(HOME_DIR) mutants .pytest_cache .mypy_cache .ruff_cache build dist
