import { useMessages } from '../../messages/index.ts';
import { seriesChart } from '../../messages/series-chart.ts';
import { Button } from '../button.tsx';
import { Icon, type IconName } from '../icon.tsx';
import type { useChartWindow } from './use-chart-window.ts';

/** Buttons that move and zoom a chart. */
export function ZoomButtons({ shown }: { shown: ReturnType<typeof useChartWindow> }) {
  const m = useMessages(seriesChart);
  const button = (label: string, icon: IconName, onClick: () => void) => (
    <Button size="small" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} size={16} />
    </Button>
  );
  return (
    <div class="row chart-tools">
      {button(m.earlier, 'left', () => shown.move(-0.5))}
      {button(m.later, 'arrow', () => shown.move(0.5))}
      {button(m.zoomIn, 'plus', () => shown.zoom(0.5))}
      {button(m.zoomOut, 'minus', () => shown.zoom(2))}
      {button(m.all, 'expand', shown.showAll)}
    </div>
  );
}
