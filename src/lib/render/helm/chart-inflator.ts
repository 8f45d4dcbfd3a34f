import {FluxError} from '../../errors/flux-error.js'
import type {ChartInflator, ChartRequest, ReadChart} from '../../ports/chart-inflator.js'
import type {Random} from '../../ports/clock.js'

/** Of a release that nobody named, as helm has it. */
const NO_NAME = 'release-name'

/** Helm's engine for the charts of kustomizations. */
export async function chartInflator(environment: {now: () => number; random: Random}): Promise<ChartInflator> {
  const helm = await import('../../engines/helm/index.js')
  type Chart = Awaited<ReturnType<typeof helm.loadChart>>
  let schemas: Awaited<ReturnType<typeof helm.schemaChecker>>

  const render = (chart: Chart, request: ChartRequest, name: string) => {
    const values = helm.userValues({files: request.values.map((file) => helm.readValuesFile(file.name, file.text))}, () => '')
    return helm.templateChart(chart, values, {
      release: {name, namespace: request.namespace || 'default', revision: 1, isUpgrade: false},
      capabilities: helm.offlineCapabilities(request.kubeVersion || undefined, request.apiVersions),
      environment,
      lookup: () => ({}),
      schemas,
    })
  }

  /** The template of a name sees nothing but functions. */
  const nameOf = ({releaseName, nameTemplate, ...rest}: ChartRequest): string => {
    if (nameTemplate === '') return releaseName || NO_NAME
    if (releaseName !== '') throw new FluxError('usage', 'cannot set --name-template and also specify a name')
    const template = {name: 'templates/NOTES.txt', data: Buffer.from(nameTemplate)}
    const chart: Chart = {...EMPTY, templates: [template]}
    return render(chart, {...rest, releaseName, nameTemplate, values: []}, NO_NAME).notes
  }

  return {
    async read(tree, folder) {
      try {
        const chart = await helm.loadChart(tree, folder)
        schemas ??= await helm.schemaChecker(chart)
        return {chart}
      } catch (error) {
        if (!(error instanceof FluxError)) throw error
        const {code, message, hints} = error
        return {fault: {code, message, hints}}
      }
    },
    template(read: ReadChart, request) {
      if ('fault' in read) throw new FluxError(read.fault.code, read.fault.message, {hints: [...read.fault.hints]})
      const rendered = render(read.chart as Chart, request, nameOf(request))
      return {text: helm.templateText(rendered, {...request, showOnly: []}), warnings: rendered.warnings}
    },
  }
}

const EMPTY = {
  metadata: {apiVersion: 'v2', name: 'name', version: '0.0.0'},
  lock: undefined,
  values: {},
  rawValues: undefined,
  schema: undefined,
  files: [],
  dependencies: [],
}
