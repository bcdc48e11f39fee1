# make run    serve digitweb on http://127.0.0.1:8000 (PORT= HOST= DIGITWEB_DATA_DIR= change it)
# make test   run all tests; what touches the database once more on PostgreSQL, if one answers on 127.0.0.1:5432
# make test-quick   run what needs no browser, no running site, no training and no second database
# make coverage  run the tests, and say which lines of Python and JavaScript none of them ran
# make lint   run the linters and type checkers (lint-mypy, lint-tsc and so on run one of them)
# make audit  ask which locked releases have known faults (needs a network)
# make sbom   write what a release is made of, as CycloneDX, into var/sbom
# make bench  measure the network library beside its peers (about ten minutes on a quiet machine)
# make bench-serving  measure the running site beside a view that does nothing (needs wrk)
# make lighthouse  measure the pages as Lighthouse does, and when one can write on a slow phone (needs nginx)
# make campaign  see what the running site withstands: benchmarks/campaign/README.md (hours, on a quiet machine)
# make format write what the formatters want
# make fonts  cut the faces of the pages anew out of their packages (static/fonts/README.md)
# make lock   write requirements*.txt anew from pyproject.toml; UPGRADE=yes takes the newest releases
# make messages  collect what can be translated, and compile the translations (needs gettext)
# make release VERSION=1.1.0  write the version and the changelog, commit and tag them
# make clean  remove the virtual environment

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(or $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c "$(NEW_ENOUGH)" 2>/dev/null && echo $$python && break; done),python3)
HOST ?= 127.0.0.1
PORT ?= 8000
WEB_WORKERS ?= 2
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
NODE := $(BIN)/node
NPM := var/npm/node_modules
export HOST WEB_WORKERS

.PHONY: run test test-quick coverage lint audit sbom bench bench-serving lighthouse campaign fonts format lock node npm messages release clean system-packages
.PHONY: lint-ruff lint-ruff-format lint-mypy lint-migrations lint-tsc lint-tsc-tests lint-biome lint-djade lint-djlint lint-typos
.DEFAULT_GOAL := run

# Compiled modules are kept, whatever the shell says: each process of a site or of the tests would compile all anew.
run test test-quick coverage: export PYTHONDONTWRITEBYTECODE =

# An environment whose Python is gone, or is another than the one that PYTHON= names, is made anew.
NAMED := $(if $(filter file,$(origin PYTHON)),,$(PYTHON))
SOUND := $(shell NAMED="$(NAMED)" scripts/install --is-sound .venv && echo yes)
ifneq ($(SOUND),yes)
.PHONY: .venv/installed
endif

run: .venv/installed
	@$(BIN)/python -m digitweb.port "$(HOST)" "$(PORT)"
	@$(MANAGE) prepare_site --address http://$(HOST):$(PORT)
	@echo "digitweb: http://$(HOST):$(PORT)   (Ctrl-C stops it)"
	@PYTHONUNBUFFERED=1 exec $(BIN)/python -m digitweb.supervisor "$(HOST)" "$(PORT)"

# Files of tests, each by one of three processes, in the order that tests/conftest.py gives them. For a third of the time
# they wait for servers and browsers: two cores have work for three.
SIDE_BY_SIDE := --numprocesses 3 --dist loadfile --no-loadscope-reorder
DATABASE_TESTS := tests/services tests/admin tests/commands

# One BLAS thread: several make small products wait for each other where the machine is busy.
test: export OPENBLAS_NUM_THREADS = 1
test: .venv/installed-dev system-packages
	$(BIN)/pytest $(SIDE_BY_SIDE)
	@if url=$$($(BIN)/python -m tests.support.postgres); then \
		echo "Once more on PostgreSQL: services, admin, commands"; \
		DATABASE_URL=$$url $(BIN)/pytest $(SIDE_BY_SIDE) -m "django_db and not sqlite" $(DATABASE_TESTS); \
	fi

test-quick: export OPENBLAS_NUM_THREADS = 1
test-quick: .venv/installed-dev node
	@scripts/system-packages gettext
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not browser and not site and not mnist and not slow" $(addprefix --ignore tests/,browser site)

# TESTS="tests/nn tests/ink" takes a part.
coverage: export OPENBLAS_NUM_THREADS = 1
coverage: export NODE_V8_COVERAGE = $(CURDIR)/var/coverage/javascript
coverage: .venv/installed-dev system-packages
	@rm -rf var/coverage && mkdir -p var/coverage
	@passed=0; $(BIN)/coverage run -m pytest $(SIDE_BY_SIDE) -p tests.support.browser_coverage $(TESTS) || passed=$$?; \
		$(BIN)/coverage combine --quiet && $(BIN)/coverage html --quiet && $(BIN)/coverage report; \
		$(BIN)/python -m tests.support.javascript_coverage $$NODE_V8_COVERAGE | tee var/coverage/javascript.txt; \
		echo "Python, line by line: var/coverage/python/index.html. JavaScript: var/coverage/javascript.txt"; \
		exit $$passed

