# `make help` lists what there is. Everything runs inside .venv, which requirements/bootstrap.py makes from the locks.
.DEFAULT_GOAL := help
.PHONY: help run chat train test lint evaluate simulate soak benchmark screenshots lock clean setup setup-dev

# Any Python from 3.6 on can start the set-up; it finds or brings the 3.10 that Rasa needs.
ANY_PYTHON := $(shell for python in python3 python .venv/bin/python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null && echo $$python && break; done)
PY := .venv/bin/python
TEST_WORKERS ?= 2
TESTS ?= tests

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:
	@test -n "$(ANY_PYTHON)" || { echo "solewise: no Python on this machine. Install Python 3.10, then run the command again." >&2; exit 1; }
	@$(ANY_PYTHON) requirements/bootstrap.py run

setup-dev:
	@test -n "$(ANY_PYTHON)" || { echo "solewise: no Python on this machine. Install Python 3.10, then run the command again." >&2; exit 1; }
	@$(ANY_PYTHON) requirements/bootstrap.py dev

run: setup ## set up what is missing, start everything, print the address of the page
	@$(PY) -m bot run

chat: setup ## talk in the terminal
	@$(PY) -m bot chat

train: setup ## train the model if something that it depends on changed
	@$(PY) -m bot train

test: lint ## check style and types, then run every test
	@$(PY) -m bot train
	@$(PY) -m pytest -n $(TEST_WORKERS) --dist loadgroup $(TESTS)

lint: setup-dev ## style (ruff), types (mypy), and every file that people edit: rules, words, wording, products
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m actions.check
	@$(PY) -m bot.nlu.check
	@$(PY) -m catalog check --files

evaluate: setup-dev ## how well messages are understood, as a table
	@$(PY) -m bot.evaluation

simulate: setup-dev ## 2,000 invented people talk to the adviser and to rival quizzes (some minutes)
	@$(PY) -m catalog setup
	@$(PY) -m actions.simulation

soak: setup-dev ## 100,000 inputs of every kind through the understanding (about 10 minutes)
	@$(PY) -m bot train
	@$(PY) -m bot.evaluation.soak

benchmark: setup-dev ## messages a second beside Rasa's default assistant; advice on, and import of, 100,000 products
	@$(PY) -m bot.benchmark; talked=$$?; $(PY) -m actions.benchmark; advised=$$?; \
		$(PY) -m tests.platforms.measure; refused=$$?; \
		$(PY) -m catalog.benchmark && exit $$((talked + advised + refused))

screenshots: setup-dev ## the pictures of the chat in docs/images/ (needs Chromium)
	@$(PY) -m bot train
	@$(PY) -m tests.browser.screenshots

lock: ## write the locks in requirements/ anew
	@$(ANY_PYTHON) requirements/bootstrap.py lock

clean: ## remove what the commands made: environment, models, databases
	rm -rf .venv var models .rasa .mypy_cache .pytest_cache .ruff_cache .hypothesis
