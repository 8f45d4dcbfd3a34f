import {FluxError} from '../../../errors/flux-error.js'
import {compileGlob} from '../../../formats/ignore/glob.js'
import {textOfFile} from '../chart/read-yaml.js'
import type {TemplatedChart} from '../template.js'
import {splitDocuments} from './split.js'

export interface TextOptions {
  readonly includeCrds: boolean
  /** hooks are shown after the manifests */
  readonly hooks: boolean
  /** hooks of the event `test` too */
  readonly tests: boolean
  /** paths of templates within the chart; empty for all */
  readonly showOnly: readonly string[]
}

/** What `helm template` prints of a chart. @throws FluxError when a template that is asked for made nothing */
export function templateText(chart: TemplatedChart, options: TextOptions): string {
  const {manifests, hooks} = partsOfChart(chart, options)
  const text = `${textOfParts(manifests).trim()}\n${textOfParts(hooks)}`
  if (options.showOnly.length === 0) return text
  const documents = splitDocuments(text)
  return options.showOnly
    .flatMap((pattern) => matching(documents, pattern))
    .map((document) => `---\n${document}\n`)
    .join('')
}

export interface ChartPart {
  /** of the template, the chart's name in front */
  readonly path: string
  readonly text: string
}

/** What is shown of a chart: CRDs and manifests as they are installed, hooks as they are run. */
export function partsOfChart(
  chart: TemplatedChart,
  options: Omit<TextOptions, 'showOnly'>,
): {manifests: ChartPart[]; hooks: ChartPart[]} {
  const crds = options.includeCrds ? chart.crds.map(({path, data}) => ({path, text: textOfFile(data)})) : []
  const hooks = options.hooks ? chart.hooks.filter(({events}) => options.tests || !events.includes('test')) : []
  return {manifests: [...crds, ...chart.manifests], hooks: hooks.map(({path, manifest}) => ({path, text: manifest}))}
}

/** Documents under the names of their templates. */
export function textOfParts(parts: readonly ChartPart[]): string {
  return parts.map(({path, text}) => `---\n# Source: ${path}\n${text}\n`).join('')
}

function matching(documents: readonly string[], pattern: string): string[] {
  const isMeant = templateNamed(pattern)
  const found = documents.filter((document) => isMeant(/^# Source: ([^/]+\/.+)/m.exec(document)?.[1] ?? ''))
  if (found.length === 0) throw noTemplate(pattern)
  return found
}

/** Tells whether a template's path, the chart's name in front, is one that `--show-only` means: `templates/*.yaml`. */
export function templateNamed(pattern: string): (path: string) => boolean {
  const isMeant = compileGlob(pattern)
  return (path) => path.includes('/') && isMeant?.(path.slice(path.indexOf('/') + 1)) === true
}

/** The error of a pattern that no template has. */
export function noTemplate(pattern: string): FluxError {
  return new FluxError('no-template', `could not find template ${pattern} in chart`)
}
