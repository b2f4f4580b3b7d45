# All set-up goes into .venv; nothing is installed outside the project but Chromium, by the suite, where it is missing.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench lock pictures clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml config/locked.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up .venv (a minute or two, once) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --python $(BIN)/python --require-hashes --no-deps -r config/locked.txt
	@$(BIN)/uv pip install --python $(BIN)/python --no-deps --no-build-isolation --quiet -e .
	@touch $@

setup: $(STAMP) ## the environment .venv with locked versions

demo: $(STAMP) ## the sample district: planned, published, served on http://127.0.0.1:8000
	@$(BIN)/grid-duty demo

test: $(STAMP) ## the whole suite
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered $(ARGS)

check: $(STAMP) ## style, types, imports, migrations, texts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.support.texts

bench: $(STAMP) ## quality and speed of the planning (see benchmarks/); TIMEFOLD=1 beside Timefold, ARGS=--record into docs/
	@test -z "$(TIMEFOLD)" || $(BIN)/uv pip install --python $(BIN)/python --no-build-isolation --quiet -e '.[bench-timefold]'
	@$(BIN)/python -m benchmarks $(ARGS)

pictures: $(STAMP) ## the pictures of the user guide, from the sample district
	@$(BIN)/python -m docs.pictures

lock: ## new locked versions (maintainers)
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev --quiet -o config/locked.txt pyproject.toml

clean: ## remove the environment and what tools left; data in var/ stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist *.egg-info
