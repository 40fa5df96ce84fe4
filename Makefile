# The tasks of a developer; each makes the Python environment by itself, through the launcher.
.PHONY: test test-flat test-differential fast fuzz instrumented lint format bench bench-memory docs environment clean
.DEFAULT_GOAL := test

PYTHON := .venv/bin/python
WORKERS ?= 2

environment:
	@ESHKOL_EXTRA=dev ./eshkol --version > /dev/null

test: environment   ## everything
	$(PYTHON) -m pytest -n $(WORKERS) $(ARGS)

fast: environment   ## without what is marked slow
	$(PYTHON) -m pytest -n $(WORKERS) -m "not slow and not fuzz and not instrumented" $(ARGS)

fuzz: environment   ## thousands of mutated, random and tortured programs
	$(PYTHON) -m pytest -n $(WORKERS) -m fuzz $(ARGS)

instrumented: environment   ## the runtime under valgrind, where it is installed, with sanitizers, and with every call failing
	$(PYTHON) -m pytest -n $(WORKERS) -m instrumented -rs tests/runtime tests/fuzz tests/random tests/embedding tests/faults tests/test_sanitized.py $(ARGS)

test-differential: environment   ## ten thousand random expressions compared with Chez Scheme and Guile
	$(PYTHON) -m pytest -n $(WORKERS) -m fuzz -rs tests/random/test_differential.py $(ARGS)

test-flat: environment   ## flat-memory programs and examples with their full counts: many minutes
	ESHKOL_FLAT_SCALE=1 $(PYTHON) -m pytest tests/flat $(ARGS)

lint: environment
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

format: environment
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: environment
	$(PYTHON) -m bench.run $(ARGS)

bench-memory:   ## memory management against its peers, with pictures: a quarter of an hour
	@ESHKOL_EXTRA=bench ./eshkol --version > /dev/null
	$(PYTHON) -m bench.memory.run $(ARGS)

docs: environment
	$(PYTHON) tools/make_docs.py $(ARGS)

clean:
	rm -rf .venv .venv.lock .pytest_cache .mypy_cache .ruff_cache dist
