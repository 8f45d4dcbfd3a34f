import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject, JsonValue} from '../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'

export type Step =
  | {do: 'namespace'; name: string}
  | {do: 'create-repo'; repo: string; url: string; branch: string}
  | ({do: 'commit'} & CommitStep)
  | {do: 'tag'; repo: string; tag: string; annotated: boolean; commit: string; date: string}
  | {do: 'git'; repo: string; args: string[]; note?: string}
  | {do: 'apply'; manager?: string; objects: KubeObject[]; rejected?: string}
  | {do: 'patch'; object: string; type: 'merge' | 'json' | 'strategic'; manager: string; body: JsonValue; subresource?: string}
  | {do: 'delete'; object: string}
  | {do: 'kubectl'; args: string[]; stdin?: string; stdout?: string; stderr?: string; exit: number}
  | {do: 'wait'; object: string; for: WaitFor}
  | {do: 'sleep'; seconds: number}
  | {do: 'snapshot'; name: string}
  | {do: ArtifactAction}

/** What the recorder did by hand to the file of an artifact. */
export const ARTIFACT_ACTIONS = [
  'remove the artifact file',
  'append one byte to the artifact file',
  'damage the artifact file',
  'restore the artifact file',
] as const
export type ArtifactAction = (typeof ARTIFACT_ACTIONS)[number]

export interface CommitStep {
  repo: string
  branch: string
  message: string
  sha: string
  as: string
  date: string
  files?: string
  write?: Record<string, string | {base64: string}>
  remove?: string[]
  modes?: Record<string, string>
  links?: Record<string, string>
}

export type WaitFor = string | {ready?: 'True' | 'False' | 'Unknown'; revision?: string; message?: string}

export interface Snapshot {
  flux: JsonObject[]
  objects: JsonObject[]
  artifacts: {[object: string]: JsonObject}
  events: RecordedEvent[]
  notifications: JsonObject[]
  extra?: JsonObject
}

export interface RecordedEvent {
  object: string
  type: string
  reason: string
  message: string
  count: number
  annotations: JsonValue
  source: string
  reportingComponent: string
}

export interface Scenario {
  readonly name: string
  readonly folder: string
  readonly about: string
  readonly steps: readonly Step[]
  readonly flags: {readonly source: readonly string[]; readonly kustomize: readonly string[]}
  readonly commits: Readonly<Record<string, string>>
  readonly snapshots: Readonly<Record<string, Snapshot>>
}

/** The complete scenarios of a folder (or the folder itself when it is one), by name. */
export function loadScenarios(folder: string, only?: string): Scenario[] {
  const single = existsSync(join(folder, 'expected.json'))
  const names = single ? [''] : readdirSync(folder).sort()
  return names
    .filter((name) => existsSync(join(folder, name, 'expected.json')) && existsSync(join(folder, name, 'steps.json')))
    .map((name) => loadScenario(join(folder, name)))
    .filter(({name}) => only === undefined || name === only || (only.endsWith('*') && name.startsWith(only.slice(0, -1))))
}

function loadScenario(folder: string): Scenario {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const expected = read('expected.json')
  hideDigests(Object.values(expected.snapshots ?? {}) as Snapshot[])
  return {
    name: expected.scenario,
    folder,
    about: expected.about ?? '',
    steps: read('steps.json'),
    flags: {source: expected.flags?.source ?? [], kustomize: expected.flags?.kustomize ?? []},
    commits: expected.commits ?? {},
    snapshots: expected.snapshots ?? {},
  }
}

const DIGEST_KEY = 'source.toolkit.fluxcd.io/digest'

/**
 * Digests of artifacts that were gone before a snapshot stand as they were, of Go's gzip: each gets a placeholder
 * as the others have.
 */
function hideDigests(snapshots: readonly Snapshot[]): void {
  const hidden = new Map<string, string>()
  for (const {events, notifications} of snapshots)
    for (const fields of [...events.map(({annotations}) => annotations), ...notifications.map(({metadata}) => metadata)]) {
      const facts = fields as {[key: string]: string} | null | undefined
      const digest = facts?.[DIGEST_KEY]
      if (!facts || digest === undefined || digest.startsWith('<')) continue
      if (!hidden.has(digest)) hidden.set(digest, `<digest:${1000 + hidden.size}>`)
      facts[DIGEST_KEY] = hidden.get(digest)!
    }
}
