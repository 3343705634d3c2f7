import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel';
import { StartedRun } from '../runs/StartedRun';
import { useRun } from '../runs/useRun';

/** What was started here last, live while it works. */
export const ArchiveRun = ({ id }: { id: string }) => {
  const { t } = useTranslation('operations');
  return <Panel title={t('archive.started')} note={useRun(id).data?.job}><StartedRun id={id} /></Panel>;
};
