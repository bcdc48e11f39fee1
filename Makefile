# make run    serve digitweb on http://127.0.0.1:8000 (PORT= HOST= DIGITWEB_DATA_DIR= change it)
# make test   run all tests; what touches the database once more on PostgreSQL, if one answers on 127.0.0.1:5432
# make test-quick   run what needs no browser, no running site, no training and no second database
# make lint   run the linters and the type checker
# make bench  measure the network library beside its peers (about ten minutes on a quiet machine)
# make bench-serving  measure the running site beside a view that does nothing (needs wrk)
# make format write what the formatter wants
# make messages  collect what can be translated, and compile the translations (needs gettext)
# make clean  remove the virtual environment

PYTHON ?= $(or $(shell command -v python3.11),python3)
HOST ?= 127.0.0.1
PORT ?= 8000
WEB_WORKERS ?= 2
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
export HOST WEB_WORKERS

.PHONY: run test test-quick lint bench bench-serving format messages clean chromium gettext
.DEFAULT_GOAL := run

run: .venv/installed
	@$(BIN)/python -m digitweb.port $(HOST) $(PORT)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) create_first_admin --address http://$(HOST):$(PORT)
	@echo "digitweb: http://$(HOST):$(PORT)   (Ctrl-C stops it)"
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONUNBUFFERED=1 $(BIN)/honcho start --no-prefix --port $(PORT)

# Files of tests, each by one of two processes, in the order that tests/conftest.py gives them.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile --no-loadscope-reorder
DATABASE_TESTS := tests/services tests/admin tests/commands

# One BLAS thread: several make small products wait for each other where the machine is busy.
test: export OPENBLAS_NUM_THREADS = 1
test: .venv/installed-dev chromium gettext
	$(BIN)/pytest $(SIDE_BY_SIDE)
	@if url=$$($(BIN)/python -m tests.support.postgres); then \
		echo "Once more on PostgreSQL: services, admin, commands"; \
		DATABASE_URL=$$url $(BIN)/pytest $(SIDE_BY_SIDE) -m "django_db and not sqlite" $(DATABASE_TESTS); \
	fi

test-quick: export OPENBLAS_NUM_THREADS = 1
test-quick: .venv/installed-dev gettext
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not browser and not site and not mnist and not slow"

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run

format: .venv/installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: .venv/installed-dev gettext
	$(MANAGE) makemessages
	$(MANAGE) compilemessages --ignore .venv --ignore .venv-bench

# The peers have an environment of their own: the site needs none of them.
bench: .venv-bench/installed
	.venv-bench/bin/python -m benchmarks.training

bench-serving: .venv/installed-dev
	$(BIN)/python -m benchmarks.serving

clean:
	rm -rf .venv .venv-bench

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else f"digitweb needs Python 3.11 or newer, found {sys.version.split()[0]}. Name one with PYTHON=.")'
	@$(PYTHON) -m venv .venv

.venv-bench/installed: requirements-bench.txt
	@$(PYTHON) -m venv .venv-bench
	@echo "Installing the peers (once) …"
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing what digitweb needs (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the tests need (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# $(call installed,test whether it is there,package of Debian,who needs it)
define installed
	@if ! { $(1); } >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing $(2) (once) …"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2) >/dev/null; \
		else \
			echo "$(3) needs $(2). Install it, for example: sudo apt-get install $(2)" >&2; exit 1; \
		fi; \
	fi
endef

# The browser tests drive the system's Chromium.
chromium:
	$(call installed,command -v chromium || command -v chromium-browser || command -v google-chrome,chromium,The browser tests)

# The catalogue of translations is held against what the code says.
gettext:
	$(call installed,command -v xgettext && command -v msgfmt,gettext,The test of translations)
