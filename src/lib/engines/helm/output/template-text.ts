import {FluxError} from '../../../errors/flux-error.js'
import {textOfFile} from '../chart/read-yaml.js'
import type {TemplatedChart} from '../template.js'

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
  const crds = options.includeCrds ? chart.crds.map(({path, data}) => ({path, text: textOfFile(data)})) : []
  const manifests = [...crds, ...chart.manifests]
  const hooks = options.hooks ? chart.hooks.filter(({events}) => options.tests || !events.includes('test')) : []
  const shown = hooks.map(({path, manifest}) => ({path, text: manifest}))
  if (options.showOnly.length === 0) return `${textOf(manifests).trim()}\n${textOf(shown)}`
  return options.showOnly
    .flatMap((name) => named([...manifests, ...shown], name))
    .map((part) => textOf([part]).trimEnd())
    .map((text) => `${text}\n`)
    .join('')
}

interface Part {
  readonly path: string
  readonly text: string
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({path, text}) => `---\n# Source: ${path}\n${text}\n`).join('')
}

function named(parts: readonly Part[], name: string): Part[] {
  const found = parts.filter(({path}) => path.slice(path.indexOf('/') + 1) === name)
  if (found.length === 0) throw new FluxError('no-template', `could not find template ${name} in chart`)
  return found
}
