import { FuseV1Options } from '@electron/fuses';

/**
 * Every fuse there is and its position (electronjs.org/docs/latest/tutorial/fuses). No position may be left out:
 * a new fuse in a newer Electron fails the packaging until somebody has decided about it.
 */
export const fuses = {
  // The binary must not become a general Node runtime for whoever can write an environment variable.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // A changed app.asar does not start (Windows, macOS).
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The app is served from its own scheme; file: gets no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // hash-wasm's Argon2 is WebAssembly; trap handlers only make its bounds checks cheaper.
  [FuseV1Options.WasmTrapHandlers]: true,
};
