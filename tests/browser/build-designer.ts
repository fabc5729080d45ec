import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../designer/build-when-stale.ts', import.meta.url));

/** Before the browser tests: what they look at is the designer as it stands here. */
export function setup(): void {
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`The designer was not built: ${script} ended with ${status}.`);
}
