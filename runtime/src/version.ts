import manifest from '../package.json' with { type: 'json' };

/** Of this Lineshaft, such as `0.4.0`. */
export const lineshaftVersion: string = manifest.version;
