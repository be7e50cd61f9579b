# Two commands do everything, set-up included: `make serve` and `make test`.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
PORT ?=
PYTEST_ARGS ?=

.PHONY: serve build test lint bench benchmark benchmark-many fuzz reproduce audit attack lock clean

serve: ## set up, build the site, serve it on a loopback port
	@$(PYTHON) -m setup site
	@$(VENV_PYTHON) build.py --serve $(if $(PORT),--port $(PORT))

build: ## set up, build the site into dist/
	@$(PYTHON) -m setup site
	@$(VENV_PYTHON) build.py

test: ## set up, then run the linters and every test
	@$(PYTHON) -m setup lint
	@$(MAKE) --no-print-directory -j2 ready lint # building the wheels leaves a processor free now and then
	@echo "[test] pytest"
	@$(VENV_PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: ready
ready: ## set up all that the tests need
	@$(PYTHON) -m setup tests

lint: ## ruff, mypy and tsc; expects the set-up done
	@echo "[lint] ruff"
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@echo "[lint] mypy"
	@$(VENV_PYTHON) -m mypy
	@echo "[lint] tsc"
	@node_modules/.bin/tsc -p .

bench: ## measure how fast the checker is, and write what the page about speed is made from
	@$(PYTHON) -m setup tests
	@$(VENV_PYTHON) -m benchmarks.speed

benchmark: ## print the figures the README quotes
	@$(PYTHON) -m setup tests
	@$(VENV_PYTHON) -m benchmarks.browser
	@$(VENV_PYTHON) -m benchmarks.throughput
	@$(VENV_PYTHON) -m benchmarks.pillow_images
	@$(VENV_PYTHON) -m benchmarks.accuracy
	@$(VENV_PYTHON) -m benchmarks.accuracy.geometry
	@$(VENV_PYTHON) -m benchmarks.matting

benchmark-many: ## measure the checker page with 300 photos of 12 megapixels (minutes)
	@$(VENV_PYTHON) -m benchmarks.many

fuzz: ## judge 100,000 seeded mutations natively and in Pyodide, then let coverage lead; half an hour
	@$(PYTHON) -m setup tests
	@$(VENV_PYTHON) -m fuzz --inside native
	@$(VENV_PYTHON) -m fuzz --inside pyodide
	@$(VENV_PYTHON) -m fuzz.guided

reproduce: ## build wheels, models and site twice in different folders and compare every byte
	@$(PYTHON) -m setup tests
	@$(VENV_PYTHON) -m wheels reproduce
	@$(VENV_PYTHON) -m builder.reproduce

audit: ## ask the registries for known faults of the pinned packages
	@$(PYTHON) -m setup.audit

.PHONY: dist
dist: ## build the sdist and the wheel of gradphoto into build/release/
	@$(PYTHON) -m setup python
	@$(VENV_PYTHON) -m setup.release dist

.PHONY: release
release: ## build them and say whether this version may be released; tags nothing (RELEASING.md)
	@$(PYTHON) -m setup python
	@$(VENV_PYTHON) -m setup.release check

.PHONY: visual
visual: ## renew the pictures that the look of the site is held against
	@$(PYTHON) -m setup tests
	@$(VENV_PYTHON) -m tests.visual

.PHONY: benchmark-build
benchmark-build: ## measure our build beside Hugo, Eleventy and MkDocs-Material, which it installs for that
	@$(PYTHON) -m setup site
	@$(VENV_PYTHON) -m benchmarks.build --install

.PHONY: lighthouse
lighthouse: ## look at every page with Lighthouse, as a phone does; print a table (PAGES="faq.html …" for some)
	@$(PYTHON) -m setup tests
	@cd benchmarks/lighthouse && npm ci --no-audit --no-fund --silent
	@$(VENV_PYTHON) -m benchmarks.lighthouse $(PAGES)

attack: ## try every way out of the checker page in three browsers, and print what became of it
	@$(PYTHON) -m setup tests
	@$(VENV_PYTHON) -m tests.browser.leak

lock: ## write the Python lock file anew from requirements/dev.in
	@$(PYTHON) -m setup python
	@$(VENV_PYTHON) -m setup.lock

clean: ## remove all that set-up and builds made in this folder
	rm -rf .venv node_modules .setup dist build
