import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executable = process.env['LINESHAFT_CHROMIUM'] ?? '/usr/bin/chromium';

/** Why no browser can be had on this machine; undefined when one can. */
export const noChromium = existsSync(executable)
  ? undefined
  : `there is no ${executable}: install Chromium, or name one in LINESHAFT_CHROMIUM`;

/** A Chromium of its own, with a new and empty profile that goes with it. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
