import { fileReadManifest } from './file/read/manifest.ts';
import { fileWriteManifest } from './file/write/manifest.ts';
import { httpRequestManifest } from './http/request/manifest.ts';
import { httpWebhookManifest } from './http/webhook/manifest.ts';
import { postgresQueryManifest } from './postgres/query/manifest.ts';
import { postgresWriteManifest } from './postgres/write/manifest.ts';
import { scheduleManifest } from './schedule/manifest.ts';

/** Every node type of every connector, as plain data; safe in a browser. */
export const connectorManifests = [
  fileReadManifest,
  fileWriteManifest,
  httpRequestManifest,
  httpWebhookManifest,
  postgresQueryManifest,
  postgresWriteManifest,
  scheduleManifest,
];
