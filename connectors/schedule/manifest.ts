import { defineManifest, durationMs, durationSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { cronFault, isTimeZone } from './ticks.ts';

const shortestTolerance = '10s';

export const scheduleManifest = defineManifest({
  type: 'schedule',
  version: 1,
  role: 'source',
  title: 'Schedule',
  description: 'Starts the flow at set times.',
  config: z.strictObject({
    cron: z
      .string()
      .max(200)
      .superRefine((text, context) => {
        const fault = cronFault(text);
        if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
      })
      .meta({
        title: 'Times',
        description: 'A cron expression: minute, hour, day, month and weekday, with seconds before them if need be.',
        widget: 'cron',
        examples: ['30 5 * * 1-5'],
      }),
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, 'Write the name of a time zone, such as Europe/Berlin or UTC.')
      .meta({
        title: 'Time zone',
        description: 'Whose clock is meant, by the name in the IANA time zone database.',
        widget: 'time-zone',
        examples: ['Europe/Berlin'],
      }),
    missedTicks: z.enum(['skip', 'last', 'all']).default('last').meta({
      title: 'Missed ticks',
      description: 'What is made up for when ticks fell while nothing ran: nothing, the last one, or each of them.',
    }),
    maxMissedTicks: z.int().min(1).max(1000).default(100).meta({
      title: 'Most missed ticks',
      description: 'With all: no more than this many are made up for, the newest of them.',
    }),
    tolerance: durationSchema
      .refine(text => durationMs(text) >= durationMs(shortestTolerance), `It may be ${shortestTolerance} at least.`)
      .default('1m')
      .meta({ title: 'Tolerance', description: 'A tick that is later than this counts as missed.' }),
    body: z.unknown().optional().meta({
      title: 'Body',
      description: 'A fixed JSON value that every message carries.',
      widget: 'json',
    }),
  }),
  outputs: () => [{ name: 'out', title: 'Tick' }],
  migrations: {},
});
