# Two commands do everything: `make demo` runs a whole award round, `make test` passes the tests.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := src tests benchmarks

.PHONY: demo test serve check bench pictures lock words format clean

demo: .make/run
	$(BIN)/zhiheng setup
	$(BIN)/zhiheng round samples
	$(BIN)/zhiheng round demo

serve: .make/run
	$(BIN)/zhiheng serve

test: .make/dev
	$(BIN)/python tests/run.py

check: .make/dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files '*.html' | xargs --no-run-if-empty $(BIN)/djade --check --target-version 5.2
	$(BIN)/python -m pytest tests/test_house.py tests/test_words.py

bench: .make/dev
	$(BIN)/python benchmarks/run.py

# Photographs every page as every role into docs/pictures/.
pictures: .make/dev
	$(BIN)/python tests/pictures.py

# Installs what is pinned in requirements/, by hash, into .venv.
.make/run: requirements/run.txt pyproject.toml $(wildcard src/zhiheng/locale/*/LC_MESSAGES/*.po)
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3 python3-venv)." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -e .make/dev || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m zhiheng.words compile
	@mkdir -p .make && touch $@

.make/dev: requirements/dev.txt .make/run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@mkdir -p .make && touch $@

# Gathers the words of pages and code into the catalogues.
words: .make/dev
	$(BIN)/python -m zhiheng.words gather

format: .make/dev
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

# Pins the dependencies again: hashes, no addresses.
lock: .make/dev
	for name in run dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-config --custom-compile-command "make lock" \
	  requirements/$$name.in -o requirements/$$name.txt; done

clean:
	rm -rf .venv .make build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
