import type { Party } from './purchase-order.ts';

export interface Supplier {
  /** The buyer's code for the supplier; also its name in the portal's addresses. */
  id: string;
  party: Party;
  currencyCode: string;
  paymentTerms: { code: string; netDueDays: number };
  /** Incoterms 2020. Without a place: the place of the plant that is delivered to. */
  incoterms: { code: string; place?: string };
  materials: readonly Material[];
}

export interface Material {
  number: string;
  suppliersNumber: string;
  gtin: string;
  name: string;
  /** Drawing revision, where the part is made to drawing. */
  revision?: string;
  /** Harmonised System heading. */
  hs: string;
  origin: string;
  unit: 'H87' | 'KGM' | 'MTR';
  /** In hundredths of the supplier's currency, for `priceBase` units. */
  price: number;
  priceBase: number;
  /** Ordered in multiples of this, at most `lots` of them. */
  lot: number;
  lots: number;
}

/** The suppliers that the ERP orders from. */
export const suppliers: readonly Supplier[] = [
  {
    id: 'acme-fasteners',
    party: party('acme-fasteners', '5012345007717', 'ACME Fasteners Ltd', {
      streetName: '48 Attercliffe Road',
      cityName: 'Sheffield',
      postalZone: 'S4 7WZ',
      countryCode: 'GB',
    }),
    currencyCode: 'GBP',
    paymentTerms: { code: 'N30', netDueDays: 30 },
    incoterms: { code: 'DAP' },
    materials: [
      hundreds('FST-0810-25', 'AF-912-M8X25', '5012345100012', 'Socket head cap screw M8 x 25, ISO 4762, 8.8', 1180),
      hundreds('FST-1012-40', 'AF-912-M10X40', '5012345100029', 'Socket head cap screw M10 x 40, ISO 4762, 12.9', 2435),
      hundreds('FST-0800-NT', 'AF-934-M8', '5012345100036', 'Hexagon nut M8, ISO 4032, 8, zinc plated', 415),
      hundreds('FST-0800-WS', 'AF-125-M8', '5012345100043', 'Plain washer M8, ISO 7089, 200 HV', 128),
      hundreds('FST-0620-DP', 'AF-8734-6X20', '5012345100050', 'Dowel pin 6 x 20, ISO 8734, hardened', 960),
      hundreds('FST-1600-EB', 'AF-580-M16', '5012345100067', 'Lifting eye bolt M16, DIN 580, C15E', 31_250),
    ],
  },
  {
    id: 'nordic-castings',
    party: party('nordic-castings', '7350001200149', 'Nordic Castings AB', {
      streetName: 'Gjuterigatan 4',
      cityName: 'Hälleforsnäs',
      postalZone: '640 30',
      countryCode: 'SE',
    }),
    currencyCode: 'EUR',
    paymentTerms: { code: 'N45', netDueDays: 45 },
    incoterms: { code: 'FCA', place: 'Hälleforsnäs' },
    materials: [
      casting('CST-4410-H', 'NC-10442', '7350001201016', 'Gear housing, upper half, EN-GJS-400-15', 'D', 18_640),
      casting('CST-4411-H', 'NC-10443', '7350001201023', 'Gear housing, lower half, EN-GJS-400-15', 'D', 20_115),
      casting('CST-2207-F', 'NC-10980', '7350001201030', 'Motor flange B5 250, EN-GJL-250', 'B', 4290),
      casting('CST-3150-S', 'NC-11502', '7350001201047', 'Bearing shield, drive end, EN-GJL-200', 'C', 2775),
    ],
  },
  {
    id: 'muller-prazision',
    party: party('muller-prazision', '4260198700229', 'Müller Präzisionsteile GmbH', {
      streetName: 'Röntgenstraße 9',
      cityName: 'Tuttlingen',
      postalZone: '78532',
      countryCode: 'DE',
    }),
    currencyCode: 'EUR',
    paymentTerms: { code: 'Z14', netDueDays: 14 },
    incoterms: { code: 'DAP' },
    materials: [
      turned('TRN-7720-W', 'MP-88120', '4260198702018', 'Drive shaft Ø32 x 240, 42CrMo4, ground', 5480),
      turned('TRN-7734-P', 'MP-88134', '4260198702025', 'Planet pin Ø18 x 46, 100Cr6, hardened', 1215),
      turned('TRN-7801-B', 'MP-90210', '4260198702032', 'Distance bush Ø40/32 x 15, C45', 385),
      turned('TRN-7902-R', 'MP-91007', '4260198702049', 'Retaining ring carrier, 1.4301', 940),
    ],
  },
  {
    id: 'hydraulika-kowalski',
    party: party('hydraulika-kowalski', '5901200330445', 'Hydraulika Kowalski Sp. z o.o.', {
      streetName: 'ul. Żeligowskiego 32',
      cityName: 'Łódź',
      postalZone: '90-643',
      countryCode: 'PL',
    }),
    currencyCode: 'PLN',
    paymentTerms: { code: 'N30', netDueDays: 30 },
    incoterms: { code: 'DAP' },
    materials: [
      hose('HYD-0210-M', 'HK-2SN-10', '5901200334016', 'Hydraulic hose DN10, EN 853 2SN', 2860),
      hose('HYD-0216-M', 'HK-2SN-16', '5901200334023', 'Hydraulic hose DN16, EN 853 2SN', 3990),
      { ...hose('HYD-1410-F', 'HK-DKOL-10', '5901200334030', 'Hose fitting DKOL M18x1.5', 1740), unit: 'H87' },
      { ...hose('HYD-3005-V', 'HK-ZW-08', '5901200334047', 'Check valve G1/2, 350 bar', 15_900), unit: 'H87' },
    ],
  },
  {
    id: 'polimeros-sao-joao',
    party: party('polimeros-sao-joao', '5601234001556', 'Polímeros São João, Lda.', {
      streetName: 'Rua do Açúcar 118',
      cityName: 'Porto',
      postalZone: '4150-025',
      countryCode: 'PT',
    }),
    currencyCode: 'EUR',
    paymentTerms: { code: 'N60', netDueDays: 60 },
    incoterms: { code: 'CPT' },
    materials: [
      granulate('PLY-6630-N', 'PSJ-PA66GF30', '5601234005011', 'Polyamide PA66-GF30, natural, granulate', 31_200),
      granulate('PLY-6030-B', 'PSJ-PA6GF30', '5601234005028', 'Polyamide PA6-GF30, black, granulate', 27_450),
      granulate('PLY-9000-P', 'PSJ-POM-C', '5601234005035', 'Polyacetal POM-C, natural, granulate', 24_900),
      granulate('PLY-3700-T', 'PSJ-TPE-70', '5601234005042', 'Elastomer TPE-S 70 Shore A, granulate', 33_800),
    ],
  },
  {
    id: 'takumi-bearings',
    party: party('takumi-bearings', '4560123002665', '匠ベアリング株式会社 (Takumi Bearings)', {
      streetName: '港区名港 2-7-15',
      cityName: '名古屋市 (Nagoya)',
      postalZone: '455-0033',
      countryCode: 'JP',
    }),
    currencyCode: 'EUR',
    paymentTerms: { code: 'N60', netDueDays: 60 },
    incoterms: { code: 'FOB', place: 'Nagoya' },
    materials: [
      bearing('BRG-6205-Z', 'TK-6205ZZ', '4560123006014', 'Deep groove ball bearing 6205-2Z', 312),
      bearing('BRG-6208-C', 'TK-6208C3', '4560123006021', 'Deep groove ball bearing 6208 C3', 584),
      bearing('BRG-2210-N', 'TK-NU2210', '4560123006038', 'Cylindrical roller bearing NU 2210', 4120),
      bearing('BRG-3210-A', 'TK-32210', '4560123006045', 'Tapered roller bearing 32210', 1985),
    ],
  },
];

