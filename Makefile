# make build    makes .venv, installs, builds the shipped course into dist/
# make test     makes .venv with the test extra, runs everything
# Windows without make: see README.md, the lines are the same.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.stamp

.PHONY: build test check lint bench clean
.DELETE_ON_ERROR:

build: $(STAMP)-run
	$(BIN)/machina build

check: $(STAMP)-run
	$(BIN)/machina check

test: $(STAMP)-test lint
	$(BIN)/python -m pytest -n 2

lint: $(STAMP)-test
	$(BIN)/ruff check machina_scorm tests templates
	$(BIN)/mypy

bench: $(STAMP)-test
	$(BIN)/python tests/bench

$(STAMP)-run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "machina-scorm needs Python 3.11 or newer. Install it, then: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(STAMP)-test: $(STAMP)-run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

clean:
	rm -rf dist $(VENV)
