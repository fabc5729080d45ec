import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { BoundedList } from '../service/bounded-list.ts';
import { BoundedMap, remembered } from '../service/bounded-map.ts';
import { createFaults } from '../service/faults.ts';
import { readBlock, readBooking, type Block, type Booking } from './invoicing-documents.ts';
import { createReceipts } from '../service/receipts.ts';
import { readJson } from '../service/read-json.ts';
import { refuse, takeDocument } from '../service/take-document.ts';
import type { TwinOptions } from '../service/twin-options.ts';

type BookedInvoice = Booking & { bookingNumber: string; state: 'booked' | 'cancelled' };

/** A stand-in for an invoicing system: books approved invoices, cancels bookings, and keeps blocked invoices. */
export function createInvoicing(options: TwinOptions): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log } = options;
  const faults = createFaults({ service: 'invoicing', seed, closing, log });
  const booked = new BoundedMap<string, BookedInvoice>(remembered);
  const blocked = new BoundedList<Block>();
  const bookings = createReceipts<{ bookingNumber: string }>();
  const cancellations = createReceipts<{ bookingNumber: string }>();
  const blocks = createReceipts<{ invoiceNumber: string }>();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.post('/bookings', faults.middleware, async context => {
    const read = readBooking(await readJson(context));
    if ('reasons' in read) return refuse(context, bookings, read.reasons);
    const { booking } = read;
    return takeDocument(context, {
      receipts: bookings,
      body: booking,
      identity: `${booking.supplier} ${booking.invoiceNumber}`,
      accept() {
        const bookingNumber = `B${String(bookings.counts.accepted).padStart(6, '0')}`;
        booked.set(bookingNumber, { ...booking, bookingNumber, state: 'booked' });
        log.event(`invoicing: books ${booking.invoiceNumber} as ${bookingNumber}`);
        return { bookingNumber };
      },
    });
  });

  app.post('/bookings/:bookingNumber/cancellation', faults.middleware, context => {
    const bookingNumber = context.req.param('bookingNumber');
    const booking = booked.get(bookingNumber);
    if (booking === undefined) return refuse(context, cancellations, [`There is no booking ${bookingNumber}.`]);
    return takeDocument(context, {
      receipts: cancellations,
      body: { bookingNumber },
      identity: bookingNumber,
      accept() {
        booking.state = 'cancelled';
        log.event(`invoicing: cancels ${bookingNumber}`);
        return { bookingNumber };
      },
    });
  });

  app.post('/blocks', faults.middleware, async context => {
    const read = readBlock(await readJson(context));
    if ('reasons' in read) return refuse(context, blocks, read.reasons);
    const { block } = read;
    return takeDocument(context, {
      receipts: blocks,
      body: block,
      identity: `${block.supplier} ${block.invoiceNumber}`,
      accept() {
        blocked.add(block);
        log.event(`invoicing: blocks ${block.invoiceNumber}: ${block.reasons.map(({ code }) => code).join(', ')}`);
        return { invoiceNumber: block.invoiceNumber };
      },
    });
  });

  app.get('/book', context =>
    context.json({
      counts: {
        bookings: bookings.counts,
        cancellations: cancellations.counts,
        blocks: blocks.counts,
        requests: faults.met(),
      },
      bookings: [...booked.values()],
      blocks: blocked.entries,
    }),
  );

  return app;
}
