# `make` builds cutline and every book under manuscript/ into out/; `make test` runs all that CI runs.

CUTLINE := $(abspath $(or $(CARGO_TARGET_DIR),target)/release/cutline)

.PHONY: all cutline test bench clean

all: cutline
	$(MAKE) -C manuscript CUTLINE=$(CUTLINE) OUT=../out

# cargo knows better than make what has changed.
cutline:
	cargo build --release --locked

test:
	tests/run

bench: cutline
	CUTLINE=$(CUTLINE) benches/article
	CUTLINE=$(CUTLINE) benches/batch
	CUTLINE=$(CUTLINE) benches/again
	CUTLINE=$(CUTLINE) benches/photos
	CUTLINE=$(CUTLINE) benches/pdf
	CUTLINE=$(CUTLINE) benches/book
	CUTLINE=$(CUTLINE) benches/speed 100000 1000000

clean:
	cargo clean
	rm -rf out
