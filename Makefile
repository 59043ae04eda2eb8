# make run      build (release) and start the server; make run PORT=9000 DATA=/some/folder
# make build    the program and its pages, for production
# make test     everything: Swift tests, protocol tests over real sockets, real browsers
# make check    format, import direction, types of the pages
# make fuzz     mutated input for everything that reads what strangers write; make fuzz SECONDS=600
# make bench    load tests beside Debian's Janus

PORT ?= 8080
DATA ?= data
SWIFT ?= $(shell command -v swift || echo /opt/swift/usr/bin/swift)
VENV := .venv
PYTHON := $(VENV)/bin/python

# AES-GCM in a processor's widest instructions; Debian has it for amd64 only, elsewhere OpenSSL encrypts media.
MULTI_BUFFER := $(if $(filter x86_64,$(shell uname -m)),libipsec-mb-dev)
BUILD_PACKAGES := libwebsockets-dev libwebsockets-evlib-uv libuv1-dev libssl-dev libsqlite3-dev libcurl4-openssl-dev libsrtp2-dev $(MULTI_BUFFER) libopus-dev pkg-config ca-certificates git
RUN_PACKAGES := $(BUILD_PACKAGES) libjs-webrtc-adapter esbuild brotli gzip
CHECK_PACKAGES := node-typescript python3
TEST_PACKAGES := $(RUN_PACKAGES) ffmpeg opus-tools python3 python3-venv chromium coturn iproute2 openssl curl
BENCH_PACKAGES := $(RUN_PACKAGES) janus valgrind binutils gcc

SOURCES := Package.swift $(shell find Sources LoadTests -name '*.swift' -o -name '*.h' -o -name 'module.modulemap')
PAGES := $(shell find Web -type f)
RELEASE := .build-release/release

.PHONY: build run test check fuzz fuzz-briefly bench format clean

build: $(RELEASE)/visavis .build-web/.done

run: build
	@VISAVIS_WEB=.build-web exec $(RELEASE)/visavis serve --demo --port $(PORT) --data $(DATA)

$(RELEASE)/visavis: $(SOURCES)
	@.ci/setup $(RUN_PACKAGES)
	@echo "Building (the first time takes some minutes) …"
	@$(SWIFT) build -c release --scratch-path .build-release --product visavis
	@touch $@

.build-web/.done: $(PAGES) .ci/pages
	@.ci/setup esbuild brotli gzip
	@.ci/pages Web .build-web
	@touch $@

# The browsers walk the pages as they are served in production. Most of these tests wait for something most of the time: three at once
# keep two cores busy, in the order of harness/order.py. Those that measure time closely follow by themselves.
END_TO_END := VISAVIS_BINARY=$(CURDIR)/.build/debug/visavis VISAVIS_TEST_WEB=$(CURDIR)/.build-web $(PYTHON) -m pytest Tests/EndToEnd -q

test: .build-web/.done
	@.ci/setup $(TEST_PACKAGES)
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	@$(MAKE) --no-print-directory fuzz-briefly
	$(SWIFT) build --product visavis
	@$(MAKE) --no-print-directory $(VENV)/.done
	$(END_TO_END) -m "not alone" --numprocesses 3 --dist loadfile --no-loadscope-reorder
	$(END_TO_END) -m alone

$(VENV)/.done: Tests/EndToEnd/requirements.txt
	@python3 -m venv $(VENV)
	@$(PYTHON) -m pip install --quiet --requirement $<
	@touch $@

check:
	@.ci/setup $(CHECK_PACKAGES)
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests LoadTests
	.ci/check-imports.py
	tsc --project Web/tsconfig.json

# A finding is the process's death: the input in hand stays in fuzz-TARGET-SEED.bin, and `--target TARGET --input FILE` runs it again.
SECONDS ?= 30
FUZZ := $(SWIFT) build -c release --sanitize=address --scratch-path .build-asan --product
FUZZ_OPTIONS := ASAN_OPTIONS=hard_rss_limit_mb=2048

fuzz:
	@.ci/setup $(BUILD_PACKAGES)
	$(FUZZ) MediaFuzz
	$(FUZZ_OPTIONS) .build-asan/release/MediaFuzz --seconds $(SECONDS)
	$(FUZZ) RecordingFuzz
	$(FUZZ_OPTIONS) .build-asan/release/RecordingFuzz --seconds $(SECONDS)

# What comes from the network, for half a minute and the same each time; what lies on the disk takes minutes more to build.
fuzz-briefly:
	$(FUZZ) MediaFuzz
	$(FUZZ_OPTIONS) .build-asan/release/MediaFuzz --seconds 3 --seed 1

bench: $(RELEASE)/visavis
	@.ci/setup $(BENCH_PACKAGES)
	$(SWIFT) build -c release --scratch-path .build-release --product LoadTests
	$(RELEASE)/LoadTests signaling --server $(RELEASE)/visavis --web Web --janus "$$(command -v janus)" --check
	$(RELEASE)/LoadTests media --server $(RELEASE)/visavis --web Web --janus "$$(command -v janus)" --check
	$(RELEASE)/LoadTests routing --server $(RELEASE)/visavis --web Web --check

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests LoadTests

clean:
	rm -rf .build .build-release .build-asan .build-web $(VENV)
