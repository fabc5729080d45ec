import { z } from 'zod';

/** The name of an internal topic, such as `orders.released`. */
export const topicSchema = z
  .string()
  .max(100)
  .regex(
    /^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/,
    'Name a topic with lower-case letters, digits, hyphens and dots, such as orders.released.',
  );
