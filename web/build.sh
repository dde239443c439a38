#!/bin/sh
# Everything that goes into dist/: the bundles, the sprite, what we owe to others, and one file per icon
# named on the command line.
set -eu
vite build
vite build --config kolla/vite.config.ts
rolldown --config portal/rolldown.config.mjs
# One file each, for pages that load no modules.
rolldown sdk/src/script.ts --format iife --minify --log-level silent --file dist/sdk.js
rolldown sdk/src/element.ts --format iife --minify --log-level silent --file dist/sdk-element.js
cp ui/glyphs.svg dist/glyphs.svg
cat ui/licences.txt node_modules/@fontsource-variable/inter/LICENSE >dist/licences.txt
node icons/build.mjs "$@"
