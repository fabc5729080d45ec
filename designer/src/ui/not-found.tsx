import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { messages } from '../messages.ts';
import { Page } from './page.tsx';
import { Empty } from './states.tsx';

/** No page has this address. */
export function NotFound() {
  return (
    <Page title={messages.errors.notFound}>
      <Empty
        title={messages.errors.notFound}
        action={
          <Button component={Link} to="/" variant="default">
            {messages.errors.home}
          </Button>
        }
      >
        {messages.errors.notFoundAdvice}
      </Empty>
    </Page>
  );
}
