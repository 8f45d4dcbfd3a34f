import type {RunReport} from '../actions/run/report.js'
import {FluxError} from '../errors/flux-error.js'
import type {JsonObject, JsonValue} from '../formats/json/value.js'
import {renderObjects} from './object-table.js'
import {renderData} from './objects.js'

/** The end of `flux run`: the tables of `flux get all -A` and what each Kustomization applied, or the same as data. */
export async function renderRunReport(report: RunReport, format: 'table' | 'json' | 'yaml'): Promise<string> {
  if (format !== 'table') return renderData(format, asData(report))
  const tables = report.parts
    .filter(({objects}) => objects.length > 0)
    .map(({kind, objects}) => `${renderObjects(kind, objects, {allNamespaces: true, withKind: true})}\n`)
  const applied = report.applied.map(({namespace, name, revision, objects}) => {
    const head = `Kustomization ${namespace}/${name} applied ${count(objects.length)}${revision ? ` of ${short(revision)}` : ''}`
    return [head, ...objects.map((object) => `  ${object}`), ''].join('\n')
  })
  return `${tables.join('')}${applied.join('\n')}`
}

/** Throws when something is not ready: which object, why, and what to do. */
export function requireReady(report: RunReport): void {
  const [first] = report.notReady
  if (!first) return
  const others = report.notReady.length - 1
  const more = others > 0 ? ` (and ${others} more)` : ''
  throw new FluxError('not-ready', `${first.kind} ${first.namespace}/${first.name} is not ready: ${first.message}${more}`, {
    hints: report.notReady.map((item) => `${item.kind} ${item.namespace}/${item.name}: ${item.reason}: ${item.advice}`),
  })
}

function asData(report: RunReport): JsonObject {
  return {
    ready: report.ready,
    notReady: report.notReady as unknown as JsonValue,
    applied: report.applied as unknown as JsonValue,
    objects: report.parts.flatMap(({objects}) => objects) as unknown as JsonValue,
  }
}

const count = (n: number) => (n === 1 ? '1 object' : `${n} objects`)

const short = (revision: string) => revision.replace(/\b[0-9a-f]{40,128}\b/g, (hash) => hash.slice(0, 8))
