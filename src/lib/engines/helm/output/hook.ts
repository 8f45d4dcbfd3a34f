import type {JsonObject} from '../../../formats/json/value.js'
import {headOf} from './manifest-head.js'

/** A manifest that is run at a moment of a release and is no part of it (helm-engine reference 12). */
export interface Hook {
  readonly name: string
  readonly kind: string
  /** of the template in the chart */
  readonly path: string
  readonly manifest: string
  readonly events: readonly string[]
  readonly weight: number
  readonly deletePolicies: readonly string[]
  readonly outputLogPolicies: readonly string[]
}

const EVENTS: ReadonlyMap<string, string> = new Map([
  ...[
    'pre-install',
    'post-install',
    'pre-delete',
    'post-delete',
    'pre-upgrade',
    'post-upgrade',
    'pre-rollback',
    'post-rollback',
    'test',
  ].map((event) => [event, event] as const),
  ['test-success', 'test'],
])

export type HookKind =
  | {readonly type: 'manifest'; readonly kind: string}
  | {readonly type: 'unknown'; readonly events: string}
  | {readonly type: 'hook'; readonly hook: Hook}

/**
 * What a document is: part of the release, a hook, or nothing because it names an event that Helm does not know.
 * @throws FluxError `bad-manifest` when its head is of other types than Helm reads
 */
export function hookOf(object: JsonObject, path: string, manifest: string): HookKind {
  const {kind, name, annotations} = headOf(object)
  const types = Object.hasOwn(annotations, 'helm.sh/hook') ? annotations['helm.sh/hook'] : undefined
  if (types === undefined) return {type: 'manifest', kind}
  const events: string[] = []
  for (const word of types.split(',')) {
    const event = EVENTS.get(word.trim().toLowerCase())
    if (event === undefined) return {type: 'unknown', events: types}
    events.push(event)
  }
  return {
    type: 'hook',
    hook: {
      ...{name, kind, path, manifest, events},
      weight: weightOf(annotations['helm.sh/hook-weight']),
      deletePolicies: wordsOf(annotations['helm.sh/hook-delete-policy']),
      outputLogPolicies: wordsOf(annotations['helm.sh/hook-output-log-policy']),
    },
  }
}

function weightOf(text: string | undefined): number {
  return text !== undefined && /^[-+]?\d+$/.test(text) ? Number(text) : 0
}

function wordsOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((word) => word.trim().toLowerCase())
}
