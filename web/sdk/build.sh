#!/bin/sh
# The npm package: modules as they are imported, and their types.
set -eu
cd "$(dirname "$0")/.."
rm -rf sdk/dist
rolldown sdk/src/index.ts sdk/src/register.ts --format esm --log-level silent \
  --entryFileNames '[name].js' --chunkFileNames '[name].js' --dir sdk/dist
tsc --project sdk --noEmit false --declaration --emitDeclarationOnly --rewriteRelativeImportExtensions \
  --rootDir . --outDir sdk/dist/types
