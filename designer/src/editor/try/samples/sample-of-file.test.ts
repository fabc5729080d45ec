import { expect, it } from 'vitest';
import { sampleOfFile } from './sample-of-file.ts';

it('knows the content type by the ending of the name, and keeps text as text', async () => {
  const file = new File(['{"po":7}'], 'Order 4711.JSON', { type: '' });
  expect(await sampleOfFile(file)).toEqual({
    name: 'Order 4711.JSON',
    contentType: 'application/json',
    headers: {},
    body: { text: '{"po":7}' },
  });
});

it('keeps what is no text as bytes', async () => {
  const bytes = new Uint8Array(70_000).fill(0xff);
  const sample = await sampleOfFile(new File([bytes], 'label', { type: '' }));
  expect(sample.contentType).toBe('application/octet-stream');
  expect(sample.body).toEqual({ base64: Buffer.from(bytes).toString('base64') });
});
