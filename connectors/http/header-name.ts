import { z } from 'zod';

/** They follow from the request itself, or would break its framing. */
const framingHeaders = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The name of a header that a request may be given. */
export const headerNameSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'Write a header name in lower case, such as x-plant.')
  .refine(name => !framingHeaders.includes(name), 'This header follows from the request itself.');
