# Perintah proyek. `make help` menampilkan semuanya.
PYTHON ?= python3
VENV := .venv/bin
BOOT := $(PYTHON) asnkarier/embedded/bootstrap.py
.DEFAULT_GOAL := help
.PHONY: help run test check docs lock fmt clean bench soak shots

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

run: ## Start the portal with everything it needs (PORT=8123 for another port)
	@exec $(BOOT) run

test: ## Run the whole suite, browser tests included (ARGS="-k words" for a part)
	@$(BOOT) test -m pytest -n 2 $(ARGS)
