# pinxit's flows as targets. On a fresh clone with Python 3.11 or newer, each makes what it needs in .venv first.
#   make demo              paint the packaged photo in every packaged style, under out/   (no torch)
#   make test              the tests
#   make check             ruff, mypy --strict, import rules
#   make wheel             dist/pinxit-*.whl, models included
#   make model RECIPE=...  train a recipe and export it, going on where it stopped (MINUTES=, DEVICE=, BUILD=)
#   make lock              resolve requirements/*.lock again from pyproject.toml

PYTHON  ?= $(shell command -v python3.11 || command -v python3)
VENV    ?= .venv
OUT     ?= out
DEVICE  ?= auto
BUILD   ?= build/model
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check wheel model lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.run
	$(BIN)/pinxit demo --out $(OUT) --overwrite

test: $(VENV)/.dev
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# setuptools would also pack what an earlier build left in build/.
wheel: $(VENV)/.run
	rm -rf build/lib build/bdist.*
	$(PIP) wheel . --no-deps -w dist
	@ls -l dist/*.whl

CHECKPOINT := $(BUILD)/$(basename $(notdir $(RECIPE))).ckpt

model: $(VENV)/.dev
	@test -n "$(RECIPE)" || { echo "say which: make model RECIPE=recipes/paint/NAME.toml"; exit 2; }
	checkpoint=$$($(BIN)/pinxit train $(RECIPE) $(if $(wildcard $(CHECKPOINT)),--resume) --out $(BUILD) \
	    --device $(DEVICE) $(if $(MINUTES),--minutes $(MINUTES))) \
	  && $(BIN)/pinxit export "$$checkpoint" --out $(BUILD)/export

# The stamps: an environment is made once and renewed only when a lock or pyproject.toml changes.
$(VENV)/.made:
	@"$(PYTHON)" -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "pinxit needs Python 3.11 or newer; say which: make PYTHON=/path/to/python3.11")'
	"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/.made
	$(PIP) install -r requirements/run.lock
	$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(PIP) install -r requirements/dev.lock
	@touch $@

# A local build of torch carries a "+cpu" tag that no other machine has: the tag goes, the version stays.
lock:
	rm -rf build/lock && "$(PYTHON)" -m venv build/lock/run && "$(PYTHON)" -m venv build/lock/dev
	build/lock/run/bin/python -m pip -q install .
	build/lock/dev/bin/python -m pip -q install '.[dev]'
	for kind in run dev; do \
	  { sed -n '/^#/p' requirements/$$kind.lock; \
	    build/lock/$$kind/bin/python -m pip freeze --exclude pinxit | sed 's/+[a-z0-9.]*$$//'; } > build/lock/$$kind.lock \
	  && mv build/lock/$$kind.lock requirements/$$kind.lock; done

clean:
	rm -rf build dist out src/*.egg-info
