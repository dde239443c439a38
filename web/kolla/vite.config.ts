import { defineConfig } from "vite";

// Built by itself: what it shares with the marketplace would otherwise become a file that both have to wait for.
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    cssMinify: "lightningcss",
    modulePreload: false,
    rolldownOptions: {
      input: { kolla: "kolla/src/main.ts" },
      output: { entryFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
