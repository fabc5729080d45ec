import { describe, expect, it } from 'vitest';
import { bodyOfMessage, messageOfBody } from './message-of-body.ts';

const headers = { 'x-supplier': 'acme' };

describe('an item of a try as a message', () => {
  it('goes there and back', () => {
    const shown = { contentType: 'application/json', headers, size: 14, truncated: false, json: { po: 7 } };
    const message = messageOfBody(shown);
    expect(message).toEqual({ contentType: 'application/json', headers, body: { text: '{\n  "po": 7\n}' } });
    expect(message && bodyOfMessage(message)).toEqual({ ...shown, size: 13 });
  });

  it('keeps numbers to the digit', () => {
    const text = '{"id":9007199254740993,"price":12.50}';
    const given = { contentType: 'application/json', headers: {}, body: { text } };
    const shown = bodyOfMessage(given);
    expect(shown).toMatchObject({ json: { price: 12.5 }, text });
    expect(messageOfBody(shown)?.body).toEqual({ text: '{\n  "id": 9007199254740993,\n  "price": 12.50\n}' });
  });

  it('keeps text and bytes as they are', () => {
    const csv = { contentType: 'text/csv', headers: {}, size: 3, truncated: false, text: 'a;b' };
    expect(messageOfBody(csv)).toEqual({ contentType: 'text/csv', headers: {}, body: { text: 'a;b' } });
    const bytes = { contentType: 'application/pdf', headers: {}, size: 3, truncated: false, base64: 'AAEC' };
    expect(bodyOfMessage({ contentType: 'application/pdf', headers: {}, body: { base64: 'AAEC' } })).toEqual(bytes);
  });

  it('shows JSON that cannot be read as text, and an empty body as none', () => {
    const half = bodyOfMessage({ contentType: 'application/json', headers: {}, body: { text: '{"po":' } });
    expect(half).toMatchObject({ text: '{"po":' });
    expect(half).not.toHaveProperty('json');
    expect(bodyOfMessage({ contentType: 'text/plain', headers: {}, body: { text: '' } })).not.toHaveProperty('text');
  });

  it('is nothing to give again when it was cut off', () => {
    const cut = { contentType: 'application/json', headers: {}, size: 90_000, truncated: true, text: '{"po"' };
    expect(messageOfBody(cut)).toBeUndefined();
  });
});
