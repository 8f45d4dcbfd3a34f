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
  const crds = options.includeCrds ? chart.crds.map(({path, data}) => ({path, text: textOfFile(data)})) : []
  const manifests = [...crds, ...chart.manifests]
  const hooks = options.hooks ? chart.hooks.filter(({events}) => options.tests || !events.includes('test')) : []
  const text = `${textOfParts(manifests).trim()}\n${textOfParts(hooks.map(({path, manifest}) => ({path, text: manifest})))}`
  if (options.showOnly.length === 0) return text
  const documents = splitDocuments(text)
  return options.showOnly
    .flatMap((pattern) => matching(documents, pattern))
    .map((document) => `---\n${document}\n`)
    .join('')
}

interface Part {
  readonly path: string
  readonly text: string
}

/** Documents under the names of their templates. */
export function textOfParts(parts: readonly Part[]): string {
  return parts.map(({path, text}) => `---\n# Source: ${path}\n${text}\n`).join('')
}

function matching(documents: readonly string[], pattern: string): string[] {
  const parts = pattern.split('/').map((part) => compileGlob(part))
  const found = documents.filter((document) => {
    const names = /^# Source: [^/]+\/(.+)/m.exec(document)?.[1]?.split('/')
    return names?.length === parts.length && names.every((name, i) => parts[i]?.(name))
  })
  if (found.length === 0) throw new FluxError('no-template', `could not find template ${pattern} in chart`)
  return found
}
