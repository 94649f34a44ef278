/** Fuse position to whether it is on. */
export declare const fuses: Readonly<Record<number, boolean>>;
