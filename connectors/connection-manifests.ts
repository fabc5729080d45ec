import { folderConnectionManifest } from './file/connection/manifest.ts';
import { httpConnectionManifest } from './http/connection/manifest.ts';
import { postgresConnectionManifest } from './postgres/connection/manifest.ts';

/** Every kind of connection of every connector, as plain data, sorted by type; safe in a browser. */
export const connectionManifests = [folderConnectionManifest, httpConnectionManifest, postgresConnectionManifest];
