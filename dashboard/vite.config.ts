import { fileURLToPath } from 'node:url';
import { preact } from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** Address of the API for `npm run dashboard`, which serves the sources. */
const api = process.env.GATECAST_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/app/',
  // The package exports no single files.
  resolve: {
    alias: {
      'vega-datasets/data': fileURLToPath(new URL('../node_modules/vega-datasets/data', import.meta.url)),
    },
  },
  plugins: [preact({ devToolsEnabled: false })],
  build: {
    target: 'es2023',
    manifest: 'manifest.json',
    // A file in a data URL would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
    // A part that a page does not use is not loaded with it.
    rolldownOptions: {
      treeshake: {
        moduleSideEffects: [{ test: /dashboard\/src\/parts\/[\w/-]+\.tsx?$/, sideEffects: false }],
      },
    },
  },
  server: { proxy: { '/v1': api, '/healthz': api, '/readyz': api, '/docs': api, '/openapi.json': api } },
});
