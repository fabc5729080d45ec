import type { ErrorRecord } from '@lineshaft/flow';

/** Shorter ones would black out half of every sentence. */
const shortest = 4;

const blackedOut = '[secret]';

/** Takes secrets out of texts that are kept or shown. It knows the secrets of every connection that is open in this process. */
export class Redactor {
  readonly #secretsOf = new Map<string, readonly string[]>();
  #needles: readonly string[] = [];

  /** @param secrets of the connection; none forgets them */
  setSecrets(connectionId: string, secrets: readonly string[]): void {
    if (secrets.length === 0) this.#secretsOf.delete(connectionId);
    else this.#secretsOf.set(connectionId, secrets);
    const all = [...this.#secretsOf.values()].flat().flatMap(formsOf);
    // The longest first: a secret may be part of another one.
    this.#needles = [...new Set(all)].toSorted((a, b) => b.length - a.length);
  }

  readonly text = (text: string): string => {
    let redacted = text;
    for (const needle of this.#needles) redacted = redacted.replaceAll(needle, blackedOut);
    return redacted;
  };

  record<Record extends ErrorRecord>(record: Record): Record {
    if (this.#needles.length === 0) return record;
    const { details } = record;
    return {
      ...record,
      message: this.text(record.message),
      ...(details ? { details: this.#value(details) } : {}),
    };
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map(entry => this.#value(entry));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [this.text(name), this.#value(field)]));
  }
}

/** As it stands in texts, in JSON, in addresses, and encoded. Lines of a key are secrets of their own. */
function formsOf(secret: string): string[] {
  const lines = secret.includes('\n') ? secret.split('\n').filter(line => !line.startsWith('-----')) : [];
  return [secret, ...lines].flatMap(part =>
    part.trim().length < shortest
      ? []
      : [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part), ...base64Forms(part)],
  );
}

/** Whole, and within a longer text that was encoded, such as `user:password`: what its neighbours have no part in. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const within = [0, 1, 2].map(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const end = (before + bytes.length) % 3 === 0 ? encoded.length : encoded.indexOf('=') - 1;
    return encoded.slice(Math.ceil((before * 8) / 6), end);
  });
  const forms = [bytes.toString('base64'), ...within.filter(form => form.length > shortest)];
  return forms.flatMap(form => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
