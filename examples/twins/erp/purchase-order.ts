/**
 * The part of the canonical purchase order that the ERP twin writes. Numbers are decimal texts, dates ISO 8601.
 * The twins are outside systems, so the shape is written down here and not imported.
 */
export interface PurchaseOrder {
  schemaVersion: '1.0';
  tenantId: string;
  documentId: string;
  revisionId: string;
  issueDateTime: string;
  documentStatus: 'final';
  orderTypeCode: 'standard';
  purposeCode: 'original';
  buyer: Party;
  seller: Party;
  currencyCode: string;
  paymentTerms: { code: string; netDueDays: number };
  deliveryTerms: { incotermsCode: string; incotermsLocation: string };
  payableAmount: Amount;
  orderStatus: 'released';
  lines: OrderLine[];
}

export interface OrderLine {
  lineId: string;
  lineStatus: 'open';
  item: Item;
  quantity: Quantity;
  price: { amount: Amount; baseQuantity?: Quantity };
  lineAmount: Amount;
  underDeliveryTolerancePercent: string;
  overDeliveryTolerancePercent: string;
  deliveryLocation: Location;
  scheduleLines: ScheduleLine[];
}

export interface ScheduleLine {
  scheduleLineId: string;
  quantity: Quantity;
  /** `2026-03-16` */
  requestedDeliveryDate: string;
}

interface Item {
  buyersItemId: string;
  sellersItemId: string;
  standardItemId: Identifier;
  name: string;
  revisionId?: string;
  commodityClassifications: Identifier[];
  originCountryCode: string;
}

/** `roleCode` is UNTDID 3035: BY buyer, SU supplier. */
export interface Party {
  partyIds: Identifier[];
  roleCode: 'BY' | 'SU';
  name: string;
  address: Address;
  contacts?: { name: string; electronicMail: string }[];
}

export interface Location {
  locationIds: Identifier[];
  name: string;
  plantCode: string;
  storageLocationCode: string;
  dockId: string;
  address: Address;
}

interface Address {
  streetName: string;
  cityName: string;
  postalZone: string;
  countryCode: string;
}

/** `schemeId` is ISO 6523 (0088 GLN, 0160 GTIN), UNTDID 3055 (92 given by the buyer), or the name of a list such as HS. */
interface Identifier {
  value: string;
  schemeId: string;
}

/** `unitCode` is UN/ECE Rec 20: H87 piece, KGM kilogram, MTR metre. */
interface Quantity {
  value: string;
  unitCode: string;
}

export interface Amount {
  value: string;
  currencyCode: string;
}
