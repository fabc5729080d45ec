import type { Location, Party } from './purchase-order.ts';

/** The company whose ERP the twin is. */
export const tenantId = '6f1c2a54-3f0e-4b6e-9a37-5d1c0f0a7e11';

export const buyer: Party = {
  partyIds: [{ value: '4012300400011', schemeId: '0088' }],
  roleCode: 'BY',
  name: 'Hallmann Antriebstechnik GmbH',
  address: { streetName: 'Lilienthalstraße 12', cityName: 'Kassel', postalZone: '34123', countryCode: 'DE' },
  contacts: [{ name: 'Jana Brückner', electronicMail: 'einkauf@hallmann.example' }],
};

export const plants: readonly Location[] = [
  {
    locationIds: [{ value: '4012300401018', schemeId: '0088' }],
    name: 'Kassel, gear assembly',
    plantCode: 'DE01',
    storageLocationCode: '0001',
    dockId: 'T3',
    address: { streetName: 'Lilienthalstraße 12', cityName: 'Kassel', postalZone: '34123', countryCode: 'DE' },
  },
  {
    locationIds: [{ value: '4012300401025', schemeId: '0088' }],
    name: 'Chemnitz, motor assembly',
    plantCode: 'DE02',
    storageLocationCode: '0001',
    dockId: 'K1',
    address: { streetName: 'Zwickauer Straße 214', cityName: 'Chemnitz', postalZone: '09116', countryCode: 'DE' },
  },
];
