CONFIGURATION ?= Release

.PHONY: server build test format bench

# One silo on an embedded SQLite file under data/ and one gateway on http://localhost:8000. Ctrl-C stops both.
server:
	@CONFIGURATION=$(CONFIGURATION) exec scripts/server

build:
	dotnet build AuthServe.sln --configuration $(CONFIGURATION)

# Every test, on SQLite and on a private PostgreSQL.
test:
	@CONFIGURATION=$(CONFIGURATION) exec scripts/test

# Says what is not formatted; `dotnet format AuthServe.sln` mends it.
format:
	dotnet format AuthServe.sln --verify-no-changes

# What a look-up costs, and what a check costs beside a bare endpoint of the same shape.
bench:
	@scripts/bench
