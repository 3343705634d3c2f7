import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import { asUtc, type Day } from '../../../lib/zonedDays';
import type { ArchiveDay } from '../../../types/api';
import { signs, stateOf, type DayRange } from './archiveDays';
import { weeksOf, type Month } from './calendar';

interface MonthGridProps {
  month: Month;
  /** Days with events. */
  days: ReadonlyMap<Day, ArchiveDay>;
  /** Days after this one are yet to come. */
  latest: Day;
  chosen: DayRange | undefined;
  /** The one day of the calendar that the tab key reaches. */
  tabStop: Day;
  onChoose: (day: Day, isRange: boolean) => void;
}

/** One month: a cell for each day, with the colour and the sign of where its events lie. */
export const MonthGrid = ({ month, days, latest, chosen, tabStop, onChoose }: MonthGridProps) => {
  const { t, i18n } = useTranslation('operations');
  const format = useFormat();
  const id = useId();
  // As the date pickers have it.
  const weeks = weeksOf(month, i18n.language === 'hi' ? 0 : 1);
  const labelOf = (day: Day): string => {
    const known = days.get(day);
    return [
      format.dayLong(day),
      known ? t(`archiveStates.${known.state}`, { defaultValue: known.state }) : t('archive.noEvents'),
      known && known.rows > 0 && t('archive.eventCount', { count: known.rows, events: format.count(known.rows) }),
    ].filter(Boolean).join(', ');
  };
  const cell = (day: Day) => {
    const known = days.get(day);
    const state = known && stateOf(known);
    return (
      <button
        type="button" data-day={day} data-state={known?.state} aria-label={labelOf(day)} tabIndex={day === tabStop ? 0 : -1}
        onClick={(event) => onChoose(day, event.shiftKey)}
      >
        <span>{asUtc(day).getUTCDate()}</span>
        <span>{known && (state ? signs[state] : '?')}</span>
      </button>
    );
  };
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography id={id} component="h3" sx={{ fontWeight: 600, mb: 1 }}>{format.monthOfYear(`${month}-01`)}</Typography>
      <table role="grid" aria-labelledby={id}>
        <thead>
          <tr>{weeks[1]?.map((day) => day !== undefined && <th key={day} scope="col">{format.weekday(day)}</th>)}</tr>
        </thead>
        <tbody>
          {weeks.map((week, number) => (
            <tr key={number}>
              {week.map((day, place) => {
                const isChosen = day !== undefined && chosen !== undefined && chosen.from <= day && day <= chosen.to;
                return (
                  <td key={place} aria-selected={isChosen}>
                    {day !== undefined && (day > latest ? <span>{asUtc(day).getUTCDate()}</span> : cell(day))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
};
