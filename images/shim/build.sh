#!/bin/sh
# Builds the shim: images/shim/bin/lambox-shim-<architecture>. Usage: build.sh [amd64|arm64 ...], both when none is named.
# GO names the go command, LAMBOX_VERSION what `--version` prints, OUT another folder than bin.
set -eu
cd "$(dirname "$0")"
go=${GO:-go}
version=${LAMBOX_VERSION:-$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' ../../package.json | head -n 1)}
[ $# -gt 0 ] || set -- amd64 arm64
out=${OUT:-bin}
mkdir -p "$out"
for architecture in "$@"; do
	case $architecture in
	amd64 | arm64) ;;
	*)
		echo "build.sh: unknown architecture \"$architecture\"; expected amd64 or arm64" >&2
		exit 2
		;;
	esac
	# Built beside and renamed: a container may be starting from the old file at this moment.
	CGO_ENABLED=0 GOOS=linux GOARCH=$architecture "$go" build -buildvcs=false -trimpath \
		-ldflags "-s -w -X main.version=${version:-unknown}" -o "$out/.lambox-shim-$architecture.$$" .
	mv "$out/.lambox-shim-$architecture.$$" "$out/lambox-shim-$architecture"
done
