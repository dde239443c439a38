#!/bin/sh
# The npm package: one module, and its types.
set -eu
cd "$(dirname "$0")/.."
rm -rf react/dist
rolldown react/src/index.ts --format esm --external react --external react/jsx-runtime --external @bothways/sdk --log-level silent \
  --file react/dist/index.js
sh sdk/build.sh
# Against the types of the package that it goes with, as whoever installs both.
printf '{"extends":"../tsconfig.json","compilerOptions":{"paths":{"@bothways/sdk":["../../sdk/dist/types/sdk/src/index.d.ts"]}},"include":["../src"]}' \
  >react/dist/tsconfig.json
tsc --project react/dist --noEmit false --declaration --emitDeclarationOnly --rewriteRelativeImportExtensions \
  --rootDir react/src --outDir react/dist
rm react/dist/tsconfig.json
