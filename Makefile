# Everything that is done with this project by hand or by CI is a target here.
# Only Python 3.11 or later and make are needed; the rest is installed into $(VENV).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.installed
LISTEN ?= 127.0.0.1:50051
DATABASE_URL ?= sqlite+aiosqlite:///var/gongji.sqlite
TESTS ?= tests
SLOW := tests/model tests/province tests/year_end tests/operating tests/trial
MODEL_EXAMPLES ?= 100
RELEASED := protos/released/gongji.v1.binpb
PROJECTS := pyproject.toml clients/python/pyproject.toml clients/cli/pyproject.toml

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help
help: ## Show what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | while IFS=: read -r name rest; do \
	  printf '  make %-14s %s\n' "$$name" "$${rest#*## }"; done

.PHONY: setup
setup: $(STAMP) ## Make .venv with everything that is needed, pinned by hash

$(STAMP): requirements/dev.lock $(PROJECTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=...")'
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --require-hashes -r requirements/dev.lock
	$(PY) -m pip install --quiet --no-deps --no-build-isolation -e clients/python -e clients/cli -e .
	touch $@

.PHONY: demo
demo: setup ## Settle the worked examples of every policy on a server of its own, explained
	$(PY) -m gongji_cli.demo policies

.PHONY: demo-province
demo-province: setup ## Load a province of 100,000 invented people and settle a day of their bills, with live figures
	$(PY) -m gongji_cli.province.demo policies

.PHONY: test
test: setup ## Run the tests, on SQLite and PostgreSQL (TESTS=path to run some)
	$(PY) -m pytest -n 2 --dist loadfile $(TESTS) $(if $(filter tests,$(TESTS)),$(SLOW:%=--ignore=%))

.PHONY: test-slow
test-slow: setup ## Run the tests that take long: models, the sample province, a year's end, operating, the checker of trials
	$(PY) -m pytest -n 2 --dist loadfile $(SLOW)

.PHONY: test-model
test-model: setup ## Hold the server against the model of a province, for long (MODEL_EXAMPLES=100)
	MODEL_EXAMPLES=$(MODEL_EXAMPLES) $(PY) -m pytest -s -o faulthandler_timeout=3600 tests/model/long_run.py

.PHONY: test-trial
test-trial: setup ## Kill workers, servers and PostgreSQL under load, again and again, and look what is left (SEED=number)
	$(PY) -m tests.trial $(SEED)

.PHONY: test-year-end
test-year-end: setup ## End the year for many accounts on PostgreSQL, killed twice, and compute it anew (SIZE=1000000)
	$(PY) -m tests.year_end $(SIZE)

.PHONY: test-reconcile
test-reconcile: setup ## Hold many settlements on PostgreSQL against a file, in bounded memory (SIZE=1000000)
	$(PY) -m tests.reconciliation $(SIZE)

.PHONY: check
check: setup ## Look at everything without running it: style, types, layers, contract, generated code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/buf lint
	$(BIN)/buf breaking --against $(RELEASED)
	$(PY) clients/python/generate.py --check

.PHONY: serve
serve: setup ## Run a sandbox server on SQLite in var/ (LISTEN=host:port)
	mkdir -p var
	$(BIN)/gongji-server serve --sandbox --database-url $(DATABASE_URL) --listen $(LISTEN)

.PHONY: release-contract
release-contract: setup ## Make protos/ the contract that later changes must not break
	$(BIN)/buf lint
	test ! -e $(RELEASED) || $(BIN)/buf breaking --against $(RELEASED)
	$(BIN)/buf build --exclude-source-info -o $(RELEASED)

.PHONY: proto
proto: setup ## Make the generated code again from protos/
	$(PY) clients/python/generate.py

.PHONY: transcript
transcript: setup ## Run the commands of docs/transcript.md again and put their answers in
	$(PY) -m tests.docs.transcript

.PHONY: tables
tables: setup ## Put the table of what each policy allows into the READMEs again
	$(PY) -m tests.docs.policy_tables

# Local packages are left out of the locks: they are installed from this folder, without dependencies.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-package gongji --no-emit-package gongji-cli --no-emit-package gongji-server

.PHONY: lock
lock: setup ## Make the lock files again, with UPGRADE=--upgrade to the newest releases
	$(COMPILE) $(UPGRADE) $(PROJECTS) --group dev -o requirements/dev.lock
	$(COMPILE) pyproject.toml -c requirements/dev.lock -o requirements/runtime.lock

.PHONY: clean
clean: ## Remove .venv, caches and the sandbox's data
	rm -rf $(VENV) var build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
