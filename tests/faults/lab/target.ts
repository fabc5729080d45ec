import { LocalServer } from '../../local-server.ts';

/** A document, as senders send it and the target gets it. */
export interface Document {
  number: string;
  key?: string;
  sequence?: number;
  [field: string]: unknown;
}

/** A document that the target took: from then on it has had its effect. */
export interface Taken {
  number: string;
  key: string | undefined;
  sequence: number | undefined;
  idempotencyKey: string;
  /** performance.now() */
  at: number;
}

/** What the target does with a document: take it, fail without effect, or take it and break off in mid-answer. */
export type Reaction = 'take' | 'fail' | 'break-off';

/** The system that flows deliver to: remembers what it took, and misbehaves as told. */
export class Target {
  readonly taken: Taken[] = [];
  /** The fault dial. */
  react: (document: Document) => Reaction | Promise<Reaction> = () => 'take';
  readonly #server = new LocalServer((request, body, response) => {
    const react = async () => {
      // The health probe of the connection.
      if (request.method === 'GET') {
        response.writeHead(204).end();
        return;
      }
      const document = JSON.parse(body.toString()) as Document;
      const reaction = await this.react(document);
      if (reaction === 'fail') {
        response.writeHead(500, { 'content-type': 'text/plain' }).end('a random fault');
        return;
      }
      const { number, key, sequence } = document;
      const idempotencyKey = String(request.headers['idempotency-key'] ?? '');
      this.taken.push({ number, key, sequence, idempotencyKey, at: performance.now() });
      if (reaction === 'take') {
        response.writeHead(201, { 'content-type': 'application/json' }).end('{"taken":true}');
        return;
      }
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"taken":', () => request.socket.resetAndDestroy());
    };
    react().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });

  get url(): string {
    return this.#server.url;
  }

  open(): Promise<void> {
    return this.#server.open();
  }

  /** Refuses connections and cuts those that are open. */
  close(): Promise<void> {
    return this.#server.close();
  }

  get numbers(): Set<string> {
    return new Set(this.taken.map(({ number }) => number));
  }
}
