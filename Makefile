# make run    serve digitweb on http://127.0.0.1:8000 (PORT= HOST= DIGITWEB_DATA_DIR= change it)
# make test   run all tests; what touches the database once more on PostgreSQL, if one answers on 127.0.0.1:5432
# make lint   run the linters and the type checker
# make bench  measure the network library beside its peers (about ten minutes on a quiet machine)
# make bench-serving  measure the running site beside a view that does nothing (needs wrk)
# make format write what the formatter wants
# make lock   write requirements*.txt anew from pyproject.toml; UPGRADE=yes takes the newest releases
# make messages  collect what can be translated, and compile the translations (needs gettext)
# make clean  remove the virtual environment

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(or $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c "$(NEW_ENOUGH)" 2>/dev/null && echo $$python && break; done),python3)
HOST ?= 127.0.0.1
PORT ?= 8000
WEB_WORKERS ?= 2
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
export HOST WEB_WORKERS

.PHONY: run test lint bench bench-serving format lock messages clean system-packages node
.DEFAULT_GOAL := run

# An environment whose Python is gone, or is another than the one that PYTHON= names, is made anew.
NAMED := $(if $(filter file,$(origin PYTHON)),,$(PYTHON))
SOUND := $(shell $(BIN)/python -c "" 2>/dev/null && \
	{ [ -z "$(NAMED)" ] || [ "$$($(BIN)/python -V)" = "$$($(NAMED) -V 2>&1)" ]; } && echo yes)
ifneq ($(SOUND),yes)
.PHONY: .venv/installed
endif

run: .venv/installed
	@$(BIN)/python -m digitweb.port "$(HOST)" "$(PORT)"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) create_first_admin --address http://$(HOST):$(PORT)
	@echo "digitweb: http://$(HOST):$(PORT)   (Ctrl-C stops it)"
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONUNBUFFERED=1 $(BIN)/honcho start --no-prefix --port $(PORT)

# Files of tests, each by one of two processes; those marked "alone" afterwards.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile
DATABASE_TESTS := tests/services tests/admin tests/commands

# One BLAS thread: several make small products wait for each other where the machine is busy.
test: export OPENBLAS_NUM_THREADS = 1
test: .venv/installed-dev system-packages
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not alone"
	$(BIN)/pytest -m alone
	@if url=$$($(BIN)/python -m tests.support.postgres); then \
		echo "Once more on PostgreSQL: services, admin, commands"; \
		DATABASE_URL=$$url $(BIN)/pytest $(SIDE_BY_SIDE) -m "django_db and not sqlite" $(DATABASE_TESTS); \
	fi

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run

format: .venv/installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: .venv/installed-dev
	@scripts/system-packages gettext
	$(MANAGE) makemessages
	$(MANAGE) compilemessages --ignore .venv --ignore .venv-bench

# The peers have an environment of their own: the site needs none of them.
bench: .venv-bench/installed
	.venv-bench/bin/python -m benchmarks.training

bench-serving: .venv/installed-dev
	$(BIN)/python -m benchmarks.serving

clean:
	rm -rf .venv .venv-bench

# One universal lock for all Pythons and systems; what several files lock has the same release in each.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --annotation-style line --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
SITE := pyproject.toml --extra postgres --extra redis
AS_TESTED := --constraint requirements-dev.txt

lock: .venv/installed-dev
	$(COMPILE) pyproject.toml --extra dev --output-file requirements-dev.txt
	$(COMPILE) $(SITE) $(AS_TESTED) --output-file requirements.txt
	$(COMPILE) $(SITE) --extra onnx $(AS_TESTED) --output-file requirements-onnx.txt
	$(COMPILE) $(SITE) --extra parquet $(AS_TESTED) --output-file requirements-parquet.txt
	$(COMPILE) --group bench $(AS_TESTED) --output-file requirements-bench.txt

.venv/installed: requirements.txt
	@echo "Installing what digitweb needs (once) …"
	@$(if $(SOUND),,rm -f .venv/installed;) PYTHON="$(PYTHON)" scripts/install .venv requirements.txt

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the tests need (once) …"
	@PYTHON="$(PYTHON)" scripts/install .venv requirements-dev.txt
	@touch $@

.venv-bench/installed: requirements-bench.txt
	@echo "Installing the peers (once) …"
	@PYTHON="$(PYTHON)" scripts/install .venv-bench requirements-bench.txt

# What pip cannot bring: the browser, a library that Node needs, and the tools of translations.
system-packages: .venv/installed-dev
	@scripts/system-packages chromium node gettext

node: .venv/installed-dev
	@scripts/system-packages node
lint format npm fonts: node
