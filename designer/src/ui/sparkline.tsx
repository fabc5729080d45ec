import classes from './sparkline.module.css';

/** One column of a small chart: parts from the bottom up. */
export interface SparkColumn {
  parts: { tone: 'good' | 'bad' | 'wait'; value: number }[];
  /** What the column says, for the pointer. */
  title?: string;
}

interface SparklineProps {
  columns: readonly SparkColumn[];
  /** The whole chart in words. */
  label: string;
  width?: number | string;
  height?: number;
}

/** Bars without axes. What is small but not nothing can still be seen. */
export function Sparkline({ columns, label, width = 120, height = 18 }: SparklineProps) {
  const most = Math.max(1, ...columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0)));
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${columns.length * 10} 100`}
      preserveAspectRatio="none"
      className={classes['chart']}
    >
      {columns.map(({ parts, title }, index) => (
        // Columns have no identity but their place.
        <g key={index}>
          {title && <title>{title}</title>}
          <rect x={index * 10} y={0} width={10} height={100} className={classes['space']} />
          <rect
            x={index * 10 + 1}
            y={100 - 100 / height}
            width={8}
            height={100 / height}
            className={classes['ground']}
          />
          {stacked(parts, most).map(({ tone, top, size }) => (
            <rect
              key={tone}
              x={index * 10 + 1}
              y={top}
              width={8}
              height={size}
              data-tone={tone}
              className={classes['bar']}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

function stacked(parts: SparkColumn['parts'], most: number) {
  let top = 100;
  return parts
    .filter(({ value }) => value > 0)
    .map(({ tone, value }) => {
      const size = Math.max((value / most) * 100, 8);
      top = Math.max(top - size, 0);
      return { tone, top, size };
    });
}
