import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useState } from 'react';

const NoticeStack = lazy(async () => ({ default: (await import('./notice-stack.tsx')).NoticeStack }));

/** What was told with `notifications.show`. What draws it is loaded when there is something to tell. */
export function Notices() {
  const { notifications } = useNotifications();
  const [isNeeded, setIsNeeded] = useState(false);
  if (notifications.length > 0 && !isNeeded) setIsNeeded(true);
  return (
    isNeeded && (
      <Suspense fallback={null}>
        <NoticeStack />
      </Suspense>
    )
  );
}
