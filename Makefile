# Thin names for the scripts.
.PHONY: build test lint format bench soak release docs setup
build: ; scripts/build
test: ; scripts/test
lint: ; scripts/lint
format: ; scripts/lint --fix
bench: ; scripts/bench
soak: ; scripts/soak
release: ; scripts/build release
docs: ; scripts/docs
setup: ; scripts/setup
