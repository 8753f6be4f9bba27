# gxkit from a shell. `make` lists what it can do. Everything it makes is in .venv/, out/ and dist/; `make clean` removes it.
#
# Set-up: a virtual environment in .venv, uv in it, then exactly what requirements.lock names, each file checked by its
# hash, then this package itself. It is done once, and again when requirements.lock or pyproject.toml has changed.
# Nothing but the package index is asked. Python 3.11 to 3.14; another than python3: make PYTHON=python3.13 study

PYTHON = python3
RUN = .venv/bin/python
READY = .venv/ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help study test test-browser docs pictures lab shell notebooks lint hooks rules lock facsimiles bench bench-panel bench-filling bench-layouts bench-diagnosis bench-slips bench-narrative clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r target does; do \
		printf '%-22s %s\n' "$$target" "$$does"; done

study: $(READY)  ## read the reports of data/, check them, write figures and the study in Chinese and English; names the files it made in out/
	@$(RUN) -m gxkit.cli study data --to out --language both

test: $(READY)  ## run the tests, then every notebook, comparing its outputs with the committed ones
	@$(RUN) -m pytest tests
	@set -- $$(ls notebooks/*.ipynb 2>/dev/null); \
	if [ $$# -eq 0 ]; then echo "no notebooks to run in notebooks/"; exit 0; fi; \
	[ ! -f notebooks/nbval_sanitize.cfg ] || set -- --nbval-sanitize-with notebooks/nbval_sanitize.cfg "$$@"; \
	$(RUN) -m pytest --nbval --nbval-current-env "$$@"

test-browser: $(READY)  ## drive what is shown with Debian's chromium; skipped where there is none
	@$(RUN) -m pytest tests/browser

docs: $(READY)  ## the documentation as a site that needs no network; names the page to open in out/docs
	@$(RUN) docs/make_docs.py --to out/docs

pictures: $(READY)  ## take the pictures of docs/pictures/ anew, in the same browser
	@$(RUN) -m pytest tests/browser/pictures.py

# JupyterLab asks whether it shall fetch news, over what is shown, and no option silences it: notebooks/labconfig/ does.
lab: $(READY)  ## open JupyterLab here, with notebooks/, data/ and out/ in reach; LAB="--no-browser" and the like are handed on
	@$(use_commands); export JUPYTER_CONFIG_PATH="$$PWD/notebooks$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}"; \
	$(RUN) -m jupyterlab --ServerApp.root_dir="$$PWD" $(LAB)

shell: $(READY)  ## a shell in which the command gxkit is found; exit leaves it
	@$(use_commands); echo "Here is gxkit: try 'gxkit --help'; 'exit' leaves."; "$${SHELL:-/bin/sh}" || true

notebooks: $(READY)  ## run the notebooks anew and make the Chinese ones; names what is not translated. NAMES=05_reconcile_tables
	@$(RUN) notebooks/run.py $(NAMES)

lint: $(READY)  ## ruff and mypy
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && ruff=passed; $(RUN) -m mypy && test "$$ruff"

hooks: $(READY)  ## let ruff and mypy look at every commit from now on (pre-commit)
	@$(RUN) -m pre_commit install

rules: $(READY)  ## check the arithmetic of the forms for contradictions; after a form's rules were changed
	@$(RUN) -c 'from gxkit.checks.ruleset import remember_sound; remember_sound()'

lock: .venv/bin/uv  ## make requirements.lock from pyproject.toml; UPGRADE=1 takes newer versions
	@$(use_pip_settings); .venv/bin/uv pip compile --quiet --python $(RUN) --python-version 3.11 $(if $(UPGRADE),--upgrade) \
		--universal --generate-hashes --no-header --no-annotate --no-emit-index-url --all-extras \
		pyproject.toml --output-file requirements.lock
	@echo "requirements.lock: $$(grep -c '^[a-z]' requirements.lock) requirements"

facsimiles: $(READY)  ## typeset data/reports/ anew; the only thing that needs LibreOffice
	@$(RUN) data/make_facsimiles.py

bench: $(READY)  ## time the readers
	@$(RUN) benchmarks/read.py

bench-panel: $(READY)  ## time the frames of 1 000 and of 10 000 reports, at once and in portions, with their memory
	@$(RUN) benchmarks/panel.py

bench-filling: $(READY)  ## move each weight of filling and see how many cells come out right, doubted or wrong
	@$(RUN) benchmarks/filling.py

bench-layouts: $(READY)  ## read reports in layouts of another hand and count what is right, flagged or silently wrong
	@$(RUN) benchmarks/layouts.py

bench-diagnosis: $(READY)  ## plant mistakes by the thousand and see whether they are named
	@$(RUN) benchmarks/diagnosis.py

bench-slips: $(READY)  ## make mistakes as people make them, and see whether what is called certain is true
	@$(RUN) benchmarks/slips.py

bench-narrative: $(READY)  ## read sentences whose figures are known and count which are tied to the right cells
	@$(RUN) benchmarks/narrative.py

clean:  ## remove .venv and all that was made in it or by it
	@rm -rf .venv out dist .pytest_cache .mypy_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The commands of .venv first, in a shell and in the terminals and notebooks of JupyterLab.
use_commands = export VIRTUAL_ENV="$$PWD/.venv" PATH="$$PWD/.venv/bin:$$PATH"

# uv reads no pip.conf, so that a mirror or a certificate of which pip was told must be handed on.
pip_setting = $(RUN) -m pip config list 2>/dev/null | sed -n "s/^[a-z:]*\.$(1)='\(.*\)'$$/\1/p" | head -n 1
use_pip_settings = \
	index="$${UV_DEFAULT_INDEX:-$${UV_INDEX_URL:-$$($(call pip_setting,index-url))}}"; \
	certificates="$${SSL_CERT_FILE:-$$($(call pip_setting,cert))}"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	if [ -n "$$certificates" ]; then export SSL_CERT_FILE="$$certificates"; fi

$(READY): requirements.lock pyproject.toml | .venv/bin/uv
	@echo "set-up: installing what requirements.lock names (about 300 MB the first time)"
	@$(use_pip_settings); \
	.venv/bin/uv pip install --quiet --python $(RUN) --require-hashes -r requirements.lock && \
	.venv/bin/uv pip install --quiet --python $(RUN) --no-deps --no-build-isolation -e .
	@touch $@

.venv/bin/uv:
	@version=$$("$(PYTHON)" -c 'import sys; v = sys.version_info; print("%d.%d.%d" % v[:3]); sys.exit(not (3, 11) <= v[:2] <= (3, 14))' \
		2>/dev/null) || { \
	if [ -n "$$version" ]; \
	then echo "gxkit needs Python 3.11 to 3.14, and $(PYTHON) is Python $$version: name another, as in 'make PYTHON=python3.12 study'."; \
	else echo "There is no $(PYTHON) here: install Python 3.11 to 3.14, or name one, as in 'make PYTHON=python3.12 study'."; fi >&2; \
	exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$(PYTHON) cannot make a virtual environment: install its venv module ('sudo apt install python3-venv' on Debian and Ubuntu), then call make again." >&2; \
	exit 1; }
	@echo "set-up: making .venv with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
