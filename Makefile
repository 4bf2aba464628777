CONFIGURATION ?= Release

.PHONY: server cluster build test races walk faults model verify format bench

# One silo on an embedded SQLite file under data/ and one gateway on http://localhost:8000. Ctrl-C stops both.
server:
	@CONFIGURATION=$(CONFIGURATION) exec scripts/server

# Silos and gateways on a private PostgreSQL behind haproxy, on http://localhost:8000: make cluster SILOS=3 GATEWAYS=2. `scripts/cluster help` tells how
# to change it while it runs. Ctrl-C stops it, and its data goes with it.
cluster: export SILOS ?= 3
cluster: export GATEWAYS ?= 2
cluster:
	@CONFIGURATION=$(CONFIGURATION) exec scripts/cluster start

build:
	dotnet build AuthServe.sln --configuration $(CONFIGURATION)

# Every test, on SQLite and on a private PostgreSQL.
test:
	@CONFIGURATION=$(CONFIGURATION) exec scripts/test

# The races over two gateways, 200 rounds each, 20 turns of the key ring under load, and 10 kills during an import; `make test` runs a few.
races:
	dotnet build tests/Gateway.Tests --configuration $(CONFIGURATION) --verbosity quiet --nologo
	AUTHSERVE_RACE_ROUNDS=200 AUTHSERVE_ROTATIONS=20 AUTHSERVE_KILL_ROUNDS=10 tests/Gateway.Tests/bin/$(CONFIGURATION)/net10.0/AuthServe.Gateway.Tests -noColor -class AuthServe.Gateway.Tests.OAuth.RaceTests -class AuthServe.Gateway.Tests.Users.OwnerRaceTests -class AuthServe.Gateway.Tests.Tokens.RotationUnderLoadTests -class AuthServe.Gateway.Tests.Faults.ImportKillTests

# 100,000 random commands by random accounts, 2,000 of them again over HTTP: nobody gets more than somebody could give them. `make test` takes a few
# thousand. AUTHSERVE_WALK_SEED draws others. The database is in memory where there is a folder for that: a walk writes a great deal.
walk: export TMPDIR ?= $(if $(wildcard /dev/shm/.),/dev/shm,/tmp)
walk:
	dotnet build tests/Grains.Tests --configuration $(CONFIGURATION) --verbosity quiet --nologo
	dotnet build tests/Gateway.Tests --configuration $(CONFIGURATION) --verbosity quiet --nologo
	AUTHSERVE_WALK_STEPS=100000 tests/Grains.Tests/bin/$(CONFIGURATION)/net10.0/AuthServe.Grains.Tests -noColor -showLiveOutput -class AuthServe.Grains.Tests.Walks.EscalationWalkTests
	AUTHSERVE_WALK_STEPS=2000 tests/Gateway.Tests/bin/$(CONFIGURATION)/net10.0/AuthServe.Gateway.Tests -noColor -showLiveOutput -class AuthServe.Gateway.Tests.Walks.EscalationWalkTests

# Everything that can go wrong in a cluster, 20 times each, while rights are given, taken and asked for: takes hours, and needs root for the
# networks of its own that silos are cut off in. AUTHSERVE_FAULTS chooses by parts of their names. `make test` lets a few things go wrong once.
faults: export AUTHSERVE_FAULT_ROUNDS ?= 20
faults: export AUTHSERVE_FAULT_REPORT ?= $(CURDIR)/faults.md
faults:
	dotnet build tests/Faults --configuration $(CONFIGURATION) --verbosity quiet --nologo
	dotnet build tests/SiloVariants --configuration $(CONFIGURATION) --verbosity quiet --nologo
	tests/Faults/bin/$(CONFIGURATION)/net10.0/AuthServe.Faults -noColor -showLiveOutput

# The protocol of docs/consistency.md, every interleaving of it, by spin.
model:
	@scripts/model

# Compares what is stored more than once: logs with their hashes, directories with their grains, names with accounts. Takes the
# configuration of a silo from the environment; an embedded database must not be in use.
verify:
	@dotnet build src/Silo --configuration $(CONFIGURATION) --verbosity quiet --nologo
	@dotnet src/Silo/bin/$(CONFIGURATION)/net10.0/AuthServe.Silo.dll verify

# Says what is not formatted; `dotnet format AuthServe.sln` mends it.
format:
	dotnet format AuthServe.sln --verify-no-changes

# What operations cost under load beside bare endpoints of the same shape, what takes how long with three silos, what a look-up costs, and more:
# `scripts/bench load` for one of them. Installs wrk where it may.
bench:
	@scripts/bench
