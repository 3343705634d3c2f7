import Box from '@mui/material/Box';
import { Loaded } from '../../components/Loaded';
import { Tile, tileHeight, Tiles } from '../../components/Tile';
import type { Report } from '../../types/api';
import { Change } from './Change';
import type { ReportResult } from './useReport';

export interface Measure<T> {
  id: string;
  label: string;
  read: (report: T) => number;
  write: (value: number) => string;
  /** Whether the list that the number was counted from was cut, so that there may be more. */
  isAtLeast?: (report: T) => boolean;
  /** One value for each day. */
  spark?: (report: T) => number[];
}

/** A day that goes on would look like a fall, and there is no room to say so. */
const daysThatAreOver = (values: number[] | undefined, isOpen: boolean) => isOpen ? values?.slice(0, -1) : values;

/** The numbers at the top of a tab. */
export const ReportTiles = <T extends Report>({ result, measures }: { result: ReportResult<T>; measures: Measure<T>[] }) => (
  <Box sx={{ minHeight: tileHeight }}>
    <Loaded query={result.query} height={tileHeight} hideStale>
      {(report) => (
        <Tiles>
          {measures.map(({ id, label, read, write, isAtLeast, spark }) => (
            <Tile
              key={id} id={id} label={label} value={(isAtLeast?.(report) === true ? '≥ ' : '') + write(read(report))} spark={daysThatAreOver(spark?.(report), result.isOpen)}
              change={<Change value={read(report)} before={result.before} read={read} write={write} isOpen={result.isOpen} />}
            />
          ))}
        </Tiles>
      )}
    </Loaded>
  </Box>
);
