import type {Body, Json} from './bodies.js'
import {Dice} from './dice.js'
import type {Op} from './ssa-sequences.js'
import {WATCHED_KINDS, type WatchedKind} from './watch-kinds.js'

/*
 * Sequences in a namespace of their own, with several watches open: writes of some kinds, owners, collections, pages, other forms
 * of answers, the namespace's end. `<name>` is the namespace; `<rv:x>`, `<uid:x>` what an object has, `<list>`, `<more>` what a list
 * said, `<future>` a version that the server has not reached. At most one name is made up, so that the order of names is known.
 */

const NAMES = ['a', 'b', 'c']
const LABELS = ['app=x', 'app!=x', 'app in (x,y)', '!app', 'tier', 'app=x,tier=z']
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'
const PARTIAL = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io'
const FORMS = [
  TABLE,
  PARTIAL,
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  `${TABLE},application/json`,
  'application/vnd.kubernetes.protobuf',
]
const WATCH_FORMS = [TABLE, PARTIAL, `${PARTIAL},application/json`, 'application/json;as=Table;v=v1beta1;g=meta.k8s.io']

export interface WatchOp extends Op {
  readonly accept?: string
  /** a watch is opened, not waited for */
  readonly watch?: true
  /** a list of the same objects: a server that answers it has seen all that happened before */
  readonly collection?: string
}

/** The sequence of a seed. */
export function watchSequence(seed: number): readonly WatchOp[] {
  const dice = new Dice(seed * 104_729 + 7)
  for (let turn = 0; turn < 3; turn++) dice.next()
  const kinds = dice.some(WATCHED_KINDS, 0.2)
  if (kinds.length === 0) kinds.push(dice.of(WATCHED_KINDS))
  const makesUp = dice.chance(0.25) ? dice.below(3) : -1
  const ops: WatchOp[] = []
  for (let turn = 0; turn < 3; turn++) ops.push(create(dice, dice.of(kinds), turn === makesUp))
  for (let turn = 0; turn < 3; turn++) ops.push(watch(dice, dice.of(kinds)))
  const count = 5 + dice.below(12)
  for (let turn = 0; turn < count; turn++) ops.push(step(dice, dice.of(kinds)))
  return ops
}

const within = ({root, resource}: WatchedKind) => `${root}/namespaces/<name>/${resource}`

function metadata(dice: Dice, name: string): Body {
  const labels = {...(dice.chance(0.6) ? {app: dice.of(['x', 'y'])} : {}), ...(dice.chance(0.3) ? {tier: 'z'} : {})}
  const owner = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'a',
    uid: '<uid:configmaps/a>',
    ...(dice.chance(0.5) ? {blockOwnerDeletion: true} : {}),
    ...(dice.chance(0.3) ? {controller: true} : {}),
  }
  return {
    name,
    labels,
    ...(dice.chance(0.15) ? {finalizers: ['x.y/z']} : {}),
    ...(dice.chance(0.15) ? {ownerReferences: dice.chance(0.1) ? [owner, owner] : [owner]} : {}),
  } as Body
}

function create(dice: Dice, kind: WatchedKind, makesUp = false): WatchOp {
  const {name, ...rest} = metadata(dice, dice.of(NAMES))
  const named = makesUp ? {generateName: 'g-'} : {name: name!}
  return {
    method: 'POST',
    path: `${within(kind)}?fieldManager=me${makesUp ? '' : dry(dice)}`,
    body: {...kind.body(dice), metadata: {...rest, ...named} as unknown as Json},
  }
}

const dry = (dice: Dice) => (dice.chance(0.12) ? '&dryRun=All' : '')

const selector = (name: string, value: string) => `&${name}=${encodeURIComponent(value).replaceAll('%3Cname%3E', '<name>')}`

function selection(dice: Dice, kind: WatchedKind): string {
  const labels = dice.chance(0.35) ? selector('labelSelector', dice.of(LABELS)) : ''
  return labels + (dice.chance(0.3) ? selector('fieldSelector', dice.of(kind.fields)) : '')
}

/** Where a watch begins. */
function beginning(dice: Dice): string {
  if (dice.chance(0.06)) return `&resourceVersion=${dice.of(['1x', '-1', '00', '18446744073709551616', '+1', '1.5'])}`
  return dice.of([
    '',
    '',
    '&resourceVersion=0',
    '&resourceVersion=<list>',
    '&resourceVersion=<rv:first>',
    '&resourceVersion=<rv:last>',
    '&resourceVersion=<rv:last>',
  ])
}

/** What else a watch asks for. */
function asking(dice: Dice): string {
  if (dice.chance(0.25)) return '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
  return dice.of([
    '',
    '',
    '',
    '&allowWatchBookmarks=true',
    '&allowWatchBookmarks=true',
    '&sendInitialEvents=true',
    '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan',
    '&sendInitialEvents=false&resourceVersionMatch=NotOlderThan',
    '&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=1',
    '&sendInitialEvents=false',
    '&resourceVersionMatch=Exact',
    '&resourceVersionMatch=NotOlderThan',
    '&limit=1',
    '&allowWatchBookmarks=maybe',
  ])
}

