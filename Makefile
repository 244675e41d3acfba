# Every target sets up .venv by itself from the hash-pinned lock, and only when the lock has changed.
# Needed: make, and a python3 of 3.11 or newer with its venv module.

pythons = python3.11 python3.12 python3.13 python3
install = .venv/bin/pip install --quiet --disable-pip-version-check
project = $(install) --no-deps --no-build-isolation --editable .
pytest = .venv/bin/python -m pytest
report = $(if $(REPORTS),--junitxml=$(REPORTS)/$(1).xml)
said = echo "Setting up .venv: this takes about a minute, once."

.PHONY: run test check bench theory faults day

run: .venv/run.stamp		## everything in one terminal, with telephones in the browser
	@exec .venv/bin/helpline demo

test: .venv/dev.stamp		## every test: first whatever can be run side by side, then what needs the machine to itself
	@status=0; \
	$(pytest) -n auto --dist worksteal -m "not alone" $(call report,together) $(PYTEST_FLAGS) || status=1; \
	$(pytest) -m alone $(call report,alone) $(PYTEST_FLAGS) || status=1; \
	exit $$status

check: .venv/dev.stamp		## format, lint, types, wiring
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	@$(pytest) -q tests/wiring

bench: .venv/dev.stamp		## what the measured costs are on this machine
	@$(pytest) -s -o python_files='bench_*.py' tests/bench

theory: .venv/dev.stamp		## waits in line against Erlang C and A: most of an hour (THEORY_FLAGS="--share 0.05" for a look)
	@.venv/bin/python -m tests.theory $(THEORY_FLAGS)

faults: .venv/dev.stamp		## what every fault does to people: hours (FAULTS_FLAGS="--seeds 1 --only ..." for less)
	@.venv/bin/python -m tests.faults $(FAULTS_FLAGS)

day: .venv/dev.stamp		## whether a steady flow of people leaves memory, keys, files or connections behind: an hour (DAY_FLAGS="--minutes 40")
	@.venv/bin/python -m tests.day $(DAY_FLAGS)

.venv/run.stamp: requirements.txt pyproject.toml | .venv/made.stamp
	@$(said)
	@$(install) --require-hashes -r requirements.txt
	@$(project)
	@touch $@

# What developing needs holds all that running needs, so it counts as both.
.venv/dev.stamp: requirements-dev.txt requirements.txt pyproject.toml | .venv/made.stamp
	@$(said)
	@$(install) --require-hashes -r requirements-dev.txt
	@$(project)
	@touch .venv/run.stamp $@

# A version manager may leave a python3.12 in the path that does not run, so each is tried, not only looked for.
.venv/made.stamp:
	@for python in $(pythons); do \
	    if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        $$python -m venv .venv && touch $@ && exit 0; exit 1; \
	    fi; \
	done; \
	echo "None of '$(pythons)' is Python 3.11 or newer with its venv module." >&2; \
	echo "Install Python 3.11 or newer (Debian and Ubuntu: apt-get install python3 python3-venv), then run make again." >&2; \
	exit 1