LINTERS := $(addprefix lint-,ruff ruff-format mypy migrations tsc tsc-tests biome djade djlint typos)
TSC := $(NODE) $(NPM)/typescript/bin/tsc
BIOME := $(NODE) $(NPM)/@biomejs/biome/bin/biome
# djade knows files only.
DJADE := find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2

# Each of them runs, whatever another has found.
lint: .venv/installed-dev npm
	@$(MAKE) --no-print-directory --keep-going $(LINTERS)

lint-ruff:
	$(BIN)/ruff check
lint-ruff-format:
	$(BIN)/ruff format --check
lint-mypy:
	$(BIN)/mypy
lint-migrations:
	$(MANAGE) makemigrations --check --dry-run
lint-tsc:
	$(TSC) --project .
lint-tsc-tests:
	$(TSC) --project tests/js
lint-biome:
	$(BIOME) check --error-on-warnings
lint-djade:
	$(DJADE) --check {} +
lint-djlint:
	$(BIN)/djlint --lint --quiet templates
lint-typos:
	$(BIN)/typos

# What cannot be mended is left for `make lint` to tell.
format: .venv/installed-dev npm
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIOME) check --write --linter-enabled=false
	@$(DJADE) {} + || true

# What the linters and the tests need from the npm registry.
npm: .venv/installed-dev
	@$(BIN)/python -m tests.support.npm

fonts: .venv/installed-dev
	@mkdir -p var/fonts && cp fonts/package.json fonts/package-lock.json var/fonts
	@cd var/fonts && "$(CURDIR)/$(BIN)/npm" ci --no-audit --no-fund --silent
	$(BIN)/python -m fonts.cut var/fonts/node_modules static/fonts

messages: .venv/installed-dev
	@scripts/system-packages gettext
	$(MANAGE) makemessages --no-obsolete
	$(MANAGE) compilemessages --ignore .venv --ignore .venv-bench

# The peers have an environment of their own: the site needs none of them.
bench: .venv-bench/installed
	.venv-bench/bin/python -m benchmarks.training

bench-serving: .venv/installed-dev
	$(BIN)/python -m benchmarks.serving

# 0: all pages reach the goal; 1: one does not.
lighthouse: .venv/installed-dev system-packages
	@$(BIN)/python -m benchmarks.lighthouse

# 0: none has one that is known; 1: one has; 2: the services could not be asked, which says nothing.
audit: .venv/installed-dev
	@$(BIN)/python -m supply.audit

sbom: .venv/installed-dev
	@$(BIN)/python -m supply.sbom

# Each runs, whatever another has found.
CAMPAIGN := fuzz "fuzz --database postgres" switches kills "kills --database postgres" faults load beside slow_clients
campaign: .venv/installed-dev
	@missed=; for name in $(CAMPAIGN); do \
		echo "benchmarks.campaign.$$name"; $(BIN)/python -m benchmarks.campaign.$$name || missed="$$missed, $$name"; \
	done; test -z "$$missed" || { echo "Missed: $${missed#, }"; exit 1; }

# VERSION= the one that follows; CONTRIBUTING says which.
release: .venv/installed
	@$(BIN)/python -m digitweb.release $(VERSION)

clean:
	rm -rf .venv .venv-bench var/npm var/lighthouse

# One universal lock for all Pythons and systems; what several files lock has the same release in each.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --annotation-style line --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
SITE := pyproject.toml --extra postgres --extra redis
AS_TESTED := --constraint requirements-dev.txt
EXTRAS := dask onnx otel parquet s3

lock: .venv/installed-dev
	$(COMPILE) pyproject.toml --extra dev --output-file requirements-dev.txt
	$(COMPILE) $(SITE) $(AS_TESTED) --output-file requirements.txt
	@for extra in $(EXTRAS); do \
		$(COMPILE) $(SITE) --extra $$extra $(AS_TESTED) --output-file requirements-$$extra.txt || exit; done
	$(COMPILE) --group bench $(AS_TESTED) --output-file requirements-bench.txt

.venv/installed: requirements.txt
	@echo "Installing what digitweb needs (once) …"
	@PYTHON="$(PYTHON)" NAMED="$(NAMED)" scripts/install .venv requirements.txt

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the tests need (once) …"
	@PYTHON="$(PYTHON)" scripts/install .venv requirements-dev.txt
	@touch $@

.venv-bench/installed: requirements-bench.txt
	@echo "Installing the peers (once) …"
	@PYTHON="$(PYTHON)" scripts/install .venv-bench requirements-bench.txt

# What pip cannot bring: the browsers, a library that Node needs, the tools of translations, and nginx.
system-packages: .venv/installed-dev
	@scripts/system-packages chromium node gettext nginx firefox

node: .venv/installed-dev
	@scripts/system-packages node
lint format npm fonts audit: node
