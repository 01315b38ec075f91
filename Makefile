# Everything that is done with this site, by name. GNU make and Python 3.11 or later are all that `make run` needs.
# `make` alone lists the targets.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell bash deploy/services/python)
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
SCALE ?= 100000
ONLY ?=
export PORT DATA_DIR SCALE ONLY

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
WITH_SERVICES := bash deploy/services/with

.PHONY: help run test test-slow test-faults services services-stop check fix messages docs sbom bench clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 20

run: $(BIN)/.base ## The whole site in one process (PORT, DATA_DIR, DEMO=0 leaves the demo out)
	@exec $(MANAGE) serve

test: $(BIN)/.test ## Everything on PostgreSQL, Redis and Elasticsearch, then the core on SQLite
	@bash deploy/services/install services readers browser
	@$(WITH_SERVICES) bash deploy/services/suite

test-slow: $(BIN)/.test ## Tests marked slow
	@bash deploy/services/install services readers browser
	@$(WITH_SERVICES) bash deploy/services/marked slow

test-faults: $(BIN)/.test ## Tests marked faults: what is killed, full or gone
	@bash deploy/services/install services readers browser
	@$(WITH_SERVICES) bash deploy/services/marked faults

services: ## PostgreSQL, Redis and Elasticsearch on loopback; their addresses in var/services.env
	@bash deploy/services/install services readers
	@bash deploy/services/start

services-stop: ## Stops what `make services` started
	@bash deploy/services/stop

check: $(BIN)/.test ## Lint, types, import layers, migrations, generated docs, deployment settings
	@bash deploy/services/check

fix: $(BIN)/.test ## Formats, fixes what can be fixed, writes the generated docs
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(MANAGE) write_docs

messages: $(BIN)/.base ## Collects the texts for the English translation and compiles it (needs GNU gettext)
	@command -v msgfmt >/dev/null || { echo "GNU gettext is needed (on Debian: apt-get install gettext)." >&2; exit 1; }
	@$(MANAGE) makemessages -l en -e html,txt,py -i .venv -i var -i tests --no-wrap --no-obsolete --add-location file
	@$(MANAGE) compilemessages -l en -i .venv

sbom: $(BIN)/.test ## The bill of materials (CycloneDX) of what is installed, in var/sbom.json
	@bash deploy/services/sbom var/sbom.json

bench: $(BIN)/.test ## Ratios to a baseline of the same run, in var/bench.jsonl (ONLY=name, SCALE=100000)
	@bash deploy/services/install services readers
	@$(WITH_SERVICES) $(BIN)/python -m tests.benchmarks

clean: services-stop ## Removes .venv and the services' data, never the site's data
	rm -rf .venv var/services var/services.env

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later with the venv module is needed (on Debian: python3-venv)." >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv

$(BIN)/.base: requirements/base.txt | $(BIN)/python
	@echo "Installing what the site needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(BIN)/.test: requirements/test.txt | $(BIN)/python
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $(BIN)/.base $@
