import type {JsonObject} from '../src/lib/formats/json/value.js'
import {apiVersionOf, KINDS, type KindRow} from '../src/lib/kinds/registry.js'
import type {CaseController} from '../test/golden/cli-replay/cases.js'
import type {CaseInput} from '../test/golden/cli-replay/record.js'

const ALL = [
  ...['namespaces', 'sources', 'kustomizations', 'helmreleases', 'notifications', 'images'],
  ...['crd-artifactgenerators', 'artifactgenerators', 'source-secrets'],
].map((name) => `${name}.yaml`)

/** An object of the set-ups. */
export interface Known {
  readonly namespace: string
  readonly name: string
}

type Line = readonly [name: string, words: string, more?: Partial<CaseInput>]
type Lines = readonly Line[]

/** Command lines of one verb over one kind, for all that it may be asked. */
const VERBS: Readonly<Record<string, (row: KindRow, objects: readonly Known[]) => Lines>> = {
  get: (row, objects) => [
    ['plain', ''],
    ['all-namespaces', '-A'],
    ['empty', '-n empty'],
    ['no-header', '-A --no-header'],
    ['missing', 'nope'],
    ['missing-anywhere', 'nope -A'],
    ...labels('-A'),
    ...[
      'ready=true',
      'ready=false',
      'READY!=True',
      'ready=unknown',
      'stalled=true',
      'reconciling!=true',
      'nope=true',
      'ready',
      '=',
    ].map((selector): Line => [`status-${selector}`, `-A --status-selector ${selector}`]),
    ...(row.showSource ? [['show-source', '-A --show-source'] as const] : [['show-source', '--show-source'] as const]),
    ...objects.map(({namespace, name}): Line => [`one-${namespace}-${name}`, `${name} -n ${namespace}`]),
    ['two-names', `${objects[0]!.name} ${objects.at(-1)!.name}`],
  ],
  export: (row, objects) => [
    ['no-name', ''],
    ['missing', 'nope'],
    ...['flux-system', 'apps', 'empty', 'nowhere'].map((ns): Line => [`all-${ns}`, `--all -n ${ns}`]),
    ['all-and-name', `--all ${objects[0]!.name}`],
    ...objects.map(({namespace, name}): Line => [`one-${namespace}-${name}`, `${name} -n ${namespace}`]),
    ...(row.credentials === undefined
      ? [['with-credentials', `${objects[0]!.name} --with-credentials`] as const]
      : objects.map(
          ({namespace, name}): Line => [`credentials-${namespace}-${name}`, `${name} -n ${namespace} --with-credentials`],
        )),
    ...(row.credentials === undefined ? [] : [['all-credentials-apps', '--all -n apps --with-credentials'] as const]),
  ],
  delete: (_, objects) => [
    ['no-name', '-s'],
    ['missing', 'nope -s'],
    ['other-namespace', `${objects[0]!.name} -s -n empty`],
    ...objects.map(({namespace, name}): Line => [`one-${namespace}-${name}`, `${name} -n ${namespace} -s`]),
  ],
  suspend: (_, objects) => [
    ['no-name', ''],
    ['missing', 'nope'],
    ['several', `${inSystem(objects)} nope ${inSystem(objects)}`],
    ...['flux-system', 'apps', 'empty'].map((ns): Line => [`all-${ns}`, `--all -n ${ns}`]),
    ['all-and-name', `--all ${objects[0]!.name}`],
    ...objects.map(({namespace, name}): Line => [`one-${namespace}-${name}`, `${name} -n ${namespace}`]),
  ],
  resume: (row, objects) => [
    ['no-name', ''],
    ['missing', 'nope'],
    ['several', `${inSystem(objects)} nope`],
    ...['flux-system', 'apps', 'empty'].map((ns): Line => [`all-${ns}`, `--all -n ${ns}`]),
    ['all-wait', '--all --wait --timeout 3s', {controller: objects.map((object) => controller('generation', row, object))}],
    ...objects.flatMap(
      ({namespace, name}): Lines => [
        [`one-${namespace}-${name}`, `${name} -n ${namespace} --timeout 3s`],
        [
          `ready-${namespace}-${name}`,
          `${name} -n ${namespace} --timeout 5s`,
          {controller: [controller('generation', row, {namespace, name})]},
        ],
      ],
    ),
  ],
  reconcile: (row, objects) => [
    ['no-name', ''],
    ['missing', 'nope'],
    ...objects.flatMap(
      ({namespace, name}): Lines => [
        [`waits-${namespace}-${name}`, `${name} -n ${namespace} --timeout 2s`],
        [
          `ready-${namespace}-${name}`,
          `${name} -n ${namespace} --timeout 5s`,
          {controller: [controller('request', row, {namespace, name})]},
        ],
        ...(row.withSource
          ? [[`source-${namespace}-${name}`, `${name} -n ${namespace} --with-source --timeout 2s`] as const]
          : []),
      ],
    ),
    ['fails', `${inSystem(objects)} --timeout 3s`, {controller: [controller('request', row, objects[0]!, 'False')]}],
  ],
}

const labels = (more: string): Lines =>
  ['team=web', 'team!=web', 'team', '!team', 'team in (web,platform)', 'team=nope', 'team==', 'a b', '=x'].map((selector) => [
    `label-${selector}`,
    more,
    {argv: ['-l', selector]},
  ])

const inSystem = (objects: readonly Known[]) =>
  objects
    .filter(({namespace}) => namespace === 'flux-system')
    .map(({name}) => name)
    .join(' ')

/** All cases of a verb; `objectsOf` says which objects of a kind the set-ups make. */
export function verbCases(verb: string, objectsOf: (row: KindRow) => readonly Known[]): CaseInput[] {
  const rows = KINDS.filter((row) => row.capabilities.includes(verb as 'get'))
  return rows.flatMap((row) =>
    VERBS[verb]!(row, objectsOf(row)).map(([name, words, more = {}]): CaseInput => {
      const kind = verb === 'get' ? row.listWords : row.words
      const argv = [verb, ...kind, ...words.split(' ').filter(Boolean), ...(more.argv ?? [])]
      return {name: `${row.kind}-${name}`, setup: ALL, ...more, argv}
    }),
  )
}

export const RECORDED_VERBS = Object.keys(VERBS)

/** A controller that is content with an object, or not. */
function controller(on: CaseController['on'], row: KindRow, {namespace, name}: Known, ready = 'True'): CaseController {
  const time = '2026-01-15T12:00:00Z'
  const about = {observedGeneration: '<generation>', lastTransitionTime: time}
  const conditions = [
    {type: 'Ready', status: ready, reason: ready === 'True' ? 'Succeeded' : 'Failed', message: 'so it is', ...about},
  ]
  const digest = `sha256:${'12'.repeat(32)}`
  const artifact = {
    digest,
    lastUpdateTime: time,
    path: 'p',
    revision: `main@sha1:${'ab'.repeat(20)}`,
    size: 1,
    url: 'http://source/p',
  }
  const isSource = row.revision?.paths[0]?.includes('artifact')
  const status: JsonObject = {observedGeneration: '<generation>', conditions, ...(isSource ? {artifact} : {})}
  return {on, apiVersion: apiVersionOf(row), kind: row.kind, namespace, name, status}
}
