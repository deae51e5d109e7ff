# Everything a newcomer needs is `make demo` and `make test`: each sets itself up, once.
# Needed on the machine: Python 3.11 or newer, and make.

VENV := .venv
BIN := $(VENV)/bin
# Stages of one environment: what running Telusur needs, then what working on it needs.
# A stage is installed again only when its lock or the project's metadata changes.
CAN_RUN := $(VENV)/.can-run
CAN_WORK := $(VENV)/.can-work
# Apart: what fuzzing alone needs.
CAN_FUZZ := $(VENV)/.can-fuzz
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Another interpreter: make PYTHON=/path/to/python3.12 …
PYTHON ?=
# More for pytest: make test ARGS="-k dating"
ARGS ?=
# Share of national size for make bench: SCALE=0.01|0.1|1
export SCALE ?= 0.01

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo case test check bench docs prove fuzz lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(CAN_WORK) ## make .venv with everything, from the hashed lock

demo: $(CAN_RUN) ## an invented national register and its leak, verified; output in ./demo
	@$(BIN)/telusur demo --again

case: $(CAN_WORK) ## the case of 2021 retold on a drill: docs/case.md and its reports
	@$(BIN)/python docs/case/retell.py

# Two files at a time, each whole in one process: fixtures of a file are made once.
test: $(CAN_WORK) ## the tests; what this machine lacks is reported as not run
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(CAN_WORK) ## lint, format, types, layers, documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory docs

bench: $(CAN_WORK) ## every benchmark, one after the other
	@set -e; for benchmark in benchmarks/*.py; do \
	  echo "== $$benchmark"; $(BIN)/python "$$benchmark"; done

docs: $(CAN_WORK) ## the documentation site in ./site, strictly
	@$(BIN)/python docs/generate.py --check
	@$(BIN)/python docs/case/retell.py --check
	@$(BIN)/zensical build --strict --clean
	@! grep -rnoE --include=*.html \
	  '<(img|script|link|iframe)[^>]+(src|href)="(https?:)?//[^"]+' site || \
	  { echo "the site would fetch from elsewhere" >&2; exit 1; }

prove: $(CAN_WORK) ## all tests, the slow proofs included
	@$(BIN)/python -m pytest -m "prove or not prove" $(ARGS)

# One harness and a budget: make fuzz ARGS="--only sql_tokens --runs 1000000"
fuzz: $(CAN_FUZZ) ## every reader on hostile bytes, a minute each; adds to fuzz/ledger.json
	@$(BIN)/python -m fuzz $(ARGS)

lock: $(CAN_WORK) ## write the locks anew from pyproject.toml, with the newest releases allowed
	@$(COMPILE) --group build --output-file requirements.lock pyproject.toml
	@$(COMPILE) --group build --group dev --extra postgres --extra spark \
	  --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(COMPILE) --group pyproject.toml:fuzz --output-file requirements-fuzz.lock

# One lock serves every platform and Python from 3.11 on. It names no registry: where packages
# come from is the machine's own business, the hashes say that they are the right ones.
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

clean: ## remove what make made, findings of your own runs excepted
	@rm -rf $(VENV) demo site build dist bench-out .cache .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache fuzz/grown
	@find src tests docs benchmarks fuzz -name __pycache__ -prune -exec rm -rf {} +

# --- set-up -------------------------------------------------------------------------------

# The editable install is built without isolation, by the build backend of the lock, so that
# nothing is fetched that the lock does not name.
INSTALL_SELF = $(PIP) install --no-deps --no-build-isolation --editable .

$(CAN_RUN): requirements.lock pyproject.toml | $(BIN)/python
	@echo "telusur: installing what it runs on (once)"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(INSTALL_SELF)
	@touch $@

$(CAN_WORK): requirements-dev.lock pyproject.toml $(CAN_RUN) | $(BIN)/python
	@echo "telusur: installing what working on it needs (once)"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

$(CAN_FUZZ): requirements-fuzz.lock $(CAN_WORK) | $(BIN)/python
	@echo "telusur: installing what fuzzing it needs (once)"
	@$(PIP) install --require-hashes --requirement requirements-fuzz.lock
	@touch $@

$(BIN)/python:
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "telusur: $$python cannot make virtual environments: ensurepip is missing." >&2; \
	    echo "  Hint: on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
	  echo "telusur: making $(VENV) with $$($$python --version)"; \
	  "$$python" -m venv $(VENV) && exit 0; rm -rf $(VENV); exit 1; done; \
	echo "telusur: no Python 3.11 or newer was found." >&2; \
	echo "  Hint: install it, or name it: make PYTHON=/path/to/python3.11 …" >&2; exit 1
