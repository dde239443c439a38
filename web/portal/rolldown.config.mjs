import { defineConfig } from "rolldown";

// Files of two versions must not meet in one browser: all but the first, whose address holds its version, have their
// digest in their names. The first shares nothing with the rest, which would load it again under an address without.
export default defineConfig({
  input: { portal: "portal/src/main.ts" },
  platform: "browser",
  transform: { target: "es2022", define: { "process.env.NODE_ENV": '"production"' } },
  // "use client" is for servers that render React, and there is none here.
  checks: { moduleLevelDirective: false },
  output: {
    dir: "dist",
    minify: true,
    entryFileNames: "[name].js",
    chunkFileNames: "parts/[name]-[hash].js",
    codeSplitting: {
      groups: [
        // What each page needs, with the libraries, and what several pages share: one file each.
        { name: "portal", test: /rolldown\/runtime|portal\/src\/(start|(api|frame|parts)\/)/ },
        { name: "rooms", test: /portal\/src\/rooms\//, minShareCount: 2 },
      ],
    },
  },
});
