#!/bin/sh
# Everything that goes into dist/: the bundles, then one file per icon named on the command line.
set -eu
vite build
node icons/build.mjs "$@"
