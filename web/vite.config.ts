import { defineConfig } from 'vite';

// Relative addresses everywhere: the same folder works at the root of a host and under /pinxit/.
export default defineConfig({
  base: './',
  build: { target: 'es2022', assetsInlineLimit: 0 },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  worker: { format: 'es' },
});
