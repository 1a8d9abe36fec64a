# Two commands do all the set-up on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet install --require-hashes --only-binary=:all:
FUZZ_RUNS ?= 2000
OUT ?= out/demo
FREEZE := .venv-freeze

.PHONY: help install demo window screenshots gallery test check static lint types contracts models schemas bench fuzz freeze frozentest lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(BIN)/bedside ## make .venv with the `bedside` command

$(BIN)/python:
	@sh resources/install/prerequisites.sh $(PYTHON)
	@$(PYTHON) -m venv $(VENV)

$(BIN)/bedside: $(BIN)/python requirements.lock pyproject.toml
	@$(PIP) -r requirements.lock
	@$(BIN)/pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.qt: $(BIN)/bedside resources/install/qt-libraries.sh
	@sh resources/install/qt-libraries.sh $(BIN)/python
	@touch $@

$(VENV)/.dev: $(VENV)/.qt requirements-dev.lock
	@$(PIP) -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.qt ## assess demonstration patient A: results in out/demo, and the window where there is a display, else its picture
	@$(BIN)/bedside demo --out $(OUT)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(MAKE) --no-print-directory window; \
	else $(BIN)/bedside-window --picture $(OUT)/summary.png && echo "The window: $(abspath $(OUT)/summary.png)"; fi

window: $(VENV)/.qt ## open the window with demonstration patient A
	@$(BIN)/bedside-window --demo

screenshots: $(VENV)/.dev ## render every screen of the window into out/screenshots, without a display
	@$(BIN)/python -m tests.screenshots

gallery: $(VENV)/.qt ## every component of the window in every state
	@$(BIN)/python -m bedside_app.ui.gallery

test: $(VENV)/.dev ## run the tests
	@$(BIN)/python -m pytest -n auto

check: static test ## everything that CI checks

static: lint types contracts ## lint, types and import contracts

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev
	@$(BIN)/mypy

contracts: $(VENV)/.dev
	@$(BIN)/lint-imports

models: $(VENV)/.dev ## rebuild every coefficient pack from its recipe, byte for byte
	@$(BIN)/python -m models.build

schemas: $(VENV)/.dev ## rewrite the published JSON Schemas from the code
	@$(BIN)/python -m tests.schemas

bench: $(VENV)/.dev ## measure against a peer in the same run and print the ratios
	@$(BIN)/python -m tests.benchmarks

fuzz: $(VENV)/.dev ## mutate inputs of each reader, FUZZ_RUNS times (100000 overnight)
	@$(BIN)/python -m tests.fuzz --runs $(FUZZ_RUNS)

$(FREEZE)/.ready: requirements-freeze.lock
	@$(PYTHON) -m venv $(FREEZE)
	@$(FREEZE)/bin/pip --disable-pip-version-check --quiet install --require-hashes --only-binary=:all: -r requirements-freeze.lock
	@touch $@

freeze: $(FREEZE)/.ready ## make the frozen program in dist/bedside (Linux)
	@$(FREEZE)/bin/python -m PyInstaller --noconfirm --log-level WARN build_installer.spec

frozentest: freeze $(VENV)/.dev ## freeze, hold the program against the sources, print its size and start
	@$(BIN)/python -m pytest tests/frozen
	@$(BIN)/python -m tests.frozen.measure

lock: $(VENV)/.dev ## rewrite the hash-locked requirements (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build --extra dev pyproject.toml -o requirements-dev.lock
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build --extra freeze pyproject.toml -o requirements-freeze.lock

clean: ## remove what was built here
	@rm -rf $(VENV) $(FREEZE) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
