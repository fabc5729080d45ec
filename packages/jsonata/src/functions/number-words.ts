const units = [
  'Zero One Two Three Four Five Six Seven Eight Nine Ten',
  'Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen',
]
  .join(' ')
  .split(' ');
const ordinalUnits = [
  'Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth',
  'Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth',
]
  .join(' ')
  .split(' ');
const tens = 'Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety'.split(' ');
const magnitudes = 'Thousand Million Billion Trillion'.split(' ');

/** `One Hundred and Twenty-Third`: a whole number that is not negative, in English. */
export function toWords(value: number, ordinal: boolean): string {
  if (value < 20) return (ordinal ? ordinalUnits : units)[value] ?? '';
  if (value < 100) {
    const ten = tens[Math.floor(value / 10) - 2] ?? '';
    const rest = value % 10;
    if (rest > 0) return `${ten}-${toWords(rest, ordinal)}`;
    return ordinal ? asOrdinalTen(ten) : ten;
  }
  const { size, name } = magnitudeOf(value);
  const many = Math.floor(value / size);
  const rest = size === 100 ? value % size : value - many * size;
  const start = `${toWords(many, false)} ${name}`;
  if (rest > 0) return `${start}${rest < 100 ? ' and ' : ', '}${toWords(rest, ordinal)}`;
  return ordinal ? `${start}th` : start;
}

function asOrdinalTen(ten: string): string {
  return `${ten.slice(0, -1)}ieth`;
}

function magnitudeOf(value: number): { size: number; name: string } {
  if (value < 1000) return { size: 100, name: 'Hundred' };
  const thousands = Math.min(Math.floor(Math.log10(value) / 3), magnitudes.length);
  return { size: 10 ** (thousands * 3), name: magnitudes[thousands - 1] ?? '' };
}

const values = new Map<string, number>([
  ...units.map((word, index): [string, number] => [word, index]),
  ...ordinalUnits.map((word, index): [string, number] => [word, index]),
  ...tens.flatMap((word, index): [string, number][] => [
    [word, (index + 2) * 10],
    [asOrdinalTen(word), (index + 2) * 10],
  ]),
  ['Hundred', 100],
  // jsonata makes this of Hundred as it makes Ninetieth of Ninety.
  ['Hundreieth', 100],
  ['Hundredth', 100],
  ...magnitudes.flatMap((word, index): [string, number][] => [
    [word, 10 ** ((index + 1) * 3)],
    [`${word}th`, 10 ** ((index + 1) * 3)],
  ]),
]);

const valuesOfWords = new Map([...values].map(([word, value]) => [word.toLowerCase(), value]));

/** All words of numbers, in lower case. */
export const numberWords = [...valuesOfWords.keys()];

/** NaN when a word is none of a number. */
export function fromWords(text: string): number {
  // Sums of what has been read, each of a magnitude of its own.
  const sums = [0];
  for (const word of text.toLowerCase().split(/,\s|\sand\s|[\s\\-]/)) {
    const value = valuesOfWords.get(word) ?? Number.NaN;
    const last = sums.pop() ?? 0;
    if (!(value < 100)) sums.push(last * value);
    else if (last >= 1000) sums.push(last, value);
    else sums.push(last + value);
  }
  return sums.reduce((total, part) => total + part, 0);
}
