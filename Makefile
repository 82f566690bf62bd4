# Everything runs in .venv, which `setup` makes once, and again only when the requirements change.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
EXTRAS ?=
ARGS ?=
SOURCES ?=
MINE = $(patsubst %/,%,$(SOURCES))
EXAMPLE = build/example
PIN = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header
comma := ,

.DEFAULT_GOAL := help
.PHONY: help setup data report notebooks lab test lint accuracy bench lock clean distclean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) $(foreach extra,$(subst $(comma), ,$(EXTRAS)),.venv/.installed-$(extra))  ## make the environment in .venv (EXTRAS=browser,dask,pdf,bench adds to it)

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is too old: Python 3.11 or newer is needed (make PYTHON=python3.12 ...)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(INSTALL) -r requirements.txt
	@touch $@

.venv/.installed-%: $(STAMP) requirements-extras.txt
	$(INSTALL) -c requirements-extras.txt -e '.[$*]'
	@touch $@

data: $(STAMP)  ## read data/sources into the tables of data/tidy (SOURCES=mine: mine into mine-tidy)
	$(BIN)/annual-review build $(if $(MINE),"$(MINE)" --tidy "$(MINE)-tidy")

report: data  ## the main job: tables, then every report in outputs/ (SOURCES=mine: in mine-reports/)
	$(BIN)/annual-review run --all $(if $(MINE),--tidy "$(MINE)-tidy" --outputs "$(MINE)-reports")

notebooks: $(STAMP)  ## execute the notebooks in place, over the example, and refresh their committed outputs
	rm -rf $(EXAMPLE)
	$(BIN)/annual-review init $(EXAMPLE)
	$(BIN)/annual-review build $(EXAMPLE)/data/sources --tidy $(EXAMPLE)/data/tidy
	ANNUAL_REVIEW_PROJECT="$(CURDIR)/$(EXAMPLE)" $(BIN)/jupyter nbconvert --log-level=ERROR --to notebook --execute --inplace \
		--ExecutePreprocessor.record_timing=False --ExecutePreprocessor.store_widget_state=False \
		notebooks/*.ipynb
	$(BIN)/python docs/make.py

lab: $(STAMP)  ## open the notebooks in JupyterLab (ARGS="--no-browser" and the like are passed on)
	$(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" \
		--LabApp.app_settings_dir="$(CURDIR)/.jupyterlab" \
		$(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS) notebooks/05-explore.ipynb

test: $(STAMP)  ## all tests, the notebooks' regression tests included
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile --no-loadscope-reorder --nbval --nbval-sanitize-with tests/sanitize.cfg tests notebooks

lint: .venv/.installed-lint  ## ruff and mypy
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
	$(INSTALL) uv
	$(PIN) --extra test pyproject.toml -o requirements.txt
	$(PIN) --all-extras -c requirements.txt pyproject.toml -o requirements-extras.txt
	echo '-e .' >> requirements.txt

clean:  ## remove the reports
	rm -rf outputs/*/ outputs/.making-* outputs/index.html outputs/codebook.html outputs/manifest.json

distclean: clean  ## remove the environment as well
	rm -rf .venv
