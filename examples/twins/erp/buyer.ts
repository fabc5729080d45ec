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
    plantCode: '1010',
    storageLocationCode: '0001',
    dockId: 'T3',
    address: { streetName: 'Lilienthalstraße 12', cityName: 'Kassel', postalZone: '34123', countryCode: 'DE' },
  },
  {
    locationIds: [{ value: '4012300401025', schemeId: '0088' }],
    name: 'Győr, motor assembly',
    plantCode: '1020',
    storageLocationCode: '0001',
    dockId: 'K1',
    address: { streetName: 'Gesztenyefa út 4', cityName: 'Győr', postalZone: '9027', countryCode: 'HU' },
  },
  {
    locationIds: [{ value: '4012300401032', schemeId: '0088' }],
    name: 'Puebla, service parts',
    plantCode: '1030',
    storageLocationCode: 'R002',
    dockId: 'A7',
    address: { streetName: 'Avenida Resurrección 31', cityName: 'Puebla', postalZone: '72710', countryCode: 'MX' },
  },
];
