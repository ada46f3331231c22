# Two commands on a fresh machine with Python 3.11+ and make: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The tests start the program a hundred times; without saved bytecode, each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run demo test test-programs test-ray test-lowest test-newest fuzz crash mutation locked lock lint format types floors docs screenshots recipes dist check bench clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

# Set up again whenever the dependencies change.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "enricher needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; say: make PYTHON=/path/to/python3.11 ...")'
	@echo "Setting up $(VENV) (once, a minute or two) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

run: $(VENV)/.installed  ## check and enrich seeds/; without internet, the demo
	@$(BIN)/enricher run; status=$$?; \
	if [ $$status -eq 3 ]; then echo >&2; $(BIN)/enricher demo; status=$$?; fi; \
	echo "In this folder, enricher is $(BIN)/enricher." >&2; exit $$status

demo: $(VENV)/.installed  ## the main job against a small web of its own, no internet needed
	@$(BIN)/enricher demo
	@echo "In this folder, enricher is $(BIN)/enricher." >&2

test: $(VENV)/.installed  ## the tests, but for those of test-programs
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m "not programs"

test-programs: $(VENV)/.installed  ## the tests that start, kill or drive other programs
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m programs

# The extra is 258 MB, so it is installed here only. Its sockets stay on loopback.
FORM ?= full
test-ray: $(VENV)/.cluster  ## the tests of engines, with Ray and the slow ones; FORM=short for Ray's in 10 s
	@ENRICHER_TEST_RAY=$(FORM) $(BIN)/python -m pytest tests/run/engines $(if $(filter short,$(FORM)),-m short -k ray)

$(VENV)/.cluster: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,cluster]'
	@touch $@

crash: $(VENV)/.installed  ## kill 200 runs over 300 documents at random moments: half an hour; KILLS=20 for less
	@$(BIN)/python -m tests.crash $(KILLS)

# By coverage, where atheris has a wheel; RUNS=10000 or TARGETS=location for less.
RUNS := 1000000
fuzz: $(VENV)/.installed  ## fuzz every reader of foreign bytes, a million executions each: hours
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]' || echo "atheris cannot be installed here; the plain mutator is used" >&2
	@$(BIN)/python -m tests.fuzz --runs $(RUNS) $(TARGETS)

# uv resolves. The oldest Python is PYTHON; the newest is NEWEST, else the newest that uv can get or pyenv
# has here. TESTS=tests/ledger for fewer tests.
PYENV := $${PYENV_ROOT:-$$HOME/.pyenv}/versions
test-lowest: $(VENV)/.extras  ## the tests with the oldest libraries that pyproject.toml allows
	@$(BIN)/uv venv --quiet --clear --python $(PYTHON) $(VENV)/lowest
	@$(BIN)/uv pip install --quiet --python $(VENV)/lowest/bin/python --resolution lowest-direct --editable '.[dev]'
	@$(VENV)/lowest/bin/python --version
	@$(VENV)/lowest/bin/python -m pytest --numprocesses auto --dist worksteal $(TESTS)

test-newest: $(VENV)/.extras  ## the tests with the newest Python and libraries that are to be had
	@for version in 3.14 3.13 3.12 3.11; do for python in $(NEWEST) $$version $(PYENV)/$$version.*/bin/python; do \
	$(BIN)/uv venv --quiet --clear --python $$python $(VENV)/newest 2>/dev/null && break 2; done; done
	@$(BIN)/uv pip install --quiet --python $(VENV)/newest/bin/python --resolution highest --editable '.[dev]'
	@$(VENV)/newest/bin/python --version
	@$(VENV)/newest/bin/python -m pytest --numprocesses auto --dist worksteal $(TESTS)

SAMPLE := 25
mutation: $(VENV)/.installed  ## change the code here and there and see a test fail: 100 mutants, an hour
	@$(BIN)/python -m tests.mutation --sample $(SAMPLE) $(ROOMS)

locked:  ## set up with exactly the releases of requirements-dev.lock, each by its hash
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.installed

lock: $(VENV)/.installed  ## renew the locks with today's releases
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile pyproject.toml .ci/build.in --extra dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements-dev.lock
	@$(BIN)/uv pip compile .ci/audit.in --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o .ci/audit.lock

lint: $(VENV)/.installed  ## format check and lint
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

format: $(VENV)/.installed  ## put the code into shape
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

types: $(VENV)/.installed  ## type check
	@$(BIN)/mypy && $(BIN)/mypy bench/*.py && $(BIN)/mypy bench/metadata/*.py

floors: $(VENV)/.installed  ## imports point down
	@$(BIN)/python -m pytest tests/test_floors.py

docs: $(VENV)/.extras  ## renew the parts of docs/ that are made from the code, and build the site into build/site
	@$(BIN)/python -m tests.made_docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict

# Tools of single jobs are installed only for these.
$(VENV)/.extras: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,docs,recipes,release]'
	@touch $@

recipes: $(VENV)/.extras  ## validate the recipes by their linters and schemas
	@$(BIN)/python -m tests.lint_recipes

dist: $(VENV)/.extras  ## build sdist and wheel, and check them in a clean environment
	@$(BIN)/python -m tests.dist

screenshots: $(VENV)/.installed  ## renew the pictures of the HTML report in docs/; needs chromium and chromedriver
	@$(BIN)/python -m tests.screenshots

check: lint types test test-programs  ## lint, types and all tests; .ci/run is what gates a change

bench: $(VENV)/.installed  ## figures beside other link checkers: all loads, an hour or more; LOADS=throughput for one
	@$(BIN)/python bench $(LOADS)

clean:  ## remove what was set up
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
