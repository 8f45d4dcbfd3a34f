import type {ChartInflator, ReadChart} from '../../../ports/chart-inflator.js'
import {KustomizeError} from '../error.js'

/** The charts of a build: what the load phase read of them, and who renders them. */
export interface Charts {
  readonly inflator: ChartInflator
  /** By absolute folder; a file that stands where a chart should is no chart. */
  readonly read: ReadonlyMap<string, ReadChart | 'file'>
}

/** Whether there may be charts at all is looked at before what is said of them. @throws KustomizeError */
export function demandCharts({charts}: {readonly charts: Charts | undefined}): Charts {
  if (charts !== undefined) return charts
  throw new KustomizeError('must specify --enable-helm', {
    hints: [
      'Helm charts in a kustomization are inflated by `flux build dir --enable-helm` alone; in a cluster use a HelmRelease.',
    ],
  })
}
