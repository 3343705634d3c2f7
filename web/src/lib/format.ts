import { asUtc, type Day } from './zonedDays';

/** English with days before months and 24 hours, as the other languages have it. */
const localeOf = (language: string): string => language === 'en' ? 'en-GB' : language;

/** Makes a formatter when it is first needed: each takes the browser milliseconds, and no page needs them all. */
const once = <T>(make: () => T) => {
  let made: T | undefined;
  return (): T => made ??= make();
};

const createFormat = (language: string, currency: string, timeZone: string) => {
  const locale = localeOf(language);
  const numbers = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(locale, options));
  const dates = (options: Intl.DateTimeFormatOptions, zone = timeZone) =>
    once(() => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  const percent = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  const unit = (name: string) => numbers({ style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: 1 });

  const whole = numbers({ maximumFractionDigits: 0 });
  const decimal = numbers({ maximumFractionDigits: 1 });
  const compact = numbers({ notation: 'compact', maximumFractionDigits: 1 });
  const money = numbers({ style: 'currency', currency });
  const share = numbers(percent);
  const change = numbers({ ...percent, signDisplay: 'exceptZero' });
  const dayLong = dates({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, 'UTC');
  const dayMedium = dates({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC');
  const dayShort = dates({ day: 'numeric', month: 'short' }, 'UTC');
  const month = dates({ month: 'short' }, 'UTC');
  const monthOfYear = dates({ month: 'short', year: 'numeric' }, 'UTC');
  const time = dates({ hour: '2-digit', minute: '2-digit' });
  const exactTime = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const dateTime = dates({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const weekday = dates({ weekday: 'short' }, 'UTC');
  const [seconds, minutes, hours] = [unit('second'), unit('minute'), unit('hour')];
  const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'].map((name) =>
    numbers({ style: 'unit', unit: name, unitDisplay: name === 'byte' ? 'long' : 'short', maximumFractionDigits: name === 'byte' ? 0 : 1 }));

  return {
    /** A count: no decimals. */
    count: (value: number) => whole().format(value),
    decimal: (value: number) => decimal().format(value),
    /** A count where there is little room: "12K". */
    compact: (value: number) => compact().format(value),
    money: (value: number) => money().format(value),
    /** A ratio of 0 to 1 as percent. */
    share: (ratio: number) => share().format(ratio),
    /** A ratio as percent with its sign. */
    change: (ratio: number) => change().format(ratio),
    dayLong: (day: Day) => dayLong().format(asUtc(day)),
    dayShort: (day: Day) => dayShort().format(asUtc(day)),
    month: (day: Day) => month().format(asUtc(day)),
    monthOfYear: (day: Day) => monthOfYear().format(asUtc(day)),
    weekday: (day: Day) => weekday().format(asUtc(day)),
    days: (from: Day, to: Day) => from === to ? dayLong().format(asUtc(from)) : dayMedium().formatRange(asUtc(from), asUtc(to)),
    time: (instant: string | number) => time().format(new Date(instant)),
    exactTime: (instant: string | number) => exactTime().format(new Date(instant)),
    dateTime: (instant: string | number) => dateTime().format(new Date(instant)),
    /** A size as "12.3 MB", in steps of 1,000. */
    bytes: (total: number) => {
      const step = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, total)) / 3)));
      return sizes[step]?.().format(total / 1_000 ** step) ?? '';
    },
    /** Seconds as "42s", "3m 5s" or "1h 12m". */
    duration: (total: number) => {
      if (total < 60) {
        return seconds().format(total < 10 ? Math.round(total * 10) / 10 : Math.round(total));
      }
      const inMinutes = Math.floor(total / 60);
      return inMinutes < 60
        ? `${minutes().format(inMinutes)} ${seconds().format(Math.round(total % 60) % 60)}`
        : `${hours().format(Math.floor(inMinutes / 60))} ${minutes().format(inMinutes % 60)}`;
    },
  };
};

export type Format = ReturnType<typeof createFormat>;

const formats = new Map<string, Format>();

/** Writes numbers and times as readers of one language are used to, in one currency and one zone. */
export const formatOf = (language: string, currency: string, timeZone: string): Format => {
  const key = `${language} ${currency} ${timeZone}`;
  const format = formats.get(key) ?? createFormat(language, currency, timeZone);
  formats.set(key, format);
  return format;
};
