import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { offline } from './scripts/offline';

// Threads need an isolated page. A built site gets that from its service worker, the development server sends it.
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

// Relative addresses everywhere: the same folder works at the root of a host and under /pinxit/.
export default defineConfig({
  base: './',
  build: { target: 'es2022', assetsInlineLimit: 0 },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  // ONNX Runtime without its wasm: that lies in ort/, fetched when it is needed, and not a second time in assets/.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  plugins: [offline()],
  server: { headers: isolation },
  test: {
    globalSetup: 'tests/page/setup.ts',
    fileParallelism: false, // each starts a browser, and several threads in it
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
