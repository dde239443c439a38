#!/bin/sh
# Everything that goes into dist/: the bundles, then one file per icon named on the command line.
set -eu
vite build
cp ui/glyphs.svg dist/glyphs.svg
node icons/build.mjs "$@"
