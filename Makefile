# Everything runs in .venv, which `setup` makes once and again only when the requirements change.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup data report notebooks lab test lint accuracy bench lock clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP)  ## make the environment in .venv

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is too old: Python 3.11 or newer is needed (make PYTHON=python3.12 ...)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

data: $(STAMP)  ## read data/sources into the tables of data/tidy
	$(BIN)/annual-review build

report: data  ## the main job: build the tables, then make every report in outputs/
	$(BIN)/annual-review run --all

notebooks: data  ## execute the notebooks in place and refresh their committed outputs
	$(BIN)/jupyter nbconvert --log-level=ERROR --to notebook --execute --inplace \
		--ExecutePreprocessor.record_timing=False --ExecutePreprocessor.store_widget_state=False \
		notebooks/*.ipynb
	$(BIN)/python docs/make.py

lab: $(STAMP)  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate notebooks/05-explore.ipynb

test: $(STAMP)  ## all tests, the notebooks' regression tests included
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile --nbval --nbval-sanitize-with tests/sanitize.cfg tests notebooks

lint: $(STAMP)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

accuracy: $(STAMP)  ## measure how exactly documents are read and items coded
	$(BIN)/python benchmarks/accuracy.py

bench: $(STAMP)  ## measure speed
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/pdf.py
	$(BIN)/python benchmarks/reports.py

lock: $(STAMP)  ## pin what pyproject.toml asks for, for every Python it allows
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --extra dev --extra browser --extra dask --extra pdf pyproject.toml -o requirements.txt
	echo '-e .' >> requirements.txt

clean:  ## remove the environment and the reports
	rm -rf .venv outputs/*/ outputs/index.html outputs/manifest.json
