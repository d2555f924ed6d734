# Perintah proyek. `make help` menampilkan semuanya.
PYTHON ?= python3
VENV := .venv/bin
BOOT := $(PYTHON) asnkarier/embedded/bootstrap.py
# Settings of a real installation, with invented names and secrets.
PRODUCTION := set -a && . deploy/example.env && set +a &&
# Tests that repeat themselves with --rounds: races, and acts in any order.
RACES := tests/approvals/test_decision_races.py tests/approvals/test_letter_races.py tests/selection/test_determination_race.py \
	tests/vacancies/test_sending_races.py tests/approvals/rules/test_approvals_engine_machine.py tests/selection/test_duties_machine.py
.DEFAULT_GOAL := help
.PHONY: help run test check docs lock fmt clean bench soak cluster schema

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

run: ## Start the portal with everything it needs (PORT=8123 for another port)
	@exec $(BOOT) run

test: ## Run the whole suite, browser tests included (ARGS="-k words" for a part, ARGS="tests/e2e --shots" for pictures)
	@$(BOOT) test -m pytest -n 4 --dist worksteal $(ARGS)

check: ## Check style, imports, types, settings, migrations, docs and locks: exactly what CI checks
	@$(BOOT) check -c ""
	@$(VENV)/ruff check --quiet .
	@$(VENV)/ruff format --quiet --check .
	@$(VENV)/lint-imports --no-cache
	@$(PRODUCTION) $(VENV)/mypy
	@$(PRODUCTION) $(VENV)/python manage.py check --deploy --fail-level WARNING
	@$(PRODUCTION) $(VENV)/python -W ignore manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(VENV)/python manage.py write_docs --check
	@if grep -nE '^ *--(extra-)?index-url|^ *--find-links|://' requirements.lock requirements-dev.lock; then \
		echo "A lock file names an address."; exit 1; fi
	@$(BOOT) check -m coverage run --branch --source=selection/rules --data-file=.local/rules.coverage \
		-m pytest -q -c /dev/null --rootdir=. -p no:django -p no:cacheprovider tests/selection/rules
	@$(VENV)/coverage report --data-file=.local/rules.coverage --show-missing --skip-covered --fail-under=100

docs: ## Write what is drawn from the code: workflows, access, compliance, the list of packages
	@$(BOOT) check manage.py write_docs

schema: ## Draw the tables of an empty database from the migrations, after each new migration
	@$(BOOT) check -m asnkarier.embedded.schema

lock: ## Compile both lock files from pyproject.toml (needs uv)
	@uv pip compile -q pyproject.toml --universal --generate-hashes --no-emit-index-url --python-version 3.11 -o requirements.lock
	@uv pip compile -q pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		-o requirements-dev.lock

fmt: ## Format the code and sort imports
	@$(BOOT) check -m ruff check --quiet --fix . && $(VENV)/ruff format --quiet .

clean: ## Remove what make run and make test left behind, demo data included
	@$(PYTHON) asnkarier/embedded/bootstrap.py clean

bench: ## Measure: ARGS="pages", ARGS="submission --json"; an empty start and a restart without ARGS
	@$(BOOT) check manage.py bench $(or $(ARGS),boot)

soak: ## Run the fault and race tests again and again (ROUNDS=10), then switch off each rule of who may do what
	@$(BOOT) test -m pytest -n 2 tests/faults tests/core/test_letter_files.py tests/core/test_verify_audit.py $(RACES) tests/access/test_guard_mutants.py \
		tests/access/test_forged_posts.py tests/access/test_every_stage.py $(if $(ROUNDS),--rounds=$(ROUNDS),--rounds=10) $(ARGS)
	@$(BOOT) test -m tests.harness.mutants

cluster: ## Run the portal on eleven machines (network namespaces): lose six in turn, walk from plan to appointment (as root, minutes)
	@$(BOOT) test -m pytest tests/cluster --cluster -q $(ARGS)
