import { createSvgIcon } from '@mui/material/utils';

const line = (d: string) => (
  <path d={d} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
);

export const RefreshIcon = createSvgIcon(line('M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6'), 'Refresh');
export const DownloadIcon = createSvgIcon(line('M12 4v11m0 0-4-4m4 4 4-4M5 20h14'), 'Download');
export const ImageIcon = createSvgIcon(line('M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01'), 'Image');
export const TableIcon = createSvgIcon(line('M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14'), 'Table');
export const ChartIcon = createSvgIcon(line('M4 4v16h16M7 15l4-5 3 3 5-7'), 'Chart');
export const SearchIcon = createSvgIcon(line('M11 18a7 7 0 1 1 0-14 7 7 0 0 1 0 14zM16 16l4.5 4.5'), 'Search');
export const ChevronDownIcon = createSvgIcon(line('m6 9 6 6 6-6'), 'ChevronDown');
export const ChevronLeftIcon = createSvgIcon(line('m15 6-6 6 6 6'), 'ChevronLeft');
export const ChevronRightIcon = createSvgIcon(line('m9 6 6 6-6 6'), 'ChevronRight');
export const SunMoonIcon = createSvgIcon(
  <>{line('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z')}<path d="M12 3a9 9 0 0 1 0 18z" /></>, 'SunMoon');
export const MenuIcon = createSvgIcon(line('M4 7h16M4 12h16M4 17h16'), 'Menu');
export const CopyIcon = createSvgIcon(line('M9 9h11v11H9zM15 9V4H4v11h5'), 'Copy');
export const WarningIcon = createSvgIcon(line('M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01'), 'Warning');
export const BagIcon = createSvgIcon(line('M6 8h12l1 12H5zM9 8a3 3 0 0 1 6 0'), 'Bag');
export const LinkIcon = createSvgIcon(line('M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1'), 'Link');
export const CheckIcon = createSvgIcon(line('m5 12.5 4.5 4.5L19 7.5'), 'Check');
