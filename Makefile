# Two commands do everything, set-up included: `make serve` and `make test`.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
PORT ?=
PYTEST_ARGS ?=

.PHONY: serve build test lint benchmark lock clean

serve: ## set up, build the site, serve it on a loopback port
	@$(PYTHON) -m setup site
	@$(VENV_PYTHON) build.py --serve $(if $(PORT),--port $(PORT))

build: ## set up, build the site into dist/
	@$(PYTHON) -m setup site
	@$(VENV_PYTHON) build.py

test: ## set up, then run the linters and every test
	@$(PYTHON) -m setup tests
	@$(MAKE) --no-print-directory lint
	@echo "[test] pytest"
	@$(VENV_PYTHON) -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

lint: ## ruff, mypy and tsc; expects the set-up done
	@echo "[lint] ruff"
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@echo "[lint] mypy"
	@$(VENV_PYTHON) -m mypy
	@echo "[lint] tsc"
	@node_modules/.bin/tsc -p .

benchmark: ## print the figures the README quotes
	@$(PYTHON) -m setup tests
	@$(VENV_PYTHON) -m benchmarks.browser
	@$(VENV_PYTHON) -m benchmarks.throughput
	@$(VENV_PYTHON) -m benchmarks.pillow_images
	@$(VENV_PYTHON) -m benchmarks.accuracy
	@$(VENV_PYTHON) -m benchmarks.accuracy.geometry
	@$(VENV_PYTHON) -m benchmarks.matting

lock: ## write the Python lock file anew from requirements/dev.in
	@$(PYTHON) -m setup python
	@$(VENV_PYTHON) -m setup.lock

clean: ## remove all that set-up and builds made in this folder
	rm -rf .venv node_modules .setup dist build
