import type { AnyNodeManifest } from '@lineshaft/flow';
import {
  IconArrowsSplit2,
  IconBolt,
  IconBrackets,
  IconCalendarClock,
  IconClockPause,
  IconDatabase,
  IconFileExport,
  IconFileImport,
  IconFilter,
  IconGitBranch,
  IconHelpCircle,
  IconLayersIntersect,
  IconListNumbers,
  IconMessageReply,
  IconPlugConnected,
  IconRoute,
  IconShieldCheck,
  IconSpeakerphone,
  IconTransform,
  IconWebhook,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react';

/** By type, by connector (what stands before the dot), or by role. */
const icons: Record<string, TablerIcon> = {
  aggregator: IconLayersIntersect,
  'call-flow': IconRoute,
  'content-based-router': IconGitBranch,
  'content-enricher': IconPlugConnected,
  delay: IconClockPause,
  'duplicate-gate': IconShieldCheck,
  file: IconFileExport,
  'file.read': IconFileImport,
  'flow-input': IconRoute,
  http: IconWorld,
  'http.webhook': IconWebhook,
  mapping: IconTransform,
  'message-filter': IconFilter,
  postgres: IconDatabase,
  publish: IconSpeakerphone,
  reply: IconMessageReply,
  resequencer: IconListNumbers,
  schedule: IconCalendarClock,
  splitter: IconArrowsSplit2,
  subscribe: IconSpeakerphone,
  validate: IconShieldCheck,
  source: IconBolt,
  processor: IconBrackets,
  sink: IconPlugConnected,
};

/** The sign of a node type; a new type has that of its connector or role until it is given one. */
export function NodeIcon({ manifest, size = 18 }: { manifest: AnyNodeManifest | undefined; size?: number }) {
  const Icon =
    (manifest && (icons[manifest.type] ?? icons[manifest.type.split('.')[0] ?? ''] ?? icons[manifest.role])) ??
    IconHelpCircle;
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
