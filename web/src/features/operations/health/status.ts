import type { OpsStatus, StatusSample } from '../../../types/api';

/** One number over time; moments at which it was not known are left out. */
export const pointsOf = (samples: readonly StatusSample[], name: Exclude<keyof StatusSample, 'at'>): number[] =>
  samples.map((sample) => sample[name]).filter((value) => typeof value === 'number');

/** Seconds by which the numbers were behind at a moment, in milliseconds; 0 before anything was counted. */
export const lagOf = ({ rollups: { completeThrough } }: OpsStatus, at: number): number =>
  completeThrough == null ? 0 : Math.max(0, (at - Date.parse(completeThrough)) / 1_000);

/** How long the way to the numbers takes at least: a probe that is still under way tells more than one that has arrived sooner. */
export const probeSecondsOf = ({ probe }: OpsStatus): number | undefined =>
  probe == null ? undefined : Math.max(probe.rollupSeconds ?? 0, probe.waitingSeconds ?? 0);

export const ledgerParts = ['stored', 'duplicate', 'rejected', 'quarantined', 'inFlight', 'gap'] as const;

/** What the parts of the ledger lack of its sum; 0 when it closes. */
export const ledgerDifference = (ledger: OpsStatus['ledger']): number =>
  ledger.accepted - ledgerParts.reduce((sum, part) => sum + ledger[part], 0);
