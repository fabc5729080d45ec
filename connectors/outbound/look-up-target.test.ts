import { expect, test } from 'vitest';
import { type LookUp, lookUpTarget } from './look-up-target.ts';

const leadingTo =
  (...addresses: string[]): LookUp =>
  async () =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
const target = { host: 'erp.example', port: 443 };

test('of all that a name leads to, only what is of the open internet is left', async () => {
  const lookUp = leadingTo('127.0.0.1', '93.184.216.34', '::1', '2606:4700::1111', '10.0.0.1');
  expect(await lookUpTarget(target, undefined, lookUp)).toEqual([
    { address: '93.184.216.34', family: 4 },
    { address: '2606:4700::1111', family: 6 },
  ]);
});

test('an allowed target keeps all of it', async () => {
  const lookUp = leadingTo('10.0.0.1', '10.0.0.2');
  expect(await lookUpTarget(target, { host: 'ERP.example', port: 443 }, lookUp)).toHaveLength(2);
  await expect(lookUpTarget(target, { host: 'erp.example', port: 80 }, lookUp)).rejects.toMatchObject({
    code: 'target-forbidden',
    details: target,
  });
});

test('the name is asked for once, an address not at all', async () => {
  const asked: string[] = [];
  const lookUp: LookUp = async host => {
    asked.push(host);
    return [{ address: '93.184.216.34', family: 4 }];
  };
  await lookUpTarget(target, undefined, lookUp);
  await lookUpTarget({ host: '93.184.216.34', port: 1 }, undefined, lookUp);
  expect(asked).toEqual(['erp.example']);
});

test('an unknown name is what the resolver says', async () => {
  await expect(lookUpTarget({ host: 'nowhere.invalid', port: 1 }, undefined)).rejects.toMatchObject({
    syscall: 'getaddrinfo',
  });
});
