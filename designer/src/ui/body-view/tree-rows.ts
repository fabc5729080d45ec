/** One line of a tree of JSON. */
export interface TreeRow {
  /** JSON pointer, such as `/rows/0/qty`; empty for the whole. */
  path: string;
  /** Name of the field or index of the entry; empty for the whole. */
  name: string;
  depth: number;
  value: unknown;
  /** How many fields or entries it has; undefined for a plain value. */
  size: number | undefined;
  isOpen: boolean;
}

/** The lines of a tree, top to bottom. `toggled`: the paths that are not as they are at first. */
export function treeRows(value: unknown, toggled: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (path: string, name: string, depth: number, entry: unknown) => {
    const children = childrenOf(entry);
    const isOpen = children !== undefined && isOpenAtFirst(depth, children.length) !== toggled.has(path);
    rows.push({ path, name, depth, value: entry, size: children?.length, isOpen });
    if (isOpen) for (const [key, child] of children) add(`${path}/${escaped(key)}`, key, depth + 1, child);
  };
  add('', '', 0, value);
  return rows;
}

/** The paths that must be toggled so that this one is in sight. */
export function toggledToShow(value: unknown, path: string): ReadonlySet<string> {
  const toggled = new Set<string>();
  let entry = value;
  let at = '';
  for (const [index, name] of path.split('/').slice(1).entries()) {
    const children = childrenOf(entry);
    if (!children) break;
    if (!isOpenAtFirst(index, children.length)) toggled.add(at);
    entry = children.find(([key]) => escaped(key) === name)?.[1];
    at = `${at}/${name}`;
  }
  return toggled;
}

/** The first levels, as long as they do not bury the rest. */
function isOpenAtFirst(depth: number, size: number): boolean {
  return depth === 0 || (depth < 3 && size <= 30);
}

function childrenOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

/** As RFC 6901 wants it. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
