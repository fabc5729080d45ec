import { describe, expect, it } from 'vitest';
import { httpCallOf } from './http-call.ts';

const input = { contentType: 'application/json', headers: { 'x-plant': 'DE 01' }, json: { number: '45/17' } };

describe('what a request node asks for', () => {
  it('is a method and an address with the values of the message, behind the base address of its connection', () => {
    const config = { url: '/orders/{{ number }}', headers: { 'x-plant': '{{ $headers."x-plant" }}' } };
    expect(httpCallOf(config, input, 'http://127.0.0.1:4470/v2/')).toEqual({
      method: 'POST',
      address: 'http://127.0.0.1:4470/v2/orders/45%2F17',
      headers: { 'x-plant': 'DE 01' },
    });
  });

  it('names the conversation where that is known', () => {
    const config = { url: '/orders/{{ $correlationId }}' };
    expect(httpCallOf(config, { ...input, correlationId: 'order 1' }, undefined)?.address).toBe('/orders/order%201');
    expect(httpCallOf(config, input, undefined)?.address).toBe('/orders/{{ $correlationId }}');
  });

  it('is a whole address where the node has one', () => {
    const config = { url: 'https://erp.example/orders', method: 'GET' };
    expect(httpCallOf(config, input, undefined)).toEqual({
      method: 'GET',
      address: 'https://erp.example/orders',
      headers: {},
    });
  });

  it('stays as it is set where a value is missing or the expression is wrong', () => {
    expect(httpCallOf({ url: '/orders/{{ nothing }}' }, input, undefined)?.address).toBe('/orders/{{ nothing }}');
    expect(httpCallOf({ url: '/orders/{{ $( }}' }, input, undefined)?.address).toBe('/orders/{{ $( }}');
  });

  it('is nothing for a node that asks nothing by HTTP', () => {
    expect(httpCallOf({ expression: 'a' }, input, undefined)).toBeUndefined();
  });
});
