import { describe, expect, it } from 'vitest';
import { aboutInWords, durationInWords } from './duration-in-words.ts';

describe('durations in words', () => {
  it.each([
    [250, '250 milliseconds'],
    [0, 'no time'],
    [30_000, '30 seconds'],
    [90_000, '1 minute 30 seconds'],
    [5_400_000, '1 hour 30 minutes'],
    [90_061_000, '1 day 1 hour'],
  ])('says %i ms as %s', (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });

  it.each([
    [400, 'less than a second'],
    [59_400, 'about 59 seconds'],
    [114_000, 'about 2 minutes'],
    [7_300_000, 'about 2 hours'],
  ])('says %i ms roughly as %s', (ms, words) => {
    expect(aboutInWords(ms)).toBe(words);
  });
});
