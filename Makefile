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

# A window needs a screen; without one a tour on the command line shows what Kith does, on drawn people.
SCREEN := $(DISPLAY)$(WAYLAND_DISPLAY)$(QT_QPA_PLATFORM)
TOUR = echo 'There is no screen here: this is the tour on the command line, on people drawn by a program.'; \
	$(PYTHON) -m tests.screenshots.scenes out/drawn && $(KITH) demo out/drawn
ICONS = $(HOME)/.local/share/icons/hicolor/scalable/apps
APPLICATIONS = $(HOME)/.local/share/applications

# Where systemd looks for the units of a user, and what it calls %E in them.
CONFIG = $(or $(XDG_CONFIG_HOME),$(HOME)/.config)
UNITS = $(CONFIG)/systemd/user

.PHONY: help setup run demo test test-fast check bench screenshots translations desktop service
.DEFAULT_GOAL := help

help:
	@echo 'make run                open the window'
	@echo 'make run ARGS="..."     any command of kith, for example ARGS="cluster ~/Pictures"'
	@echo 'make demo PHOTOS=DIR    a tour on the command line, on your own photos'
	@echo 'make test               all tests (ARGS="..." goes on to pytest)'
	@echo 'make test-fast          the tests that are quick and start no engine, window or command'
	@echo 'make check              format, lint, types and the walls between modules'
	@echo 'make bench              speed and accuracy beside other libraries'
	@echo 'make screenshots        a picture of every page in its states, into out/screenshots'
	@echo 'make translations       take new texts over into the translations, and compile them'
	@echo 'make desktop            add Kith to the desktop menu of this user'
	@echo 'make service            let systemd keep who comes and goes, without a window'
	@echo 'make setup              the environment alone'

setup:
	@resources/setup.sh

run: setup
	@$(if $(ARGS),$(KITH) $(ARGS),$(if $(PHOTOS),$(DEMO),$(if $(SCREEN),$(KITH),$(TOUR))))

demo: setup
	@$(DEMO)

# A quarter of the time tests wait, for cameras and ends of processes: a third worker uses it on two cores.
test: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest --numprocesses 3 --dist worksteal $(ARGS)

test-fast: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest --numprocesses 2 --dist loadfile -m 'not slow and not processes' $(ARGS)

check: setup
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

bench: setup
	@resources/setup.sh bench
	@set -e; for bench in $(notdir $(BENCHES:.py=)); do \
		echo "== $$bench"; $(UNPINNED) $(PYTHON) -m tests.bench.$$bench; done

screenshots: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.screenshots $(ARGS)

translations: setup
	@$(PYTHON) -m tests.catalogue

desktop: setup
	@mkdir -p $(ICONS) $(APPLICATIONS)
	@cp resources/icons/kith.svg $(ICONS)/kith.svg
	@sed 's|^Exec=kith|Exec="$(CURDIR)/$(KITH)"|' resources/kith.desktop >$(APPLICATIONS)/kith.desktop
	@echo 'Kith is in the menu now; to take it out: rm $(APPLICATIONS)/kith.desktop $(ICONS)/kith.svg'

service: setup
	@mkdir -p $(UNITS) $(CONFIG)/kith
	@sed 's|^ExecStart=kith|ExecStart="$(CURDIR)/$(KITH)"|' resources/kith-presence.service >$(UNITS)/kith-presence.service
	@echo 'What is watched: echo KITH_SOURCE=rtsp://camera/1 >$(CONFIG)/kith/presence.env (else camera 0)'
	@echo 'More besides, in the same file: KITH_MORE=--source rtsp://camera/2 --source 1'
	@echo 'Start it now and with each login: systemctl --user daemon-reload && systemctl --user enable --now kith-presence'
	@echo 'Let it go on without a login: loginctl enable-linger; take it out: systemctl --user disable --now kith-presence'
