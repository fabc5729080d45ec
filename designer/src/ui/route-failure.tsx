import type { ErrorComponentProps } from '@tanstack/react-router';
import { messages } from '../messages.ts';
import { Page } from './page.tsx';
import { Failure } from './states.tsx';

/** A page threw while it was drawn; the frame around it stays. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  return (
    <Page title={messages.errors.title} documentTitle={messages.errors.title}>
      <Failure error={new Error(messages.errors.page, { cause: error })} retry={reset} />
    </Page>
  );
}
