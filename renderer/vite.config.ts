import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The window's bundle. Paths are relative, because the page is served from the app's own scheme in Electron and from
 * loopback in the host. No source maps and no preload polyfill in what is shipped: the policy of the page allows no
 * inline script.
 */
// biome-ignore lint/style/noDefaultExport: Vite reads the default export
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    sourcemap: false,
    // Every file stays a file: `data:` is for pictures only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
  },
});
