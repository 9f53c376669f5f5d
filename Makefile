# Two commands matter: `make serve` and `make test`. Everything is installed into .venv; nothing outside is touched.

VENV     ?= .venv
PY       := $(VENV)/bin/python
DRAGOMAN := $(VENV)/bin/dragoman
OUT      ?= data
HOST     ?= 127.0.0.1
PORT     ?= 8000
TREEBANK ?= ../shared/treebank
GAZETTEER ?= ../shared/wikidata/gazetteer.tsv
MINUTES  ?= 10
# Test files that run side by side; each has its own servers and browser.
JOBS     ?= 2
FLOOR    := 85

.PHONY: help serve test fuzz soak lint example model bench-read bench-catalogue bench-serve vendor screenshots clean
.DEFAULT_GOAL := help

help:
	@echo "make serve    install, build the graph of the example article, serve it on http://$(HOST):$(PORT)"
	@echo "make test     install what tests need and run them all"
	@echo "make fuzz     ten minutes of broken requests against the server (MINUTES=10)"
	@echo "make soak     two hundred clients of all manners for five minutes"
	@echo "make example  build the example's release into $(OUT)/"
	@echo "make model    train the language pipeline anew (needs TREEBANK=folder GAZETTEER=file)"
	@echo "make vendor   fetch the libraries for browsers anew by npm, from the lock file"
	@echo "make bench-catalogue  how fast a catalogue is made from a dump and names are found in it"
	@echo "make bench-read  how fast articles are read beside the bare pipeline, start-up, memory (some minutes)"
	@echo "make bench-serve  how fast a release is served beside Oxigraph, Virtuoso and rdflib-endpoint (half an hour; an hour the first time)"
	@echo "make screenshots  photograph the main pages in Chromium at two widths, to build/screenshots"
	@echo "make clean    remove caches and build leftovers (releases stay)"

serve: example
	$(DRAGOMAN) serve $(OUT) --host $(HOST) --port $(PORT)

# The licence of the example (CC0) lets its whole text be shown.
example: $(VENV)/.installed
	$(DRAGOMAN) build kg/example/vienna-2016.md --publish-text full --out $(OUT)

test: lint
	$(PY) -m pytest -n $(JOBS) --dist loadfile --cov=kg --cov=server --cov=ontology --cov-report=term:skip-covered --cov-fail-under=$(FLOOR)

# Queries that are nearly right, and whatever the description of the interface allows, for ten minutes.
fuzz: $(VENV)/.installed-test
	$(PY) -m tests.bench.fuzz --minutes $(MINUTES)

# Everybody at once, while releases take turns; says what was answered and what memory it took.
soak: $(VENV)/.installed-test
	$(PY) -m tests.bench.soak

lint: $(VENV)/.installed-test
	$(PY) -m ruff check .
	$(PY) -m mypy

model: $(VENV)/.installed-train
	OMP_NUM_THREADS=1 $(PY) -m kg.training --treebank $(TREEBANK) --gazetteer $(GAZETTEER) --out kg/pipeline

vendor: $(VENV)/.installed
	$(PY) -m server.vendor

screenshots: $(VENV)/.installed-test
	$(PY) -m tests.browser.screenshots

bench-catalogue: $(VENV)/.installed
	$(PY) -m tests.bench.catalogue

bench-read: $(VENV)/.installed
	OMP_NUM_THREADS=1 $(PY) -m tests.bench.reading

# Also needs wrk and Virtuoso: apt install wrk virtuoso-opensource-7 virtuoso-opensource-7-bin. The other servers come
# into an environment of their own, since they need other versions of things.
bench-serve: $(VENV)/.installed-test .bench-venv/.installed
	$(PY) -m tests.bench.serve $(BENCH)

.bench-venv/.installed: pyproject.toml
	$(PY) -m venv .bench-venv
	.bench-venv/bin/python -m pip install --quiet --disable-pip-version-check $$($(PY) -c "import tomllib; \
	  print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['bench'])")
	@touch $@

# The stamps make a second run start at once; a change of pyproject.toml installs again.
$(VENV)/.installed: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-train: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[train]'
	@touch $@ $(VENV)/.installed

# PYTHON=… overrides the search. A Debian without python3-venv has `python3` but cannot make an environment.
$(PY):
	@for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
	  if [ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	    echo "creating $(VENV) with $$python"; \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "$$python cannot make a virtual environment. On Debian: apt install python3-venv" >&2; exit 1; \
	  fi; \
	done; \
	echo "Dragoman needs Python 3.11, 3.12 or 3.13, and none was found. Install one, or say make PYTHON=/path/to/python" >&2; exit 1

# Releases are yours: they stay.
clean:
	rm -rf build dist .coverage .mypy_cache .ruff_cache .pytest_cache *.egg-info
