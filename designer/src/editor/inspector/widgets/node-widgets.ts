import type { Widgets } from '../../../ui/schema-form/form-context.ts';
import { messages } from '../messages.ts';
import { JsonataWidget, JsonWidget, SqlWidget, TemplateWidget } from './code-widgets.tsx';
import { CronWidget } from './cron-widget.tsx';
import { DurationWidget } from './duration-widget.tsx';
import { FlowWidget } from './flow-widget.tsx';
import { IntakePathWidget } from './intake-path-widget.tsx';
import { TimeZoneWidget } from './time-zone-widget.tsx';
import { TopicWidget } from './topic-widget.tsx';

/** Inputs by what the schema of a field says in `meta({ widget })`: never by the type of the node. */
export const nodeWidgets: Widgets = {
  jsonata: { input: JsonataWidget, title: messages.expression },
  template: { input: TemplateWidget, title: messages.templateText },
  json: { input: JsonWidget },
  sql: { input: SqlWidget },
  duration: { input: DurationWidget },
  cron: { input: CronWidget },
  'time-zone': { input: TimeZoneWidget },
  flow: { input: FlowWidget },
  'intake-path': { input: IntakePathWidget },
  topic: { input: TopicWidget },
};
