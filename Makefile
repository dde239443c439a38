# Everything a person or CI does with this repository. `make` alone explains itself.
#
# Set-up is part of every target: .venv, the locked packages and the browser build are made when
# missing or stale, and found fresh in well under a second otherwise.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
# Overridable: make PYTHON=/usr/bin/python3.12 test
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 && echo $$p && break; done)

# CI sets this: journeys that were skipped for want of a browser then count as failures.
ifeq ($(BOTHWAYS_REQUIRE_BROWSER),1)
PYTEST_FLAGS += --require-browser
endif
# Every BOTHWAYS_ variable is a setting of the product; this one is ours alone.
unexport BOTHWAYS_REQUIRE_BROWSER
# Some machines forbid Python to keep what it compiled; every start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

say = @printf '\033[1m==> %s\033[0m\n' $(1)

.PHONY: help
help: ## Show this help
	@printf 'Bothways - an integration hub that works both ways\n\n'
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ------------------------------------------------------------------------------------------- set-up

.PHONY: setup run demo
setup: $(VENV)/.dev assets ## Make .venv, install the locked packages, build the browser code

run: $(VENV)/.runtime assets ## Start the server with the BOTHWAYS_ variables you have set
	$(BIN)/bothways serve

# On other ports: make demo DEMO="--port 9700 --acme-port 9701 --sandbox-port 9702"
demo: $(VENV)/.runtime assets ## Start a complete demo: server, sandbox provider, a product that embeds it
	@$(BIN)/bothways demo $(DEMO)

$(VENV)/.made:
	$(call say,'Making the virtual environment')
	@test -n "$(PYTHON)" || { echo 'No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo 'On Debian and Ubuntu, "apt-get install python3-venv" adds the missing part.'; exit 1; }
	@touch $@

# What is installed in place: the product, its client, the demo product.
PROJECTS := pyproject.toml $(wildcard clients/*/pyproject.toml examples/*/pyproject.toml)

# The packages to run Bothways; the ones to work on it hold these too.
$(VENV)/.runtime: requirements.lock $(PROJECTS) | $(VENV)/.made assets
	$(call say,'Installing the locked packages')
	@./tools/install requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(PROJECTS) | $(VENV)/.made assets
	$(call say,'Installing the locked packages for development')
	@./tools/install requirements-dev.lock
	@touch $@ $(VENV)/.runtime

.PHONY: assets
assets: | $(VENV)/.made
	@$(BIN)/python tools/assets.py

# ------------------------------------------------------------------------------------------- quality

.PHONY: fmt lint floors house types test e2e docs contract docs-fresh bench check
fmt: $(VENV)/.dev ## Format the code and fix what can be fixed by itself
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

lint: $(VENV)/.dev ## Check style and the most likely mistakes
	$(call say,'lint')
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

floors: $(VENV)/.dev
	$(call say,'floors')
	@$(BIN)/lint-imports

house: floors ## Check the architecture: floors, drawers, door plates, route callers
	@$(BIN)/pytest tests/house $(PYTEST_FLAGS)

types: $(VENV)/.dev ## Check the types, Python and TypeScript
	$(call say,'types')
	@$(BIN)/mypy
	@$(BIN)/python tools/assets.py --packages
	@npm --prefix web run --silent types

test: $(VENV)/.dev assets ## Run every test, on SQLite and PostgreSQL, browser journeys included
	$(call say,'test')
	@$(BIN)/pytest $(PYTEST_FLAGS)

e2e: $(VENV)/.dev assets ## Run the browser journeys alone
	@$(BIN)/pytest -m browser $(PYTEST_FLAGS)

docs: $(VENV)/.dev ## Write docs/reference anew from the code
	@$(BIN)/python -m tools.reference

contract: $(VENV)/.dev ## Write the TypeScript types of the API anew, for the browser code
	@$(BIN)/python -m tools.contract

docs-fresh: $(VENV)/.dev
	$(call say,'docs')
	@$(BIN)/python -m tools.reference --check
	@$(BIN)/python -m tools.contract --check

bench: $(VENV)/.dev assets ## Measure speed, as ratios against a bare handler
	@$(BIN)/python -m benchmarks

# tests/house and the browser journeys are part of `test`, so nothing runs twice.
check: ## Run all of it, as CI does: lint, house, types, tests with browser journeys, docs fresh
	@$(MAKE) lint
	@$(MAKE) floors
	@$(MAKE) types
	@$(MAKE) test
	@$(MAKE) docs-fresh
