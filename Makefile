# Kith's commands. Each works alone: it first makes .venv and installs what is missing.
SHELL := /bin/bash
PYTHON := .venv/bin/python
KITH := .venv/bin/kith
# A folder of photos for the demo; without one it uses the sample data.
PHOTOS ?=
DEMO = $(KITH) demo $(if $(PHOTOS),"$(PHOTOS:~/%=$(HOME)/%)")
BENCHES := $(sort $(wildcard tests/bench/bench_*.py))
# Some machines pin old OpenBLAS kernels, which would slow one rival and not the other.
UNPINNED := env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE

.PHONY: help setup run demo test check bench
.DEFAULT_GOAL := help

help:
	@echo 'make run                the demo: enrol, identify, cluster and retrain on sample photos'
	@echo 'make run ARGS="..."     any command of kith, for example ARGS="cluster ~/Pictures"'
	@echo 'make demo PHOTOS=DIR    the demo on your own photos'
	@echo 'make test               all tests (ARGS="..." goes on to pytest)'
	@echo 'make check              format, lint, types and the walls between modules'
	@echo 'make bench              speed and accuracy beside other libraries'
	@echo 'make setup              the environment alone'

setup:
	@resources/setup.sh

run: setup
	@$(if $(ARGS),$(KITH) $(ARGS),$(DEMO))

demo: setup
	@$(DEMO)

test: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest --numprocesses 2 --dist loadfile $(ARGS)

check: setup
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

bench: setup
	@resources/setup.sh bench
	@set -e; for bench in $(notdir $(BENCHES:.py=)); do \
		echo "== $$bench"; $(UNPINNED) $(PYTHON) -m tests.bench.$$bench; done
