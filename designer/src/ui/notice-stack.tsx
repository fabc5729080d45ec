import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

/** Short messages in the corner, each for a few seconds. */
export function NoticeStack() {
  return <Notifications position="bottom-right" />;
}
