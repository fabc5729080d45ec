/** Every text about writing expressions. */
export const messages = {
  judgedBy: {
    run: 'Judged by the last input of this node',
    sample: 'Judged by the chosen sample',
  },
  variables: {
    headers: 'The headers of the message, such as $headers."x-order".',
    contentType: 'What the message says that its body is.',
    messageId: 'The id of the message.',
    correlationId: 'What all messages of one business conversation share.',
  },
} as const;
