# Thin names for the scripts: `make bench NAME=startup`, and without a name the list of them.
# Some shells export a NAME of their own, the machine's.
ifeq ($(origin NAME),environment)
NAME =
endif
.PHONY: build test lint format bench soak release docs setup
build: ; scripts/build
test: ; scripts/test
lint: ; scripts/lint
format: ; scripts/lint --fix
bench: ; scripts/bench $(NAME)
soak: ; scripts/soak $(NAME)
release: ; scripts/build release
docs: ; scripts/docs
setup: ; scripts/setup
