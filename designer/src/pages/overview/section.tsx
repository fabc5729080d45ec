import type { ReactNode } from 'react';
import classes from './overview-page.module.css';

interface SectionProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** One part of the overview, with its heading. */
export function Section({ title, aside, children }: SectionProps) {
  return (
    <section aria-label={title} className={classes['section']}>
      <div className={classes['heading']}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
