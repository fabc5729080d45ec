import { connectionManifests } from '@lineshaft/connectors/connection-manifests';

/** What a kind of connection is called. */
export function connectionTypeTitle(type: string): string {
  return connectionManifests.find(manifest => manifest.type === type)?.title ?? type;
}