/** The supplier of that id, or undefined when the ERP does not order from it. */
export function supplierOf(id: string): Supplier | undefined {
  return suppliers.find(supplier => supplier.id === id);
}

function party(id: string, gln: string, name: string, address: Party['address']): Party {
  return {
    partyIds: [
      { value: gln, schemeId: '0088' },
      { value: id, schemeId: '92' },
    ],
    roleCode: 'SU',
    name,
    address,
  };
}

type MaterialOf = [number: string, suppliersNumber: string, gtin: string, name: string, price: number];

function hundreds(...of: MaterialOf): Material {
  return { ...named(of), hs: '731815', origin: 'GB', unit: 'H87', priceBase: 100, lot: 100, lots: 50 };
}

function casting(number: string, suppliersNumber: string, gtin: string, name: string, revision: string, price: number) {
  const material = named([number, suppliersNumber, gtin, name, price]);
  return { ...material, revision, hs: '732510', origin: 'SE', unit: 'H87', priceBase: 1, lot: 12, lots: 10 } as const;
}

function turned(...of: MaterialOf): Material {
  return { ...named(of), hs: '848310', origin: 'DE', unit: 'H87', priceBase: 1, lot: 20, lots: 20 };
}

function hose(...of: MaterialOf): Material {
  return { ...named(of), hs: '400922', origin: 'PL', unit: 'MTR', priceBase: 1, lot: 25, lots: 12 };
}

function granulate(...of: MaterialOf): Material {
  return { ...named(of), hs: '390810', origin: 'PT', unit: 'KGM', priceBase: 100, lot: 25, lots: 80 };
}

function bearing(...of: MaterialOf): Material {
  return { ...named(of), hs: '848210', origin: 'JP', unit: 'H87', priceBase: 1, lot: 10, lots: 60 };
}

function named([number, suppliersNumber, gtin, name, price]: MaterialOf) {
  return { number, suppliersNumber, gtin, name, price };
}
