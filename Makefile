# make run | test | check | check-long | check-mutations | bench | check-books | demo-reset | lock | pictures | messages
#
# Needs Python 3.11+ and make. PORT=, HOST= and VAR= move the server and its files; DATABASE_URL= names another Postgres.

unexport PYTHONDONTWRITEBYTECODE # a server, a worker and each process of the tests start a second sooner with what was compiled

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
RACKBEAT_DEMO ?= 1
PROCESSES ?= 3 # of tests, on two cores: while one waits for a server or a browser the others go on

.PHONY: help run test check check-long check-mutations bench check-books demo-reset lock lint pictures messages

help:
	@sed -n 1,3p Makefile

run: $(VENV)/.run
	@sh deploy/system-packages run
	@RACKBEAT_DEMO=$(RACKBEAT_DEMO) exec $(PY) manage.py serve --end-with-parent

test: $(VENV)/.dev
	@sh deploy/system-packages test
	@$(PY) -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint
	@$(PY) -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder $(ARGS)

# The proofs in full, minutes each, alone on the machine: every verb of the ledger in any order, faults of our own, load and crashes.
check-long: $(VENV)/.dev
	@sh deploy/system-packages test
	@LEDGER_STEPS=200 LEDGER_SEEDS=100 $(PY) -m pytest tests/inventory/test_ledger_machine.py tests/purchasing/test_ledger_machine.py $(ARGS)
	@$(PY) -m tests.mutation
	@RACKBEAT_LONG=1 $(PY) -m pytest -s tests/live $(ARGS)

# One lock, check or rounding switched off at a time: a test must fail. ARGS="layer" tries those whose name has the word.
check-mutations: $(VENV)/.dev
	@sh deploy/system-packages test
	@$(PY) -m tests.mutation $(ARGS)

lint: $(VENV)/.dev
	@sh deploy/system-packages check
	@PY=$(PY) sh deploy/lint

bench: $(VENV)/.dev
	@sh deploy/system-packages run
	@$(PY) -m bench $(ARGS)

check-books: $(VENV)/.run
	@$(PY) manage.py check_books

demo-reset: $(VENV)/.run
	@RACKBEAT_DEMO=$(RACKBEAT_DEMO) $(PY) manage.py demo_reset

# Versions with hashes and without any address; the second keeps step with the first.
lock: $(VENV)/.dev
	$(PY) -m uv pip compile -q --generate-hashes --universal -p 3.11 requirements.in -o requirements.txt
	$(PY) -m uv pip compile -q --generate-hashes --universal -p 3.11 requirements-dev.in -o requirements-dev.txt
	$(PY) -m uv pip compile -q --generate-hashes --universal -p 3.11 requirements-uv.in -o requirements-uv.txt

# The README's pictures; ARGS="--all folder" takes every main page, wide and narrow, light and dark.
pictures: $(VENV)/.dev
	@sh deploy/system-packages test
	@$(PY) -m docs.pictures $(ARGS)

messages: $(VENV)/.dev
	@sh deploy/system-packages check
	$(PY) manage.py makemessages -l nb -l da --no-location --no-obsolete -i var -i tests -i bench -i node_modules

# --- the virtual environment: one for running, the same with more in it for developing -------------------------

$(PY):
	@PYTHON="$(PYTHON)" sh deploy/venv $(VENV)

$(VENV)/.run: requirements.txt requirements-uv.txt | $(PY)
	@sh deploy/install-packages $(PY) requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt requirements-uv.txt | $(PY)
	@sh deploy/install-packages $(PY) requirements-dev.txt
	@touch $(VENV)/.run $@
