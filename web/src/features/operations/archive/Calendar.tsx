import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../lib/zonedDays';
import type { ArchiveDay } from '../../../types/api';
import type { DayRange } from './archiveDays';
import { dayByKey, daysOf, monthsOf } from './calendar';
import { MonthGrid } from './MonthGrid';
import { stateStyles } from './stateStyles';

interface CalendarProps {
  days: readonly ArchiveDay[];
  /** The last day to show; days after it are yet to come. */
  latest: Day;
  chosen: DayRange | undefined;
  onChoose: (days: DayRange) => void;
}

const monthsAtOnce = 6;

// One sheet for the whole calendar: a component for each cell would make hundreds of them.
const cellStyles = {
  '& table': { width: '100%', tableLayout: 'fixed', borderCollapse: 'collapse' },
  '& th': { fontSize: 12, fontWeight: 400, color: 'text.secondary', padding: '2px 0', overflow: 'hidden' },
  '& td': { padding: '2px', height: 44, textAlign: 'center', verticalAlign: 'top', color: 'text.secondary' },
  '& td > span': { display: 'block', paddingTop: '5px', fontSize: 12 },
  '& button': {
    font: 'inherit', fontSize: 12, lineHeight: '16px', display: 'grid', gridTemplateRows: '16px 16px', placeItems: 'center', alignContent: 'center', width: '100%', height: 40, padding: 0,
    border: '1px solid', borderColor: 'transparent', borderRadius: '6px', background: 'none', color: 'text.secondary', cursor: 'pointer',
  },
  '& td > button:hover': { borderColor: 'text.secondary' },
  '& td[aria-selected="true"] > button': { outline: '2px solid', outlineColor: 'text.primary', outlineOffset: '-1px' },
  '& td > button:focus-visible': { outline: '3px solid', outlineColor: 'primary.main', outlineOffset: '1px' },
};

/** The days month by month, newest month first. Arrow keys go from day to day, Enter chooses one, with Shift all up to it. */
export const Calendar = ({ days, latest, chosen, onChoose }: CalendarProps) => {
  const { t } = useTranslation('operations');
  const [monthCount, setMonthCount] = useState(monthsAtOnce);
  const [visited, setVisited] = useState<Day>();
  const grid = useRef<HTMLDivElement>(null);
  const byDay = useMemo(() => new Map(days.map((day) => [day.day, day])), [days]);
  const months = useMemo(() => monthsOf([...byDay.keys()], latest), [byDay, latest]);
  const shownMonths = months.slice(0, monthCount);
  const shown = shownMonths.toReversed().flatMap(daysOf).filter((day) => day <= latest);
  const tabStop = [visited, chosen?.to].find((day) => day !== undefined && shown.includes(day)) ?? latest;

  const choose = (day: Day, isRange: boolean) => {
    setVisited(day);
    onChoose(!isRange || !chosen ? { from: day, to: day } : day < chosen.from ? { from: day, to: chosen.to } : { from: chosen.from, to: day });
  };
  const move = (event: KeyboardEvent) => {
    const day = event.target instanceof HTMLElement ? event.target.dataset['day'] : undefined;
    const next = day === undefined ? undefined : dayByKey(event.key, day, shown);
    if (next !== undefined) {
      event.preventDefault();
      setVisited(next);
      grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
    }
  };
  return (
    <Box sx={{ display: 'grid', gap: 4, justifyItems: 'center' }}>
      <Box
        ref={grid} onKeyDown={move}
        sx={{ width: '100%', display: 'grid', columnGap: 6, rowGap: 4, gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 240px), 1fr))', ...cellStyles, ...stateStyles }}
      >
        {shownMonths.map((month) => (
          <MonthGrid key={month} month={month} days={byDay} latest={latest} chosen={chosen} tabStop={tabStop} onChoose={choose} />
        ))}
      </Box>
      {months.length > monthCount && <Button variant="outlined" onClick={() => setMonthCount(monthCount + monthsAtOnce)}>{t('archive.earlier')}</Button>}
    </Box>
  );
};
