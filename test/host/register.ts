import { registerHooks } from 'node:module';

/** Loaded before main: `electron` is the stand-in from here on. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true };
    return next(specifier, context);
  },
});
