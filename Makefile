# The verbs of the work. Each sets up what it needs; nothing is installed twice.
.PHONY: run test check bench docs airflow lock setup clean
.DEFAULT_GOAL := run

PY := .venv/bin/python

setup:            ## virtual environment, locked dependencies, encoder weights
	@scripts/setup.sh

run: setup        ## reports of the sample mission -> strategic brief
	@$(PY) -m fusion run

test: setup       ## all tests
	@$(PY) -m pytest -n 2 --dist loadfile

check: setup      ## lint, types, import contracts, docs
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(PY) -m pytest tests/docs

bench: setup      ## measured rows; DATA=folder names the evaluation data
	@$(PY) -m fusion bench $(if $(DATA),--data $(DATA))

docs: setup       ## pages that are generated from the declarations
	@$(PY) -m fusion docs

airflow: setup    ## a local Airflow with the four DAGs on http://127.0.0.1:8080; Ctrl-C stops it
	@$(PY) scripts/airflow_local.py

lock: setup       ## new versions from pyproject.toml
	@scripts/lock.sh --upgrade

clean:            ## state of runs; documents and decisions as well
	rm -rf var .airflow
