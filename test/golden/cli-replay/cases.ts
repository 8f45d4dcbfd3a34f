import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'

/** One recorded command line (format: README of the corpus). */
export interface CliCase {
  readonly family: string
  readonly name: string
  readonly setup: readonly string[]
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string | null>>
  readonly stdin?: string
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
  readonly controller?: readonly CaseController[]
  readonly logs?: Readonly<Record<string, string>>
  readonly objects?: {changed?: JsonObject[]; created?: JsonObject[]; deleted?: unknown[]}
  readonly closed_stdout?: boolean
  readonly unpadded?: boolean
}

/** What Flux's controllers would do while the command runs. */
export interface CaseController {
  readonly on: 'request' | 'generation'
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly status: JsonObject
}

/** Families that hold commands which exist here. */
export const FAMILIES = ['get', 'reconcile', 'suspend', 'resume', 'logs', 'errors', 'version-check']

export function loadCases(folder: string, family: string): CliCase[] {
  const lines = readFileSync(join(folder, `${family}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => ({family, ...(JSON.parse(line) as Omit<CliCase, 'family'>)}))
}

const VERBS = ['get', 'reconcile', 'suspend', 'resume']
const OUR_KINDS = /^(sources? git|kustomizations?|ks)\b/
const OTHER_ROOTS = /^(export|create|delete|tree|trace|debug|migrate|stats|events|uninstall|check|envsubst|install)$/

/** Why a case is not replayed; undefined when it is. */
export function skipReason(entry: CliCase): string | undefined {
  const words = entry.argv.filter((word) => !word.startsWith('-'))
  if (words.some((word) => OTHER_ROOTS.test(word))) return 'the command comes with a later issue'
  if (entry.closed_stdout) return 'needs a real process (test/e2e)'
  const verb = words.findIndex((word) => VERBS.includes(word))
  if (verb < 0) return undefined
  const rest = words.slice(verb + 1).join(' ')
  const all = /^(sources? |images )?all\b/.test(rest)
  if (all && entry.stdout !== '') return 'shows kinds that come with later issues'
  if (all && /^✗.*(oci|helm|bucket|Helm|OCI)/m.test(entry.stderr)) return 'shows kinds that come with later issues'
  if (all && (entry.stderr.match(/^✗/gm) ?? []).length > 1) return 'one line per kind, and kinds come with later issues'
  const group = rest === '' || /^(sources?|nonsense)( nonsense)?$/.test(rest)
  if (!all && !group && !OUR_KINDS.test(rest) && !OUR_KINDS.test(words.slice(verb + 2).join(' ')))
    return 'a kind of a later issue'
  return undefined
}
