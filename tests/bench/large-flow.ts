/** A flow of so many nodes: webhooks, routers and chains of mappings that end in requests, side by side. */
export function largeFlow(id: string, count: number) {
  const nodes: object[] = [];
  const edges: object[] = [];
  const layout: Record<string, { x: number; y: number }> = {};
  const add = (node: { id: string; [field: string]: unknown }, column: number, row: number) => {
    nodes.push(node);
    layout[node.id] = { x: column * 290, y: row * 130 };
  };
  for (let row = 0; nodes.length < count; row++) {
    const name = (kind: string) => `${kind}-${row}`;
    add({ id: name('in'), type: 'http.webhook', name: `Receive ${row}`, config: { path: `bench/${row}` } }, 0, row * 2);
    const routes = ['a', 'b'].map(port => ({ port, when: `kind = '${port}'` }));
    add({ id: name('route'), type: 'content-based-router', name: `Route ${row}`, config: { routes } }, 1, row * 2);
    edges.push({ from: name('in'), to: name('route') });
    for (const [index, { port }] of routes.entries()) {
      let from = { id: name('route'), port };
      for (let column = 2; column < 8; column++) {
        const step = `${port}-${row}-${column}`;
        add(
          { id: step, type: 'mapping', name: `Map ${step}`, config: { expression: `{ "step": ${column}, "of": $ }` } },
          column,
          row * 2 + index,
        );
        edges.push({ from: from.id, ...(from.port === 'out' ? {} : { port: from.port }), to: step });
        from = { id: step, port: 'out' };
      }
      const end = `send-${port}-${row}`;
      add(
        { id: end, type: 'http.request', name: `Send ${end}`, config: { url: 'https://erp.example/orders' } },
        8,
        row * 2 + index,
      );
      edges.push({ from: from.id, to: end });
    }
  }
  return {
    format: 'lineshaft/flow@1',
    id,
    name: `Bench ${count}`,
    owner: 'Bench',
    domain: 'bench',
    nodes,
    edges,
    layout,
  };
}
