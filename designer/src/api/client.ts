import { createClient } from '@lineshaft/api';

/** The API of the runtime that served this page. */
export const call = createClient('');
