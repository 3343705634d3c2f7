import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toCsv, type Cell } from '../lib/csv';
import { downloadCsv } from '../lib/download';
import { downloadPng } from './chartFiles';
import { IconAction } from './IconAction';
import { ChartIcon, DownloadIcon, ImageIcon, TableIcon } from './icons';
import { Panel } from './Panel';

/** What a chart shows, as rows: for its table, for its CSV and for those who do not see it. */
export interface ChartTable {
  header: string[];
  rows: { written: string[]; values: Cell[] }[];
}

interface ChartPanelProps {
  title: string;
  note?: ReactNode;
  fileName: string;
  table: ChartTable;
  /** Of the chart and of its table, in pixels. */
  height: number;
  /** Charts that are drawn as SVG can be saved as an image. */
  hasImage?: boolean;
  children: ReactNode;
}

/** A card around a chart with its three ways out: as a table, as CSV, as an image. */
export const ChartPanel = ({ title, note, fileName, table, height, hasImage = true, children }: ChartPanelProps) => {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(false);
  const chart = useRef<HTMLDivElement>(null);
  const saveImage = () => {
    const svg = chart.current?.querySelector('svg');
    if (svg) {
      void downloadPng(fileName, title, svg);
    }
  };
  const toggle = isTable ? t('chart.showChart') : t('chart.showTable');

  return (
    <Panel
      title={title} note={note}
      actions={(
        <>
          <IconAction title={toggle} label={`${title}: ${toggle}`} onClick={() => setTable(!isTable)}>
            {isTable ? <ChartIcon fontSize="small" /> : <TableIcon fontSize="small" />}
          </IconAction>
          {hasImage && !isTable && (
            <IconAction title={t('chart.png')} label={`${title}: ${t('chart.png')}`} onClick={saveImage}><ImageIcon fontSize="small" /></IconAction>
          )}
          <IconAction
            title={t('chart.csv')} label={`${title}: ${t('chart.csv')}`}
            onClick={() => downloadCsv(fileName, toCsv(table.header, table.rows.map((row) => row.values)))}
          >
            <DownloadIcon fontSize="small" />
          </IconAction>
        </>
      )}
    >
      {isTable ? (
        <Box sx={{ height, overflow: 'auto' }} tabIndex={0} role="region" aria-label={title}>
          <Table size="small" stickyHeader aria-label={title}>
            <TableHead>
              <TableRow>
                {table.header.map((name, index) => <TableCell key={name} align={index === 0 ? 'left' : 'right'}>{name}</TableCell>)}
              </TableRow>
            </TableHead>
            <TableBody>
              {table.rows.map((row) => (
                <TableRow key={row.written.join('|')}>
                  {row.written.map((text, index) => <TableCell key={table.header[index]} align={index === 0 ? 'left' : 'right'}>{text}</TableCell>)}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      ) : <Box ref={chart} sx={{ minHeight: height }}>{children}</Box>}
    </Panel>
  );
};
