import type { FlowNode } from '@lineshaft/flow';
import { Link } from '@tanstack/react-router';
import { useConnectionNames } from '../../api/connections.ts';
import { nodeCatalog } from '../../editor/node-catalog.ts';
import linkClasses from '../../ui/link.module.css';
import { labelOf } from '../../ui/schema-form/label-of.ts';
import { messages } from './messages.ts';
import classes from './node-settings.module.css';

/** What is set at a node, under the names that its form has, each text as it was written. */
export function NodeSettings({ node }: { node: FlowNode }) {
  const { id: _id, type, version: _version, name: _name, config, connection, ...rest } = node;
  const shape = nodeCatalog.get(type)?.config.shape ?? {};
  const names = useConnectionNames();
  return (
    <section className={classes['settings']} aria-label={messages.run.settings} tabIndex={0}>
      <dl>
        {connection !== undefined && (
          <div>
            <dt>{messages.run.connection}</dt>
            <dd>
              <Link
                to="/connections/$connectionId"
                params={{ connectionId: connection }}
                className={linkClasses['plain']}
              >
                {names.get(connection) ?? connection}
              </Link>
            </dd>
          </div>
        )}
        {Object.entries({ ...config, ...rest }).map(([key, value]) => (
          <Entry key={key} name={shape[key]?.meta()?.title ?? labelOf(key)} value={value} />
        ))}
      </dl>
    </section>
  );
}

function Entry({ name, value }: { name: string; value: unknown }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Value value={value} />
      </dd>
    </div>
  );
}

function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') return <pre>{value}</pre>;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  if (entries.every(([, part]) => typeof part !== 'object') && Array.isArray(value)) return value.join(', ');
  return (
    <dl>
      {entries.map(([key, part]) => (
        <Entry key={key} name={Array.isArray(value) ? String(Number(key) + 1) : key} value={part} />
      ))}
    </dl>
  );
}
