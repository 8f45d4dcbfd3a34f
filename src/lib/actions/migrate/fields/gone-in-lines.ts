import {GONE, goneFromCommit} from './gone.js'

interface Gone {
  readonly kinds: readonly string[]
  readonly field: RegExp
  message(found: string): string
}

const FIELDS: readonly Gone[] = [
  {kinds: ['HelmRelease', 'HelmChart'], field: keyed('valuesFile'), message: () => `valuesFile ${GONE.valuesFile}`},
  ...['patchesStrategicMerge', 'patchesJson6902'].map((name) => ({
    ...{kinds: ['HelmRelease', 'Kustomization'], field: keyed(name), message: () => `${name} ${GONE.patches}`},
  })),
  {kinds: ['Kustomization'], field: keyed('validation'), message: () => 'spec.validation is gone: the server drops it'},
  {kinds: ['HelmRelease'], field: keyed('recreate'), message: () => GONE.recreate},
  {kinds: ['Alert'], field: keyed('summary'), message: () => GONE.summary},
  {kinds: ['ImageUpdateAutomation'], field: /\.Updated\b(?:\.\w+)?/, message: goneFromCommit},
]
const OURS = /^\s*["']?apiVersion["']?\s*:\s*["']?[\w.]*\.fluxcd\.io\//m

/** Lines of a template that hold fields without a successor, for the user to look at: what is no YAML is not rewritten. */
export function goneInLines(text: string): {line: number; kind: 'manual'; message: string}[] {
  const lines = text.split('\n')
  return documents(lines).flatMap(({start, end}) => {
    const document = lines.slice(start, end)
    const whole = document.join('\n')
    if (!OURS.test(whole)) return []
    const fields = FIELDS.flatMap(({kinds, ...field}) =>
      kinds.filter((kind) => isOf(kind, whole)).map((kind) => ({...field, kind})),
    )
    return withoutValues(document).flatMap((line, at) =>
      fields.flatMap(({kind, field, message}) => {
        const found = field.exec(line)?.[0]
        return found === undefined ? [] : [{line: start + at + 1, kind: 'manual' as const, message: `${kind} ${message(found)}`}]
      }),
    )
  })
}

/** Where the documents of a text begin and end. */
function documents(lines: readonly string[]): {start: number; end: number}[] {
  const cuts = lines.flatMap((line, at) => (line.startsWith('---') ? [at] : []))
  return [0, ...cuts].map((start, index) => ({start, end: cuts[index] ?? lines.length}))
}

/** Lines below a key `values` are a chart's own, whatever they are called: they are empty here. */
function withoutValues(lines: readonly string[]): string[] {
  let column: number | undefined
  return lines.map((line) => {
    const own = line.search(/\S/)
    if (column !== undefined && (own < 0 || own > column)) return ''
    column = keyed('values').test(line) ? own : undefined
    return line
  })
}

const isOf = (kind: string, document: string) => new RegExp(`^\\s*["']?kind["']?\\s*:\\s*["']?${kind}\\b`, 'm').test(document)

function keyed(name: string): RegExp {
  return new RegExp(`^\\s*(?:- +)?["']?${name}["']?\\s*:`)
}
