import type { OpsStatus } from '../../../types/api';

/** The status at one moment, in milliseconds. */
export interface Sample {
  at: number;
  status: OpsStatus;
}

const keptMilliseconds = 3_600_000;

/** Points of a small chart: more are closer than a pixel. */
const mostPoints = 60;

/** What has been seen, with one more; what is older than an hour goes. */
export const withSample = (samples: readonly Sample[], sample: Sample): Sample[] =>
  [...samples.filter(({ at }) => at > sample.at - keptMilliseconds), sample];

/** One number over time: the largest of every few samples, so that a short peak stays visible. */
export const pointsOf = (samples: readonly Sample[], valueOf: (sample: Sample) => number): number[] => {
  const perPoint = Math.ceil(samples.length / mostPoints);
  const points: number[] = [];
  for (let first = 0; first < samples.length; first += perPoint) {
    points.push(Math.max(...samples.slice(first, first + perPoint).map(valueOf)));
  }
  return points;
};

/** Seconds by which the numbers are behind; 0 before anything was counted. */
export const lagOf = ({ at, status }: Sample): number => {
  const through = status.rollups.completeThrough;
  return through == null ? 0 : Math.max(0, (at - Date.parse(through)) / 1_000);
};

export const ledgerParts = ['stored', 'duplicate', 'rejected', 'quarantined', 'inFlight', 'gap'] as const;

/** What the parts of the ledger lack of its sum; 0 when it closes. */
export const ledgerDifference = (ledger: OpsStatus['ledger']): number =>
  ledger.accepted - ledgerParts.reduce((sum, part) => sum + ledger[part], 0);
