import { Body, type Emitted, type OutputRecord } from '@lineshaft/flow';

/** What a node run sent out, in the form it is kept: a description of each item, and their bodies one after the other. */
export interface Outputs {
  records: OutputRecord[];
  body: Body;
}

export function outputsOf(emitted: readonly Emitted[], input: Body): Outputs {
  const kept = emitted.filter(item => item.body !== input).map(item => item.body);
  return {
    records: emitted.map(({ port, contentType, headers, body }) => ({
      port,
      contentType,
      headers: { ...headers },
      size: body === input ? null : body.bytes().length,
    })),
    body:
      kept.length === 0
        ? Body.empty
        : kept.length === 1 && kept[0]
          ? kept[0]
          : Body.fromBytes(Buffer.concat(kept.map(body => body.bytes()))),
  };
}

/** Where the body of an item begins among the bodies of its node run, in bytes. */
export function bodyOffset(records: readonly OutputRecord[], item: number): number {
  return records.slice(0, item).reduce((offset, record) => offset + (record.size ?? 0), 0);
}
