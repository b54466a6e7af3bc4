# Groundswell. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run reset test test-unit test-postgres test-journeys test-all test-branches check format bench lock install

VENV := .venv
BIN := $(VENV)/bin
# One process a file: the browser driver allows one of its loops in a process. Status 5: no journey in the file for this tier.
JOURNEYS := for file in $$(grep -rlE "mark[.]journey" tests --include="test_*.py" | sort); do echo "$$file"; $(BIN)/pytest -q -m "journey and not slow" "$$file" || test $$? -eq 5 || exit 1; done

# Percent of branches that the tests take at least; raise it with each test, never lower it. Of the slower tier only those
# count that run the product as a whole and look at what it did: a fuzzer takes branches without judging them.
BRANCHES := 89
WHOLE := tests/cli/test_archive.py tests/cli/test_whole_run.py tests/activity/test_worker.py

PYTEST := $(BIN)/pytest -q -n 2 --dist loadfile

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

run: ## start the product with example data on http://localhost:8000 (PORT=… for another port)
	@python3 tools/bootstrap.py run
	@exec $(BIN)/groundswell run

reset: ## delete the local data of `make run` (it says what, and asks)
	@python3 tools/bootstrap.py run
	@exec $(BIN)/groundswell reset

install: ## make the environment with everything that tests and checks need
	@python3 tools/bootstrap.py dev

test: install ## unit tests on both databases, side by side, then the journeys on SQLite (at most 10 minutes)
	$(MAKE) -j2 --output-sync=target test-unit test-postgres
	$(MAKE) test-journeys

test-unit: install
	$(PYTEST) -m "not journey and not slow" tests

test-postgres: install
	$(BIN)/python tools/with_postgres.py $(PYTEST) -m "not journey and not slow and not one_database" --ignore=tests/engines --ignore=tests/ui tests

test-journeys: install
	@$(JOURNEYS)

test-all: install ## the slower tier: journeys on PostgreSQL, every page through axe, the whole matrix (at most 40 minutes)
	$(PYTEST) -m slow tests
	$(BIN)/python tools/with_postgres.py $(PYTEST) -m slow tests/architecture/test_fuzz.py
	$(BIN)/python tools/with_postgres.py sh -c '$(JOURNEYS)'
	$(MAKE) test-branches

test-branches: install ## which branches the tests take, and whether they are enough
	$(PYTEST) --cov --cov-report= -m "not journey and not slow" tests
	$(PYTEST) --cov --cov-append --cov-report=json:.coverage.json -m slow $(WHOLE)
	$(BIN)/python tools/judge_branches.py .coverage.json $(BRANCHES)

check: install ## format, lint, types, layers, templates, migrations, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djangofmt check $$(git ls-files 'src/*.html')
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python tools/make_reference.py --check
	$(BIN)/python tools/make_messages.py --check

format: install ## put code and templates into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/djangofmt check --fix $$(git ls-files 'src/*.html')

bench: install ## all bars against their peers (DATA=… and PEER=… name the folders)
	$(BIN)/python -m benchmarks $(if $(DATA),--data $(DATA)) $(if $(PEER),--peer $(PEER))

lock: install ## compile requirements/*.in to hashed lock files
	$(BIN)/python tools/lock.py
