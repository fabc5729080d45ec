/** Texts of the flow editor. */
export const messages = {
  palette: {
    label: 'Node types',
    search: 'Search node types',
    nothing: (text: string) => `No node type fits “${text}”.`,
    hint: 'Drag onto the canvas, or press Enter.',
    groups: {
      source: 'Sources',
      routing: 'Routing',
      transformation: 'Transformation',
      connectors: 'Connectors',
      flows: 'Between flows',
      other: 'Others',
    },
  },
  side: { hide: 'Hide node types and outline', show: 'Show node types and outline' },
  outline: {
    label: 'Outline',
    empty: 'No nodes yet.',
    search: 'Find a node',
    errors: (count: number) => (count === 1 ? '1 error' : `${count} errors`),
    warnings: (count: number) => (count === 1 ? '1 warning' : `${count} warnings`),
  },
  canvas: {
    label: 'Canvas',
    keys: 'Arrow keys go from node to node, Shift and an arrow key moves the chosen ones, Enter opens the settings, Delete removes.',
    empty: 'Where do messages come from?',
    emptyHint:
      'Choose a source to begin with, or drag one from the left (press / to search there). Nodes copied in another flow can be pasted.',
    node: (name: string, type: string, more: readonly string[]) => [name, type, ...more].join(', '),
    pinned: 'output pinned',
    menu: (name: string) => `What to do with ${name}`,
    unknownType: 'Unknown node type',
    addAfter: (name: string, port: string) => `Add a node after ${name}, port ${port}`,
    missingPort: (port: string) => `${port} (no such port)`,
    input: (name: string) => `Input of ${name}`,
    output: (name: string, port: string) => `Output ${port} of ${name}`,
    edge: (from: string, port: string, to: string) => `Edge from ${from}, port ${port}, to ${to}`,
    undo: (undone: string, by: string) => `${undone} is undone by ${by}`,
    note: 'Note',
    noteText: 'Text of the note',
    via: (connection: string) => `via ${connection}`,
  },
  quickAdd: {
    label: 'Add a node',
    connectTo: 'Connect to',
    search: 'Search nodes and node types',
  },
  toolbar: {
    label: 'Drawing',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show everything',
    layOut: 'Lay out from left to right',
    addNote: 'Add a note',
    undo: 'Undo (Ctrl Z)',
    redo: 'Redo (Ctrl Y)',
    minimap: 'Overview map',
  },
  problems: {
    label: 'Problems',
    none: 'No problems found',
    summary: (errors: number, warnings: number) =>
      [
        errors > 0 ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : '',
        warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
      ]
        .filter(Boolean)
        .join(', '),
    flow: 'Flow',
    error: 'Error',
    warning: 'Warning',
  },
  undrawable: {
    title: 'This draft cannot be drawn',
    hint: 'Nothing is lost. Correct it in the JSON view, or undo what was done last.',
    openJson: 'Open the JSON view',
  },
} as const;
