import type {NotReady} from '../actions/run/advice.js'
import type {RunReport} from '../actions/run/report/run-report.js'
import {FluxError} from '../errors/flux-error.js'
import type {JsonObject, JsonValue} from '../formats/json/value.js'
import {renderObjects} from './object-table.js'
import {renderData} from './objects.js'

/** Objects that one line names at most. */
const MOST = 10

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
  const waits = report.notReady.map(whatItDoes).filter((text) => text !== '')
  return `${[`${tables.join('')}${applied.join('\n')}`, ...waits].join('\n')}`
}

/** `Kustomization a/b is at work: Running health checks` and the objects that it waits for; `''` when it does nothing. */
function whatItDoes({kind, namespace, name, doing, waitingFor = []}: NotReady): string {
  if (doing === undefined && waitingFor.length === 0) return ''
  const head = `${kind} ${namespace}/${name} is still at work${doing === undefined ? '' : `: ${short(doing)}`}`
  return [head, ...waitingFor.map((object) => `  waiting for ${object}`), ''].join('\n')
}

/** The same in one line, at the end of a message. */
function inOneLine({doing, waitingFor = []}: NotReady): string {
  const waits = waitingFor.slice(0, MOST).join(', ')
  const more = waitingFor.length > MOST ? ` and ${waitingFor.length - MOST} more` : ''
  return `${doing === undefined ? '' : `: ${short(doing)}`}${waits === '' ? '' : `, waiting for: [${waits}${more}]`}`
}

/** Why another one than the first is not ready: one line of its message. */
function why(item: NotReady): string {
  return `${short(item.message.split('\n')[0]!)}${inOneLine(item)}`
}

/** Throws when something is not ready: which object, why, and what to do. */
export function requireReady(report: RunReport): void {
  const [first] = report.notReady
  if (!first) return
  const others = report.notReady.length - 1
  const more = others > 0 ? ` (and ${others} more)` : ''
  throw new FluxError(
    'not-ready',
    `${first.kind} ${first.namespace}/${first.name} is not ready: ${first.message}${inOneLine(first)}${more}`,
    {
      hints: report.notReady.map(
        (item) =>
          `${item.kind} ${item.namespace}/${item.name}: ${item.reason}: ${item === first ? '' : `${why(item)}: `}${item.advice}`,
      ),
    },
  )
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
