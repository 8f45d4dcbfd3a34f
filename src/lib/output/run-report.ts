import type {RunReport} from '../actions/run/report.js'
import type {JsonObject, JsonValue} from '../formats/json/value.js'
import {renderObjects} from './object-table.js'
import {renderData} from './objects.js'

/** The end of `flux run`: the tables of `flux get all -A`, then what each Kustomization applied. */
export function renderRunReport(report: RunReport): string {
  const tables = report.parts
    .filter(({objects}) => objects.length > 0)
    .map(({kind, objects}) => `${renderObjects(kind, objects, {allNamespaces: true, withKind: true})}\n`)
  const applied = report.applied.map(({namespace, name, revision, objects}) => {
    const head = `Kustomization ${namespace}/${name} applied ${count(objects.length)}${revision ? ` of ${short(revision)}` : ''}`
    return [head, ...objects.map((object) => `  ${object}`), ''].join('\n')
  })
  return `${tables.join('')}${applied.join('\n')}`
}

/** The same as data. */
export async function renderRunReportAs(format: 'json' | 'yaml', report: RunReport): Promise<string> {
  const value: JsonObject = {
    ready: report.ready,
    notReady: report.notReady as unknown as JsonValue,
    applied: report.applied as unknown as JsonValue,
    objects: report.parts.flatMap(({objects}) => objects) as unknown as JsonValue,
  }
  return renderData(format, value)
}

const count = (n: number) => (n === 1 ? '1 object' : `${n} objects`)

const short = (revision: string) => revision.replace(/\b[0-9a-f]{40,128}\b/g, (hash) => hash.slice(0, 8))
