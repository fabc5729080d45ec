import { BlockList, isIP } from 'node:net';

/** IPv4 addresses that do not lead to the open internet (IANA special-purpose registry). */
const special4: readonly [net: string, prefix: number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link local, metadata services of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** Exceptions within 2000::/3, the only IPv6 addresses that lead to the open internet. */
const special6: readonly [net: string, prefix: number][] = [
  ['2001::', 23], // protocol assignments: Teredo carries IPv4 addresses
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4 carries IPv4 addresses
  ['3fff::', 20], // documentation
];

const blocked = new BlockList();
for (const [net, prefix] of special4) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of special6) blocked.addSubnet(net, prefix, 'ipv6');

const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/**
 * True for an IP address of the open internet. False for everything else, above all for addresses inside a network, in
 * whatever form: mapped (`::ffff:10.0.0.1`), translated (`64:ff9b::a00:1`), local, multicast, reserved, or no address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !blocked.check(address, 'ipv4');
  return isIP(address) === 6 && global6.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}
