import { defaultPorts, type TwinName, type TwinsOptions } from './start-twins.ts';

export interface Environment {
  options: TwinsOptions;
  verbose: boolean;
}

const portVariables: Record<TwinName, string> = {
  erp: 'TWINS_ERP_PORT',
  portal: 'TWINS_PORTAL_PORT',
  warehouseDe01: 'TWINS_DE01_PORT',
  warehouseDe02: 'TWINS_DE02_PORT',
  invoicing: 'TWINS_INVOICING_PORT',
  planner: 'TWINS_PLANNER_PORT',
  echo: 'TWINS_ECHO_PORT',
};

/** What the program is told by `TWINS_…`; `README.md` lists them. @throws RangeError that names the one that is wrong. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const ports = Object.entries(portVariables).map(([twin, name]) => [
    twin,
    wholeNumber(env, name, defaultPorts[twin as TwinName], 65_535),
  ]);
  return {
    options: {
      host: env['TWINS_HOST'] || '127.0.0.1',
      ports: Object.fromEntries(ports) as Record<TwinName, number>,
      warehouseDe02Folder: env['TWINS_DE02_FOLDER'] || '.lineshaft/warehouse-de02',
      runtimeUrl: address(env, 'TWINS_RUNTIME_URL', 'http://127.0.0.1:4400'),
      seed: wholeNumber(env, 'TWINS_SEED', 1, 1_000_000_000),
      orderEveryMs: wholeNumber(env, 'TWINS_ORDER_EVERY', 5000, 2_147_483_647),
    },
    verbose: env['TWINS_VERBOSE'] === '1',
  };
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, otherwise: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= most) return value;
  throw new RangeError(`${name} must be a whole number from 0 to ${most}; it is "${text}".`);
}

function address(env: NodeJS.ProcessEnv, name: string, otherwise: string): string {
  const text = env[name] || otherwise;
  if (URL.canParse(text) && /^https?:\/\//.test(text)) return text;
  throw new RangeError(`${name} must be an address such as ${otherwise}; it is "${text}".`);
}
