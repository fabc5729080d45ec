import { config } from 'zod';

// Zod would compile schemas with `new Function`, and tries at the first object whether it may: the page's
// Content-Security-Policy forbids it, and each page would start with that error in the console.
config({ jitless: true });
