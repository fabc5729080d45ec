/** A purchase order in the canonical shape: about 0.6 KB and 0.29 KB a line, so 5 lines make 2 KB, 50 make 15 KB, 500 make 145 KB. */
export function orderDocument(poNumber: string, lines: number): object {
  return {
    schemaVersion: '1.0',
    tenantId: '3f1c2f9e-6d5e-4c7b-9a0e-2b6f0c1d4e5f',
    documentId: poNumber,
    revisionId: '1',
    issueDateTime: '2026-11-23T08:15:00Z',
    orderTypeCode: 'standard',
    purposeCode: 'original',
    orderStatus: 'released',
    currencyCode: 'EUR',
    buyer: { partyIds: [{ value: '4012345000009', schemeId: '0088' }], roleCode: 'BY', name: 'Maschinenbau Nord GmbH' },
    seller: { partyIds: [{ value: '100234', schemeId: '92' }], roleCode: 'SU', name: 'ACME Fasteners' },
    deliveryTerms: { incotermsCode: 'DAP', incotermsLocation: 'Hamburg' },
    lines: Array.from({ length: lines }, (_, index) => ({
      lineId: String((index + 1) * 10),
      item: { buyersItemId: `MAT-${100_000 + index}`, sellersItemId: `AF-${9000 + index}`, name: 'Hexagon bolt M8x40' },
      quantity: { value: String(100 + index), unitCode: 'H87' },
      price: { amount: { value: '0.4250', currencyCode: 'EUR' }, baseQuantity: { value: '1', unitCode: 'H87' } },
      scheduleLines: [
        {
          scheduleLineId: '1',
          quantity: { value: String(100 + index), unitCode: 'H87' },
          requestedDeliveryDate: '2026-12-14',
        },
      ],
    })),
  };
}

/** From the canonical order to what a supplier's portal takes. */
export const orderMapping = `{
  "order_no": documentId,
  "rev": revisionId,
  "issued": $substring(issueDateTime, 0, 10),
  "buyer": buyer.partyIds[0].value,
  "currency": currencyCode,
  "terms": deliveryTerms.incotermsCode & " " & deliveryTerms.incotermsLocation,
  "positions": [lines.{
    "pos": lineId,
    "sku": item.sellersItemId,
    "text": item.name,
    "qty": $number(quantity.value),
    "uom": quantity.unitCode = "H87" ? "PCE" : quantity.unitCode,
    "net": $number(price.amount.value),
    "due": scheduleLines[0].requestedDeliveryDate
  }]
}`;

/** webhook → mapping → POST through the connection `sink`, with an idempotency key and a business key. */
export function orderFlow(changes: { orderingKey?: string; retry?: object } = {}): Record<string, unknown> {
  return {
    format: 'lineshaft/flow@1',
    id: 'bench-order',
    name: 'Bench order',
    owner: 'bench',
    domain: 'procurement',
    keys: {
      business: { poNumber: 'documentId' },
      idempotencyKey: 'documentId',
      ...(changes.orderingKey ? { orderingKey: changes.orderingKey } : {}),
    },
    nodes: [
      { id: 'in', type: 'http.webhook', name: 'Orders', config: { path: 'bench/orders', maxBytes: 10_485_760 } },
      { id: 'map', type: 'mapping', name: 'To portal', config: { expression: orderMapping } },
      {
        id: 'post',
        type: 'http.request',
        name: 'Portal',
        connection: 'sink',
        config: { url: '/orders' },
        ...(changes.retry ? { retry: changes.retry } : {}),
      },
    ],
    edges: [
      { from: 'in', to: 'map' },
      { from: 'map', to: 'post' },
    ],
  };
}
