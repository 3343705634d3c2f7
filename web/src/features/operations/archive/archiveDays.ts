import { dayOf, type Day } from '../../../lib/zonedDays';
import type { ArchiveDay } from '../../../types/api';

/** Where a day's events can lie, in the order in which a day passes through them, and damage last. */
export const archiveStates = ['hot', 'sealed', 'archived', 'late', 'damaged'] as const;
export type ArchiveState = (typeof archiveStates)[number];

/** Told apart by their shape, for those who cannot tell the colours apart. */
export const signs: Record<ArchiveState, string> = { hot: '○', sealed: '◐', archived: '●', late: '+', damaged: '!' };

/** Days, both included. */
export interface DayRange {
  from: Day;
  to: Day;
}

/** A state that this page does not know yet is undefined. */
export const stateOf = ({ state }: ArchiveDay): ArchiveState | undefined => archiveStates.find((name) => name === state);

export const within = (days: readonly ArchiveDay[], { from, to }: DayRange): ArchiveDay[] =>
  days.filter(({ day }) => from <= day && day <= to);

export const totalsOf = (days: readonly ArchiveDay[]) => ({
  days: days.length,
  inArchive: days.filter(({ parts }) => parts.length > 0).length,
  files: days.reduce((sum, { parts }) => sum + parts.length, 0),
  events: days.reduce((sum, { rows }) => sum + rows, 0),
  bytes: days.reduce((sum, { bytes }) => sum + bytes, 0),
  byState: Object.fromEntries(archiveStates.map((name) => [name, days.filter(({ state }) => state === name).length])) as Record<ArchiveState, number>,
});

/** The days of the reporting zone into which UTC days reach: what is counted in them, is counted there. */
export const reportingDays = ({ from, to }: DayRange, zone: string): DayRange =>
  ({ from: dayOf(`${from}T00:00:00Z`, zone), to: dayOf(`${to}T23:59:59.999Z`, zone) });
