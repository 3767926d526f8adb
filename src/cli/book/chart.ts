// Draws a chart as SVG. scripts/build.mjs makes one file of this and of the
// parts of ECharts that it uses: users need not install all of that.

import { LineChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  TitleComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from './page.js';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

// To be told apart on white and on black.
const colours = [
  ...['#2f7ed8', '#2a9657', '#8a63d2', '#d2691e', '#c2417c', '#788390'],
];

export function draw({ title, x, y, lines }: Chart): string {
  const size = { width: 900, height: 540 };
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  const axis = { type: 'value', nameLocation: 'middle', nameGap: 40 } as const;
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    color: colours,
    title: { text: title, left: 'center', top: 12 },
    legend: { bottom: 8, itemGap: 24 },
    grid: { left: 80, right: 40, top: 60, bottom: 110 },
    // The last of the ticks is the last point, as near as it may be to another.
    xAxis: {
      ...axis,
      name: x,
      max: 'dataMax',
      axisLabel: { hideOverlap: true },
    },
    yAxis: { ...axis, name: y, nameGap: 50 },
    series: lines.map(({ name, points }) => ({
      ...{ type: 'line', name, data: points },
      ...{ symbolSize: 5, symbol: 'circle' },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
