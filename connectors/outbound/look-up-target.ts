import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { TerminalError } from '@lineshaft/flow';
import { isPublicAddress } from './public-addresses.ts';

/** A host name or IP address, and a port. */
export interface HostPort {
  host: string;
  port: number;
}

/** Asks the resolver of the machine for every address of a name. */
export type LookUp = (host: string) => Promise<LookupAddress[]>;

const systemLookUp: LookUp = host => lookup(host, { all: true });

/**
 * The addresses at which a target may be reached: only those of the open internet, and any when it is the target that
 * an administrator has allowed. Connect to what this returns and do not look the name up again: it may change.
 * @throws TerminalError `target-forbidden` when none is left; what the resolver throws, such as `ENOTFOUND`
 */
export async function lookUpTarget(
  target: HostPort,
  allowed: HostPort | undefined,
  lookUp: LookUp = systemLookUp,
): Promise<LookupAddress[]> {
  const host = canonicalHost(target);
  const family = isIP(host);
  const addresses = family === 0 ? await lookUp(host) : [{ address: host, family }];
  if (allowed !== undefined && isSame(allowed, target)) return addresses;
  const open = addresses.filter(({ address }) => isPublicAddress(address));
  if (open.length === 0) throw forbidden(target);
  return open;
}

/** True when both name the same host, in whatever form, and the same port. */
export function isSame(one: HostPort, other: HostPort): boolean {
  return one.port === other.port && canonicalHost(one) === canonicalHost(other);
}

/** Refuses a target inside the network, and says what to do. Does not say what the name leads to. */
export function forbidden(target: HostPort): TerminalError {
  const { host, port } = target;
  return new TerminalError(
    'target-forbidden',
    `${host}:${port} lies inside the network, where a flow may not go by itself. Make a connection for it and let an administrator allow its address (“Inside the network” in the settings of the connection).`,
    { details: { host, port } },
  );
}

/** `2130706433`, `0x7f.1` and `127.0.0.1` are one host: written as the resolver would read them. */
function canonicalHost(target: HostPort): string {
  const bare = target.host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 6 && /[/\\?#@:%\s]/.test(bare)) throw forbidden(target);
  const url = URL.parse(`http://${isIP(bare) === 6 ? `[${bare}]` : bare}`);
  if (url === null) throw forbidden(target);
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
