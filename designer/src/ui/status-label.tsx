import classes from './status-label.module.css';

interface StatusLabelProps {
  tone: 'good' | 'bad' | 'wait' | 'busy' | 'quiet';
  children: string;
  title?: string | undefined;
}

/** A state in words, with a mark in its colour. */
export function StatusLabel({ tone, children, title }: StatusLabelProps) {
  return (
    <span className={classes['label']} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
