/** A calendar day of the reporting zone, `yyyy-MM-dd`. */
export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (zone: string): Intl.DateTimeFormat => {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, found);
  }
  return found;
};

/** The day of an instant in the zone, whatever the browser's own zone is. */
export const dayOf = (instant: string | number | Date, zone: string): Day => {
  const parts = new Map(format(zone).formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
  return `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
};

/** Noon UTC of a day: a `Date` that shows this day when it is formatted in UTC. */
export const asUtc = (day: Day): Date => new Date(`${day}T12:00:00Z`);

const fromUtc = (date: Date): Day => date.toISOString().slice(0, 10);

export const addDays = (day: Day, days: number): Day => fromUtc(new Date(asUtc(day).getTime() + days * 86_400_000));

/** The same day of the month in another month, or that month's last day. */
export const addMonths = (day: Day, months: number): Day => {
  const date = asUtc(day);
  const lastOfTarget = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0, 12));
  lastOfTarget.setUTCDate(Math.min(date.getUTCDate(), lastOfTarget.getUTCDate()));
  return fromUtc(lastOfTarget);
};

/** How many days `from` to `to` are, both included. */
export const countDays = (from: Day, to: Day): number =>
  Math.round((asUtc(to).getTime() - asUtc(from).getTime()) / 86_400_000) + 1;

export const isDay = (value: string | null | undefined): value is Day =>
  value != null && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(asUtc(value).getTime()) && fromUtc(asUtc(value)) === value;
