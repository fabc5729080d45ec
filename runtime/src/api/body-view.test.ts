import { describe, expect, it } from 'vitest';
import { viewBody } from './body-view.ts';

const view = (text: string, { contentType = 'application/json', limit = 1000 } = {}) => {
  const bytes = Buffer.from(text);
  return viewBody(contentType, { size: bytes.length, bytes }, limit);
};

describe('a recorded body', () => {
  it('is shown as JSON where it is JSON, else as text, else as bytes', () => {
    expect(view('{"po":7}')).toEqual({
      contentType: 'application/json',
      size: 8,
      truncated: false,
      json: { po: 7 },
    });
    expect(view('{"po":')).toMatchObject({ text: '{"po":' });
    const bytes = Buffer.from([0xff, 0x00]);
    expect(viewBody('application/pdf', { size: 2, bytes }, 1000)).toMatchObject({ base64: '/wA=' });
  });

  it('has its text besides when its numbers are longer than JSON readers keep', () => {
    const text = '{"id":9007199254740993}';
    expect(view(text)).toMatchObject({ json: {}, text });
  });

  it('is cut at the limit, before a character that does not fit', () => {
    expect(view('{"name":"Müller"}', { limit: 11 })).toMatchObject({ truncated: true, text: '{"name":"M' });
  });

  it('says when it is gone', () => {
    expect(viewBody('text/csv', { size: 9, bytes: undefined }, 1000)).toMatchObject({ expired: true, size: 9 });
  });
});
