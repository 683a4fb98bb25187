# Every target sets up what it needs. `make report` is the main job.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PAIR ?= RUS CHN
OUT ?= out/$(subst $() $(),-,$(PAIR))

.PHONY: report test check bench docs clean

report: .venv/.run
	$(BIN)/steelyard report $(PAIR) --out $(OUT)

test: .venv/.dev
	# Two processes of one thread each; a file stays whole, so that what its tests share is made once.
	OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 \
	  $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/.dev
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports
	$(BIN)/codespell src tests docs benchmarks README.md CHANGELOG.md CONTRIBUTING.md

bench: .venv/.bench
	$(BIN)/python -m benchmarks

docs: .venv/.dev
	$(BIN)/python -m docs.generate

clean:
	rm -rf .venv out build dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "Steelyard needs Python 3.11; found $$($(PYTHON) --version 2>&1). Set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/dev.txt
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.dev
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/bench.txt
	@touch $@
