import {within} from '../error.js'
import {configText} from '../go/config-text.js'
import type {Kustomization} from '../kustomization/types.js'
import {prepareChart} from '../plugins/helm-chart.js'
import type {Resource} from '../resource/resource.js'
import type {OwnFile} from './own-file.js'

/**
 * A kustomization's charts, all checked; each hands over what it inflates to. Faults show the whole entry, as in kustomize.
 * `namespace`: of charts that name none.
 */
export function helmCharts(
  {helmCharts: charts, helmGlobals}: Kustomization,
  namespace: string,
  own: OwnFile,
): ((take: (resources: Resource[]) => void) => void)[] {
  return charts.map((chart, i) => {
    const place = ['helmCharts', i]
    const args = {chartHome: '', configHome: '', ...helmGlobals, ...chart, namespace: chart.namespace || namespace}
    const shown = () => `trouble configuring builtin HelmChartInflationGenerator with config: \`\n${configText(args)}\``
    const inflate = own.at(place, () => within(shown, () => prepareChart(args, own.context())))
    return (take) => own.at(place, () => take(inflate()))
  })
}
