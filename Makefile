# pinxit's flows as targets. On a fresh clone with Python 3.11 or newer (and Node 20 for the studio), each makes what it
# needs in .venv and web/node_modules first.
#   make demo              paint the packaged photo in every packaged style, under out/   (no torch, no Node)
#   make studio            build the studio and open it in the browser
#   make site              web/dist: the studio as a folder that any host of static files can serve
#   make test              the tests, those of the studio in a real browser included
#   make check             ruff, mypy --strict, import rules; TypeScript, and its types of the manifest
#   make wheel             dist/pinxit-*.whl, models and studio included
#   make model RECIPE=...  train a recipe and export it, going on where it stopped (MINUTES=, DEVICE=, BUILD=)
#   make lock              resolve requirements/*.lock again from pyproject.toml

PYTHON  ?= $(shell command -v python3.11 || command -v python3)
VENV    ?= .venv
OUT     ?= out
DEVICE  ?= auto
BUILD   ?= build/model
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check -q
NODE    := web/node_modules/.made
PACKED  := src/pinxit/data/site

.PHONY: demo studio site test test-python test-page check wheel model lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.run
	$(BIN)/pinxit demo --out $(OUT) --overwrite

studio: $(VENV)/.run site
	$(BIN)/pinxit studio

site: $(NODE)
	cd web && npm run --silent build
	@echo "The site is in web/dist: serve it from any address, under any folder."

# Both halves run, whatever the first one says, and the last word is what failed.
test: $(VENV)/.dev site
	@failed=; \
	$(MAKE) --no-print-directory test-python || failed="$$failed python"; \
	$(MAKE) --no-print-directory test-page || failed="$$failed page"; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed"; exit 1; fi; echo "all tests passed: python, page"

test-python: $(VENV)/.dev
	$(BIN)/python -m pytest

test-page: $(NODE)
	cd web && npm test --silent

check: $(VENV)/.dev $(NODE)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && npm run --silent check

# setuptools would also pack what an earlier build left in build/. The studio in the wheel shares models and samples with
# the package (pinxit.studio.server), and goes without the runtime for WebGPU, which alone is as large as the rest, and
# without the larger sample of the model lab, which says so and points to the public site. The runtime that stays is packed
# better than a wheel packs (pinxit.studio.packed).
wheel: $(VENV)/.run site
	rm -rf build/lib build/bdist.* $(PACKED)
	cp -R web/dist $(PACKED)
	rm -r $(PACKED)/ort/*.asyncify.* $(PACKED)/networks $(PACKED)/samples $(PACKED)/lab-models/efficientnet-lite0.onnx
	find $(PACKED)/zoo -type f ! -name '*.json' -delete
	$(BIN)/python tools/pack_site.py $(PACKED)/ort/*.wasm
	$(PIP) wheel . --no-deps -w dist
	@ls -l dist/*.whl
	@test -z "$$(find dist -name '*.whl' -size +11999999c)" || { echo "the wheel is over 12 MB"; exit 1; }

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

$(NODE): web/package-lock.json
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
	  || { echo "the studio is built with Node 20.19 or newer, and npm: neither is needed to paint from the command line"; exit 1; }
	cd web && npm ci --no-progress --loglevel=error
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
	rm -rf build dist out src/*.egg-info web/dist $(PACKED)
