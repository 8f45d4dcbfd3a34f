import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {chartSourceFlag} from '../reference-flags.js'
import {SOURCE_FLAGS, VERIFY_FLAGS} from './source-flags.js'

export const createSourceChart = createCommand({
  words: 'source chart',
  summary: 'Create or update a HelmChart',
  examples: ['flux create source chart db --source HelmRepository/bitnami --chart postgresql --chart-version ">=15.0.0"'],
  flags: {
    ...SOURCE_FLAGS,
    ...VERIFY_FLAGS,
    chart: textFlag({summary: 'name of the chart, or its path in the source'}),
    'chart-version': textFlag({summary: 'version of the chart, or a semver range'}),
    source: chartSourceFlag('source of the chart: KIND/NAME', {namespaced: false}),
    'reconcile-strategy': textFlag({default: 'ChartVersion', summary: 'what makes a new chart: ChartVersion or Revision'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/sources/chart.js')).createChartSource(ctx, options),
})
