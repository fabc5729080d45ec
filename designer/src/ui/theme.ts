import {
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { messages } from '../messages.ts';

/** Teal with a last step dark enough to be read on its own light tint. */
const success: MantineColorsTuple = [
  '#e6fcf5',
  '#c3fae8',
  '#96f2d7',
  '#63e6be',
  '#38d9a9',
  '#20c997',
  '#12b886',
  '#0ca678',
  '#087f5b',
  '#06604a',
];

/** The kit's orange, likewise. */
const orange: MantineColorsTuple = [
  '#fff4e6',
  '#ffe8cc',
  '#ffd8a8',
  '#ffc078',
  '#ffa94d',
  '#ff922b',
  '#fd7e14',
  '#f76707',
  '#e8590c',
  '#a63a05',
];

const closeButton = { size: 'sm', 'aria-label': messages.close };

const small = { defaultProps: { size: 'xs' } };

/** Dense and calm: a screen of lists and forms that people look at all day. */
export const theme = createTheme({
  autoContrast: true,
  luminanceThreshold: 0.35,
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 7 },
  colors: { success, orange },
  defaultRadius: 'sm',
  fontFamily: 'Inter Variable, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '11px', sm: '12.5px', md: '13.5px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '18px' }, h2: { fontSize: '15px' }, h3: { fontSize: '13px' } },
  },
  // By name: importing each component to say its size would load all of them with the first page.
  components: {
    Autocomplete: small,
    Badge: { defaultProps: { radius: 'sm', tt: 'none', fw: 600 } },
    Button: small,
    // In dialogs and notifications it would have no name.
    CloseButton: { defaultProps: closeButton },
    InputWrapper: small,
    MultiSelect: small,
    NavLink: { defaultProps: { py: 4 } },
    NumberInput: small,
    PasswordInput: small,
    SegmentedControl: small,
    Select: small,
    Switch: small,
    Table: { defaultProps: { verticalSpacing: 4, horizontalSpacing: 'xs', fz: 'sm' } },
    TagsInput: small,
    Textarea: small,
    TextInput: small,
  },
  variantColorResolver: input => {
    const resolved = defaultVariantColorsResolver(input);
    if (input.variant !== 'light') return resolved;
    // The kit's own text on light tints is too weak to be read.
    return { ...resolved, color: `var(--tint-text-${input.color ?? input.theme.primaryColor}, ${resolved.color})` };
  },
});

const tinted = ['indigo', 'success', 'red', 'orange', 'yellow', 'gray', 'blue', 'grape', 'cyan'];

/** Colours whose darkest shade is still too bright to be read. */
const darker: Readonly<Record<string, string>> = { yellow: '#7a4f01' };

/** Text on light tints: the darkest shade in light, a bright one in dark. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: Object.fromEntries(
    tinted.map(color => [`--tint-text-${color}`, darker[color] ?? `var(--mantine-color-${color}-9)`]),
  ),
  dark: Object.fromEntries(tinted.map(color => [`--tint-text-${color}`, `var(--mantine-color-${color}-2)`])),
});
