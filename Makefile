# Two commands are enough: `make demo` and `make test`. Both set up what they need.
SHELL := /bin/bash
PY ?= python3
VENV := .venv
NODE := frontend/node_modules
BUNDLE := src/kangni/web/static/build/page.js
# errors whose first argument is the kind of a thing, a word of ours
KINDS := $(addprefix -k ,UnknownTerm UnknownName AmbiguousName HandleInvalid HandleTaken check_handle _find)
UV := UV_PROJECT_ENVIRONMENT=$(VENV) $(VENV)/bin/uv

.PHONY: demo test check format docs catalogues bench screenshots web browser

demo: $(VENV)/ok web          ## create the demo study, run the whole chain, open it in the workbench
	$(VENV)/bin/kangni demo

test: $(VENV)/ok web browser          ## everything CI runs
	$(VENV)/bin/python -m pytest

check: $(VENV)/ok $(NODE)/ok  ## format, lint, types, import contracts, spelling
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/codespell
	cd frontend && npm run --silent check

format: $(VENV)/ok        ## format and sort imports
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

docs: $(VENV)/ok          ## write the reference pages that are read off the code
	$(VENV)/bin/python -m docs.generate

catalogues: $(VENV)/ok    ## collect new messages into the .po files and compile them
	$(VENV)/bin/pybabel -q extract -F babel.cfg -k N_ -k _ -k ngettext:1,2 -k Undefined -k Setting:1 $(KINDS) --no-location --sort-output -o src/kangni/locale/messages.pot src
	$(VENV)/bin/pybabel -q update -i src/kangni/locale/messages.pot -d src/kangni/locale --no-fuzzy-matching --ignore-obsolete
	$(VENV)/bin/pybabel -q compile -d src/kangni/locale

bench: $(VENV)/ok web browser         ## every promise on speed and size, beside the peer or the naive way
	$(VENV)/bin/python -m benchmarks.run

screenshots: $(VENV)/ok web browser   ## a picture of every page, in both languages at two widths, in screenshots/
	$(VENV)/bin/python -m benchmarks.screenshots

web: $(BUNDLE)            ## bundle the pages' scripts (Node 20 or later)

$(BUNDLE): $(NODE)/ok $(wildcard frontend/src/*.ts frontend/src/*/*.ts) frontend/build.mjs
	cd frontend && npm run --silent build

$(NODE)/ok: frontend/package.json frontend/package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or later is needed to build the workbench from a checkout: install nodejs and npm"; exit 1; }
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

browser:                  ## Chromium for the browser tests, from Debian where we may install it
	@command -v $${KANGNI_CHROMIUM:-chromium} >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; \
	else echo "Browser tests will be skipped: install chromium, or name it in KANGNI_CHROMIUM."; fi

$(VENV)/ok: pyproject.toml uv.lock build_hook.py $(wildcard src/kangni/locale/*/LC_MESSAGES/messages.po)
	test -x $(VENV)/bin/python || $(PY) -m venv $(VENV)
	$(VENV)/bin/python -m pip install -q uv
	$(UV) sync -q --inexact --all-extras --python $(VENV)/bin/python --reinstall-package kangni
	touch $@
