# Two commands: `make site` and `make test`. Both do all set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DAY := 2026-11-23

.PHONY: site serve test fast lint bench lock clean

site: $(VENV)/.site  ## check the example handbook and build every edition
	$(BIN)/zowerkenwij check --as-of $(DAY) --fail-on warning
	$(BIN)/zowerkenwij publish --audience all --as-of $(DAY) --strict -o site
	@echo "Open site/public/index.html, of: make serve"

serve: $(VENV)/.site  ## look at the drafts in a browser
	$(BIN)/zowerkenwij serve --as-of $(DAY)

test: $(VENV)/.test  ## everything: lint, types, tests (browser included)
	$(MAKE) lint
	$(BIN)/pytest -n 2 --dist loadscope

fast: $(VENV)/.test  ## the tests that need no browser and no site
	$(BIN)/pytest -n 2 -m "not slow"

lint: $(VENV)/.test
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/zowerkenwij schema --check

bench: $(VENV)/.test  ## print the ratios: how fast beside the bare minimum
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/round_trip.py

lock:  ## renew the locked environment from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra build pyproject.toml -o requirements/site.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra build --extra dev pyproject.toml -o requirements/test.txt

$(VENV)/.venv:
	tools/make-venv $(PYTHON) $(VENV)
	touch $@

$(VENV)/.site: $(VENV)/.venv requirements/site.txt pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/.test: $(VENV)/.site requirements/test.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	tools/install-browser
	tools/install-office
	touch $@

clean:
	rm -rf $(VENV) site
