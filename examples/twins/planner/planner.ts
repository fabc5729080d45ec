import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { BoundedList } from '../service/bounded-list.ts';
import { createCheck } from '../service/check.ts';
import { createFaults } from '../service/faults.ts';
import { createReceipts } from '../service/receipts.ts';
import { readJson } from '../service/read-json.ts';
import { refuse, takeDocument } from '../service/take-document.ts';
import type { TwinOptions } from '../service/twin-options.ts';

/** What a planner is told. */
interface Notice {
  kind: (typeof kinds)[number];
  /** The document that it is about. */
  documentId: string;
  poNumber?: string;
  supplier?: string;
  /** One sentence. */
  text: string;
  details?: unknown;
}

const kinds = [
  'acknowledgement-to-decide',
  'acknowledgement-superseded',
  'material-at-risk',
  'change-superseded',
  'change-in-conflict',
  'ship-notice-unusable',
  'ship-notice-deviates',
  'invoice-in-conflict',
  'stock-difference',
] as const;

/** A stand-in for the planners' task list. */
export function createPlanner(options: TwinOptions): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log } = options;
  const faults = createFaults({ service: 'planner', seed, closing, log });
  const notices = new BoundedList<Notice>();
  const receipts = createReceipts<{ notice: number }>();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.post('/notices', faults.middleware, async context => {
    const read = readNotice(await readJson(context));
    if ('reasons' in read) return refuse(context, receipts, read.reasons);
    const { notice } = read;
    return takeDocument(context, {
      receipts,
      body: notice,
      identity: `${notice.kind} ${notice.documentId}`,
      accept() {
        notices.add(notice);
        log.event(`planner: ${notice.kind}: ${notice.text}`);
        return { notice: receipts.counts.accepted };
      },
    });
  });

  app.get('/book', context =>
    context.json({
      counts: {
        notices: receipts.counts,
        byKind: Object.fromEntries(
          kinds.map(kind => [kind, notices.entries.filter(each => each.kind === kind).length]),
        ),
        requests: faults.met(),
      },
      notices: notices.entries,
    }),
  );

  return app;
}

/** The notice, or every reason why nobody would understand it. */
function readNotice(body: unknown): { notice: Notice } | { reasons: string[] } {
  const check = createCheck();
  const notice = check.object(body, 'the body');
  check.oneOf(notice, 'kind', kinds);
  check.text(notice, 'documentId');
  check.text(notice, 'text');
  return check.reasons.length > 0 ? { reasons: check.reasons } : { notice: body as Notice };
}
