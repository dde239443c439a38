import { defineConfig } from "vite";

// File names are stable: the server knows each by name and adds the hash from manifest.json as a query,
// so that templates and tests need no look-up table.
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "dist",
    target: "es2022",
    cssMinify: "lightningcss",
    // Fonts stay files: the content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      // "use client" is for servers that render React, and there is none here.
      onwarn: (warning, warn) => {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
      input: {
        ui: "ui/index.css",
        hosted: "hosted/src/main.ts",
        passkeys: "hosted/src/passkeys.ts",
        embed: "embed/src/main.tsx",
        portal: "portal/src/styles/index.css",
      },
      output: {
        entryFileNames: "[name].js",
        // A language of the marketplace's is asked for when somebody reads it.
        chunkFileNames: ({ facadeModuleId }) => (facadeModuleId?.includes("/marketplace/sentences/") ? "embed/[name].js" : "[name].js"),
        assetFileNames: ({ names }) => (names[0]?.endsWith(".woff2") ? "fonts/[name][extname]" : "[name][extname]"),
      },
    },
  },
});
