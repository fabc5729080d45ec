interface Segment {
  tag: string;
  el: string[];
}

export interface X12Document {
  segments: Segment[];
}

/** A purchase order as its segments; every line has a PO1, a description (PID) and a date (DTM). */
export function x12Document(lines: number): X12Document {
  const segment = (tag: string, ...el: string[]): Segment => ({ tag, el });
  const line = (number: number): Segment[] => [
    segment('PO1', String(number), String(100 + number), 'EA', '0.425', '', 'VP', `AF-${9000 + number}`),
    segment('PID', 'F', '', '', '', `Hexagon bolt M8x${20 + number}`),
    segment('DTM', '002', '20261214'),
  ];
  return {
    segments: [
      segment('ST', '850', '0001'),
      segment('BEG', '00', 'SA', '4500017042', '', '20261123'),
      segment('N1', 'BY', 'Maschinenbau Nord', '9', '4012345000009'),
      segment('N1', 'SU', 'ACME Fasteners', '92', '100234'),
      ...Array.from({ length: lines }, (_, index) => line(index + 1)).flat(),
      segment('CTT', String(lines)),
      segment('SE', String(lines * 3 + 6), '0001'),
    ],
  };
}

/** What belongs to a line is looked for in the two segments after it. */
export const x12ByWindow = `(
  $seg := segments;
  $beg := $seg[tag = "BEG"];
  {
    "orderNo": $beg.el[2],
    "date": $beg.el[4],
    "buyer": $seg[tag = "N1" and el[0] = "BY"].el[3],
    "lines": [ $seg#$p[tag = "PO1"].(
      $next := $seg[[$p + 1..$p + 2]];
      {
        "line": $number(el[0]),
        "quantity": $number(el[1]),
        "unit": el[2],
        "price": $number(el[3]),
        "sku": el[6],
        "description": $next[tag = "PID"].el[4],
        "due": $next[tag = "DTM"].el[1]
      }
    ) ]
  }
)`;

/** Segment by segment: PO1 begins a line, PID and DTM belong to the line that was begun. */
export const x12ByReduce = `(
  $read := $reduce(segments, function($order, $s) {
    $s.tag = "BEG" ? $merge([$order, { "orderNo": $s.el[2], "date": $s.el[4] }])
    : $s.tag = "N1" and $s.el[0] = "BY" ? $merge([$order, { "buyer": $s.el[3] }])
    : $s.tag = "PO1" ? $merge([$order, {
        "lines": $append($order.lines, $order.line),
        "line": {
          "line": $number($s.el[0]),
          "quantity": $number($s.el[1]),
          "unit": $s.el[2],
          "price": $number($s.el[3]),
          "sku": $s.el[6]
        }
      }])
    : $s.tag = "PID" ? $merge([$order, { "line": $merge([$order.line, { "description": $s.el[4] }]) }])
    : $s.tag = "DTM" ? $merge([$order, { "line": $merge([$order.line, { "due": $s.el[1] }]) }])
    : $order
  }, {});
  {
    "orderNo": $read.orderNo,
    "date": $read.date,
    "buyer": $read.buyer,
    "lines": [ $append($read.lines, $read.line) ]
  }
)`;

export function x12InJavaScript({ segments }: X12Document): object {
  const lines: Record<string, unknown>[] = [];
  const order: Record<string, unknown> = {};
  let line: Record<string, unknown> = {};
  for (const { tag, el } of segments) {
    switch (tag) {
      case 'BEG':
        order['orderNo'] = el[2];
        order['date'] = el[4];
        break;
      case 'N1':
        if (el[0] === 'BY') order['buyer'] = el[3];
        break;
      case 'PO1':
        line = { line: Number(el[0]), quantity: Number(el[1]), unit: el[2], price: Number(el[3]), sku: el[6] };
        lines.push(line);
        break;
      case 'PID':
        line['description'] = el[4];
        break;
      case 'DTM':
        line['due'] = el[1];
        break;
    }
  }
  return { ...order, lines };
}
