import { useTheme } from '@mui/material/styles';

const width = 72;
const height = 28;

/** The points of a small line that fills its box, from 0 to the largest value. */
export const sparkPoints = (values: readonly number[]): string => {
  const largest = Math.max(1, ...values);
  return values
    .map((value, index) => `${((index / (values.length - 1)) * width).toFixed(1)},${(height - 1 - (value / largest) * (height - 2)).toFixed(1)}`)
    .join(' ');
};

/** A shape without an axis: decoration beside the number that says it. */
export const Spark = ({ values }: { values: readonly number[] }) => (
  <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden>
    <polyline points={sparkPoints(values)} fill="none" stroke={useTheme().vars?.palette.primary.main} strokeWidth="1.5" strokeLinejoin="round" />
  </svg>
);
