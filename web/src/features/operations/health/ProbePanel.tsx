import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { useFormat } from '../../../lib/shop';
import type { OpsStatus } from '../../../types/api';
import { Facts } from '../Facts';

/** The way through the pipeline, as the latest probe that has arrived went it. */
export const ProbePanel = ({ probe }: { probe: OpsStatus['probe'] }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const after = (seconds: number | null) => seconds == null ? undefined
    : t('probe.after', { time: seconds < 1 ? t('probe.milliseconds', { count: format.count(seconds * 1_000) }) : format.duration(seconds) });
  return (
    <Panel title={t('probe.title')} note={t('probe.note')}>
      {probe == null ? <Empty>{t('probe.none')}</Empty> : (
        <Facts facts={[
          [t('probe.sent'), probe.sentAt == null ? t('probe.noneArrived') : format.exactTime(probe.sentAt)],
          [t('probe.queued'), after(probe.queuedSeconds)],
          [t('probe.stored'), after(probe.storedSeconds)],
          [t('probe.counted'), after(probe.rollupSeconds)],
          [t('probe.next'), probe.waitingSeconds == null ? undefined : t('probe.underWay', { time: format.duration(probe.waitingSeconds) })],
        ]} />
      )}
    </Panel>
  );
};