function watch(dice: Dice, kind: WatchedKind): WatchOp {
  const namespaced = within(kind)
  const old = kind.root.replace(/\/(v[^/]*)$/, '/$1/watch')
  const everywhere = `${kind.root}/${kind.resource}`
  const [path, single] = dice.of<[string, string]>([
    ...Array.from({length: 12}, (): [string, string] => [namespaced, selection(dice, kind)]),
    [namespaced, selector('fieldSelector', 'metadata.name=a')],
    [everywhere, selector('fieldSelector', 'metadata.namespace=<name>')],
    [everywhere, selector('fieldSelector', 'metadata.namespace=<name>,metadata.name=b')],
    [`${old}/namespaces/<name>/${kind.resource}`, selection(dice, kind)],
    [`${old}/namespaces/<name>/${kind.resource}/a`, selection(dice, kind)],
    ['/api/v1/namespaces', selector('fieldSelector', 'metadata.name=<name>')],
  ])
  const form = dice.chance(0.25) ? dice.of(WATCH_FORMS) : undefined
  const shown = form?.includes('Table') ? dice.of(['', '', '&includeObject=None', '&includeObject=Object']) : ''
  const asked = dice.chance(0.03) ? dice.of(['&timeoutSeconds=x', '&watch=0']) : '&timeoutSeconds=40'
  return {
    method: 'GET',
    path: `${path}?watch=${dice.of(['1', '1', '1', 'true', 'yes'])}${asked}${beginning(dice)}${asking(dice)}${single}${shown}`,
    watch: true,
    collection: path === '/api/v1/namespaces' ? path : namespaced,
    ...(form ? {accept: form} : {}),
  }
}

function patch(type: string, path: string, body: Json): WatchOp {
  return {method: 'PATCH', path, contentType: `application/${type}`, body}
}

function step(dice: Dice, kind: WatchedKind): WatchOp {
  const name = dice.of(NAMES)
  const object = `${within(kind)}/${name}`
  switch (dice.below(17)) {
    case 0:
    case 1:
      return create(dice, kind)
    case 2:
    case 3:
    case 4:
      return patch('merge-patch+json', `${object}?fieldManager=me${dry(dice)}`, {
        metadata: {labels: dice.of<Body>([{app: 'x'}, {app: 'y'}, {app: null}, {tier: 'z'}, {tier: null}])},
      } as Json)
    case 5:
      return patch('apply-patch+yaml', `${object}?fieldManager=you&force=true${dry(dice)}`, {
        ...kind.body(dice),
        metadata: metadata(dice, name),
      } as Json)
    case 6:
      return update(dice, kind, name)
    case 7:
    case 8:
      return {method: 'DELETE', path: `${object}?${dry(dice)}`, body: deletion(dice, name)}
    case 9:
      return {
        method: 'DELETE',
        path: `${within(kind)}?x=1${selection(dice, kind)}${dry(dice)}`,
        ...(dice.chance(0.5) ? {body: deletion(dice, 'none')} : {}),
      }
    case 10:
      return patch('json-patch+json', `${object}?fieldManager=me`, [
        {op: dice.of(['remove', 'test']), path: '/metadata/finalizers', ...(dice.chance(0.5) ? {value: ['x.y/z']} : {})},
      ])
    case 11:
    case 12:
      return list(dice, kind)
    case 13:
      return {
        method: 'GET',
        path: dice.chance(0.5) ? object : `${within(kind)}?x=1${selection(dice, kind)}`,
        accept: dice.of(FORMS),
      }
    case 14:
      return patch('merge-patch+json', `${object}/${dice.of(['status', 'scale'])}?fieldManager=me`, {
        spec: {replicas: dice.below(4)},
        status: {phase: 'Running', replicas: 1},
      })
    case 15:
      return watch(dice, kind)
    default:
      return read(dice, kind, object)
  }
}

function update(dice: Dice, kind: WatchedKind, name: string): WatchOp {
  return {
    method: 'PUT',
    path: `${within(kind)}/${name}?fieldManager=me${dry(dice)}`,
    body: {
      ...kind.body(dice),
      metadata: {...metadata(dice, name), ...(dice.chance(0.4) ? {resourceVersion: dice.of([`<rv:${name}>`, '1'])} : {})},
    } as Json,
  }
}

function read(dice: Dice, kind: WatchedKind, object: string): WatchOp {
  if (dice.chance(0.5)) return {method: 'GET', path: dice.chance(0.2) ? `${object}?watch=1` : object}
  if (dice.chance(0.25)) return {method: 'DELETE', path: `/api/v1/namespaces/<name>?${dry(dice)}`}
  const version = dice.of(['0', '<list>', 'x', '<rv:last>', '<future>'])
  return {method: 'GET', path: `${object}?resourceVersion=${version}`, collection: within(kind)}
}

function deletion(dice: Dice, name: string): Json {
  const options = dice.of<Body>([
    {},
    {},
    {propagationPolicy: 'Foreground'},
    {propagationPolicy: 'Orphan'},
    {propagationPolicy: 'Background'},
    {gracePeriodSeconds: 0},
    {gracePeriodSeconds: 7},
    {preconditions: {uid: `<uid:${name}>`}},
    {preconditions: {resourceVersion: `<rv:${name}>`}},
    {dryRun: ['All']},
    {orphanDependents: true},
  ])
  return {apiVersion: 'v1', kind: 'DeleteOptions', ...options}
}

function list(dice: Dice, kind: WatchedKind): WatchOp {
  const limit = dice.of(['', '&limit=1', '&limit=2'])
  const more = dice.chance(0.35) ? '&continue=<more>' : ''
  const version = dice.of([
    '',
    '',
    '&resourceVersion=0',
    '&resourceVersion=<list>',
    '&resourceVersion=<list>&resourceVersionMatch=Exact',
    '&resourceVersion=<list>&resourceVersionMatch=NotOlderThan',
    '&resourceVersion=<rv:last>&resourceVersionMatch=Exact',
    '&resourceVersion=<future>',
  ])
  return {
    method: 'GET',
    path: `${within(kind)}?x=1${limit}${more}${version}${selection(dice, kind)}`,
    ...(version === '' ? {} : {collection: within(kind)}),
  }
}
