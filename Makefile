# Everything here sets up what it needs, on a fresh machine too. Needs: GNU make, Python 3.11 or newer, git.
# A real part (PostgreSQL, Chromium, npm tools, Tryton, a language model) that cannot be had makes its tests skip, loudly;
# with KAMBRIEF_REQUIRE_ALL=1 it makes them fail.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
ARGS ?=
UV := uv==0.13.9
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
FAST := not (server or browser or model or node or slow)

.PHONY: help setup demo test check run bench parts lock clean

# Shows this list.
help:
	@awk '/^# /{said=substr($$0,3); next} /^[a-z]+:/{sub(/:.*/,""); if (said) printf "  %-8s %s\n", $$0, said} {said=""}' Makefile

# Makes .venv with everything pinned in constraints.txt, and Kambrief itself, editable.
setup: $(VENV)/.dev

# Plays the sample meetings through the whole product and writes the mails to demo-out/.
demo: $(VENV)/.runtime
	$(BIN)/kambrief demo --out demo-out $(ARGS)

# Gets every real part, then runs all tests; the language model's come last, alone on the machine.
test: $(VENV)/.dev parts
	$(BIN)/pytest -n auto -m "not model" $(ARGS)
	$(BIN)/pytest -m model $(ARGS)

# Style, types, layers and the fast tests: what to run before each commit.
check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n auto -m "$(FAST)" --hypothesis-profile=fast $(ARGS)

# Runs the service with config.toml.
run: $(VENV)/.runtime
	$(BIN)/kambrief run $(ARGS)

# Runs the benchmarks one after another.
bench: $(VENV)/.dev
	@shopt -s nullglob; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" $(ARGS); done

# Gets the real parts that the tests use: Debian packages (as root), npm tools, Tryton, a small language model.
parts: $(VENV)/.dev
	$(BIN)/python -m tests.parts

# Recomputes the pinned sets; commit the result. UPGRADE=1 takes the newest versions that pyproject.toml allows.
lock: $(VENV)/bin/python
	$(PIP) install -qq $(UV)
	rm -f $(if $(UPGRADE),constraints.txt constraints-runtime.txt tests/parts/llm-requirements.txt tests/parts/tryton-requirements.txt)
	$(BIN)/$(COMPILE) --extra dev --extra postgres pyproject.toml -o constraints.txt
	printf '%s\n' hatchling editables | \
		$(BIN)/$(COMPILE) --no-annotate -c constraints.txt pyproject.toml - -o constraints-runtime.txt
	$(BIN)/$(COMPILE) tests/parts/llm-requirements.in -o tests/parts/llm-requirements.txt
	$(BIN)/$(COMPILE) tests/parts/tryton-requirements.in -o tests/parts/tryton-requirements.txt
	$(PIP) uninstall -qq --yes uv

# Removes what the tools made; the cache of real parts stays.
clean:
	rm -rf $(VENV) build dist demo-out .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The editable install takes its build backend from the pinned set too, hence no build isolation.
$(VENV)/.runtime: constraints-runtime.txt pyproject.toml | $(BIN)/python
	$(PIP) install -qq --require-hashes -r constraints-runtime.txt
	$(PIP) install -qq --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: constraints.txt $(VENV)/.runtime
	$(PIP) install -qq --require-hashes -r constraints.txt
	touch $@
