const numerals: readonly [value: number, numeral: string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

/** In lower case; nothing for less than 1. */
export function toRoman(value: number): string {
  let rest = value;
  let text = '';
  for (const [size, numeral] of numerals) {
    const times = Math.floor(rest / size);
    if (times < 1) continue;
    text += numeral.repeat(times);
    rest -= times * size;
  }
  return text;
}

const valuesOfNumerals: Readonly<Record<string, number>> = { M: 1000, D: 500, C: 100, L: 50, X: 10, V: 5, I: 1 };

/** Of upper case; a smaller numeral before a greater one is taken away. NaN for other characters. */
export function fromRoman(text: string): number {
  let total = 0;
  let greatest = 1;
  for (let index = text.length - 1; index >= 0; index--) {
    const value = valuesOfNumerals[text.charAt(index)] ?? Number.NaN;
    if (value < greatest) {
      total -= value;
    } else {
      greatest = value;
      total += value;
    }
  }
  return total;
}

/** As columns of a spreadsheet are named: 27 is `aa`. */
export function toLetters(value: number, first: 'A' | 'a'): string {
  const code = first.charCodeAt(0);
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(((rest - 1) % 26) + code) + text;
  }
  return text;
}

export function fromLetters(text: string, first: 'A' | 'a'): number {
  const code = first.charCodeAt(0);
  let total = 0;
  for (let index = 0; index < text.length; index++) {
    total += (text.charCodeAt(text.length - index - 1) - code + 1) * 26 ** index;
  }
  return total;
}
