import type {OpenWatch, Target} from '../conformance/case.js'
import type {Body, Json} from './bodies.js'
import {Dice} from './dice.js'
import {type Op, orderless} from './ssa-sequences.js'

/*
 * Sequences in a namespace of their own, with several watches open: writes of five kinds, owners, collections, pages, other forms
 * of answers, the namespace's end. `<name>` is the namespace; `<rv:x>`, `<uid:x>` what an object has, `<list>`, `<more>` what a list said.
 */

interface Kind {
  readonly path: string
  readonly body: (dice: Dice) => Body
  readonly fields: readonly string[]
}

const CORE = '/api/v1/namespaces/<name>'
const container = {name: 'a', image: 'i'}
const KINDS: readonly Kind[] = [
  {
    path: `${CORE}/configmaps`,
    body: (dice) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: {k: dice.of(['1', '2', '3'])},
      ...(dice.chance(0.1) ? {immutable: true} : {}),
    }),
    fields: ['metadata.name=a', 'metadata.namespace=<name>', 'metadata.name!=b', 'data.k=1'],
  },
  {
    path: `${CORE}/secrets`,
    body: (dice) => ({apiVersion: 'v1', kind: 'Secret', type: dice.of(['Opaque', 'a/b']), stringData: {k: dice.of(['1', '2'])}}),
    fields: ['type=Opaque', 'type!=Opaque', 'metadata.name=c', 'type=a/b,metadata.name=a'],
  },
  {
    path: `${CORE}/pods`,
    body: (dice) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: {
        automountServiceAccountToken: false,
        containers: [container],
        ...(dice.chance(0.4) ? {nodeName: 'n1'} : {}),
        restartPolicy: dice.of(['Always', 'Never']),
      },
    }),
    fields: [
      'spec.nodeName=n1',
      'spec.nodeName!=n1',
      'status.phase=Pending',
      'spec.restartPolicy=Never',
      'spec.hostNetwork=false',
      'spec.none=1',
    ],
  },
  {
    path: '/apis/apps/v1/namespaces/<name>/deployments',
    body: (dice) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: {
        replicas: dice.below(3),
        selector: {matchLabels: {x: 'y'}},
        template: {metadata: {labels: {x: 'y'}}, spec: {containers: [container]}},
      },
    }),
    fields: ['metadata.name=a', 'status.successful=1'],
  },
  {
    path: '/apis/machine.example.com/v1/namespaces/<name>/gadgets',
    body: (dice) => ({
      apiVersion: 'machine.example.com/v1',
      kind: 'Gadget',
      spec: {size: 1 + dice.below(3), color: dice.of(['red', 'blue'])},
    }),
    fields: ['spec.color=blue', 'spec.size=3', 'metadata.name=b', 'spec.color=red,spec.size!=3'],
  },
]
const NAMES = ['a', 'b', 'c']
const LABELS = ['app=x', 'app!=x', 'app in (x,y)', '!app', 'tier', 'app=x,tier=z']
const FORMS = [
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  'application/vnd.kubernetes.protobuf',
]

export interface WatchOp extends Op {
  readonly accept?: string
  /** a watch is opened, not waited for */
  readonly watch?: true
}

/** The sequence of a seed. */
export function watchSequence(seed: number): readonly WatchOp[] {
  const dice = new Dice(seed * 104_729 + 7)
  for (let turn = 0; turn < 3; turn++) dice.next()
  const kinds = dice.some(KINDS, 0.3)
  if (kinds.length === 0) kinds.push(dice.of(KINDS))
  const generates = dice.chance(0.25)
  const ops: WatchOp[] = []
  for (let turn = 0; turn < 3; turn++) ops.push(create(dice, dice.of(kinds), generates))
  for (let turn = 0; turn < 3; turn++) ops.push(watch(dice, dice.of(kinds)))
  const count = 5 + dice.below(12)
  for (let turn = 0; turn < count; turn++) ops.push(step(dice, dice.of(kinds), generates))
  return ops
}

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

function create(dice: Dice, kind: Kind, generates: boolean): WatchOp {
  const {name, ...rest} = metadata(dice, dice.of(NAMES))
  const named = generates && dice.chance(0.4) ? {generateName: 'g-'} : {name: name!}
  return {
    method: 'POST',
    path: `${kind.path}?fieldManager=me${dry(dice)}`,
    body: {...kind.body(dice), metadata: {...rest, ...named} as unknown as Json},
  }
}

const dry = (dice: Dice) => (dice.chance(0.12) ? '&dryRun=All' : '')

function selection(dice: Dice, kind: Kind): string {
  const labels = dice.chance(0.35) ? `&labelSelector=${encodeURIComponent(dice.of(LABELS))}` : ''
  const fields = dice.chance(0.3)
    ? `&fieldSelector=${encodeURIComponent(dice.of(kind.fields)).replaceAll('%3Cname%3E', '<name>')}`
    : ''
  return labels + fields
}

function watch(dice: Dice, kind: Kind): WatchOp {
  const from = dice.of([
    '',
    '',
    '&resourceVersion=0',
    '&resourceVersion=<list>',
    '&resourceVersion=<rv:first>',
    '&resourceVersion=1x',
    '&resourceVersion=<rv:last>',
  ])
  const initial = dice.chance(0.2)
    ? '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
    : dice.of(['', '', '&allowWatchBookmarks=true', '&sendInitialEvents=true', '&resourceVersionMatch=Exact'])
  const single = dice.chance(0.1) ? '&fieldSelector=metadata.name%3Da' : selection(dice, kind)
  const accept = dice.chance(0.2) ? dice.of(FORMS.slice(0, 2)) : undefined
  return {
    method: 'GET',
    path: `${kind.path}?watch=1&timeoutSeconds=20${from}${initial}${single}`,
    watch: true,
    ...(accept ? {accept} : {}),
  }
}

function step(dice: Dice, kind: Kind, generates: boolean): WatchOp {
  const name = dice.of(NAMES)
  const object = `${kind.path}/${name}`
  const patch = (type: string, path: string, body: Json): WatchOp => ({
    method: 'PATCH',
    path,
    contentType: `application/${type}`,
    body,
  })
  switch (dice.below(16)) {
    case 0:
    case 1:
      return create(dice, kind, generates)
    case 2:
    case 3:
      return patch('merge-patch+json', `${object}?fieldManager=me${dry(dice)}`, {
        metadata: {labels: dice.of<Body>([{app: 'x'}, {app: 'y'}, {app: null}, {tier: 'z'}])},
      } as Json)
    case 4:
      return patch('apply-patch+yaml', `${object}?fieldManager=you&force=true${dry(dice)}`, {
        ...kind.body(dice),
        metadata: metadata(dice, name),
      } as Json)
    case 5:
      return {
        method: 'PUT',
        path: `${object}?fieldManager=me${dry(dice)}`,
        body: {
          ...kind.body(dice),
          metadata: {...metadata(dice, name), ...(dice.chance(0.4) ? {resourceVersion: dice.of([`<rv:${name}>`, '1'])} : {})},
        } as Json,
      }
    case 6:
    case 7:
      return {method: 'DELETE', path: `${object}?${dry(dice)}`, body: deletion(dice, name)}
    case 8:
      if (generates) return {method: 'GET', path: object}
      return {
        method: 'DELETE',
        path: `${kind.path}?x=1${selection(dice, kind)}${dry(dice)}`,
        ...(dice.chance(0.5) ? {body: deletion(dice, 'none')} : {}),
      }
    case 9:
      return patch('json-patch+json', `${object}?fieldManager=me`, [
        {op: dice.of(['remove', 'test']), path: '/metadata/finalizers', ...(dice.chance(0.5) ? {value: ['x.y/z']} : {})},
      ])
    case 10:
    case 11:
      return list(dice, kind, generates)
    case 12:
      return {method: 'GET', path: dice.chance(0.5) ? object : `${kind.path}?x=1${selection(dice, kind)}`, accept: dice.of(FORMS)}
    case 13:
      return patch('merge-patch+json', `${object}/${dice.of(['status', 'scale'])}?fieldManager=me`, {
        spec: {replicas: dice.below(4)},
        status: {phase: 'Running', replicas: 1},
      })
    case 14:
      return watch(dice, kind)
    default:
      if (dice.chance(0.5)) return {method: 'GET', path: object}
      return dice.chance(0.4)
        ? {method: 'DELETE', path: `/api/v1/namespaces/<name>?${dry(dice)}`}
        : {method: 'GET', path: `${object}?resourceVersion=${dice.of(['0', '<list>', 'x', '<rv:last>'])}`}
  }
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

function list(dice: Dice, kind: Kind, generates: boolean): WatchOp {
  const limit = generates ? '' : dice.of(['', '&limit=1', '&limit=2'])
  const more = !generates && dice.chance(0.35) ? '&continue=<more>' : ''
  const version = dice.of([
    '',
    '',
    '&resourceVersion=0',
    '&resourceVersion=<list>',
    '&resourceVersion=<list>&resourceVersionMatch=Exact',
    '&resourceVersion=<list>&resourceVersionMatch=NotOlderThan',
    '&resourceVersion=<rv:last>&resourceVersionMatch=Exact',
  ])
  return {method: 'GET', path: `${kind.path}?x=1${limit}${more}${version}${selection(dice, kind)}`}
}

/** What a server said to one operation. */
export interface WatchOutcome {
  readonly op: string
  readonly said: Json
}

/** Plays a sequence on a server. */
export async function playWatches(target: Target, ops: readonly WatchOp[], name: string): Promise<WatchOutcome[]> {
  const run = new Play(target, name)
  await run.start()
  const outcomes: WatchOutcome[] = []
  for (const op of ops)
    outcomes.push({op: `${op.method} ${op.path} ${op.accept ?? ''} ${JSON.stringify(op.body) ?? ''}`, said: await run.play(op)})
  outcomes.push(...(await run.finish()))
  return outcomes
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

class Play {
  readonly #known = new Map<string, string>()
  readonly #versions = new Map<string, number>()
  readonly #made = new Map<string, number>()
  readonly #watches: {readonly path: string; readonly open: OpenWatch}[] = []

  constructor(
    private readonly target: Target,
    private readonly name: string,
  ) {}

  async start(): Promise<void> {
    await this.#ask('POST', '/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: this.name}})
    await this.#ask('POST', `${CORE}/serviceaccounts`, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}})
  }

  async play(op: WatchOp): Promise<Json> {
    if (op.watch) return this.#open(op)
    const {status, headers, body, warnings} = await this.#ask(op.method, op.path, op.body, op.contentType, op.accept)
    if (op.accept?.includes('protobuf')) return [status, (headers['content-type'] ?? '').split(';')[0]!]
    this.#learn(body as Json, !op.path.includes('dryRun'))
    return [status, warnings.map((text) => this.#text(text)), this.#tidy(body as Json)]
  }

  /** The events of all watches. */
  async finish(): Promise<WatchOutcome[]> {
    const outcomes: WatchOutcome[] = []
    for (const {path, open} of this.#watches) {
      const events: Json[] = []
      for (;;) {
        const event = await open.next(events.length === 0 ? 700 : 300)
        if (event === undefined || event === 'timeout') break
        // when others are sent is the server's own affair
        const ends = JSON.stringify(event).includes('initial-events-end')
        if ((event as Body).type !== 'BOOKMARK' || ends) events.push(withoutColumns(this.#tidy(event as Json)))
      }
      open.close()
      outcomes.push({op: `events of ${path}`, said: events})
    }
    return outcomes
  }

  async #open(op: WatchOp): Promise<Json> {
    const path = this.#fill(op.path)
    const open = await this.target.watch({
      method: 'GET',
      path,
      headers: {'user-agent': 'differential/1.0', accept: op.accept ?? 'application/json'},
    })
    if (open.answer) return [open.answer.status, this.#tidy(open.answer.body as Json)]
    this.#watches.push({path: op.path, open})
    // both have what is there before anything else happens
    await this.target.sleep(60)
    return 'open'
  }

  #ask(method: string, path: string, body?: Json, type = 'application/json', accept = 'application/json') {
    const headers = {'user-agent': 'differential/1.0', accept, 'content-type': type}
    const sent = {
      method,
      path: this.#fill(path),
      headers,
      ...(body === undefined ? {} : {body: this.#fill(JSON.stringify(body))}),
    }
    return this.target.send(sent).catch(() => this.target.send(sent))
  }

  #fill(text: string): string {
    return text
      .replaceAll('<name>', this.name)
      .replace(
        /<(rv|uid):([^>]*)>/g,
        (_, what: string, of: string) =>
          this.#known.get(`${what} ${of}`) ?? (what === 'uid' ? '00000000-0000-0000-0000-000000000000' : '1'),
      )
      .replace('<list>', this.#known.get('list') ?? '0')
      .replace('<more>', this.#known.get('more') ?? '')
  }

  #learn(body: Json, counts: boolean): void {
    if (!isBody(body) || !isBody(body.metadata)) return
    const {name, uid, resourceVersion, continue: more} = body.metadata as Record<string, string>
    if (Array.isArray(body.items) && resourceVersion) this.#known.set('list', resourceVersion)
    if (Array.isArray(body.items)) this.#known.set('more', more ?? '')
    if (name === undefined || !resourceVersion || !counts) return
    this.#known.set(`rv ${name}`, resourceVersion)
    this.#known.set(`uid ${name}`, uid!)
    if (body.kind === 'ConfigMap') this.#known.set(`uid configmaps/${name}`, uid!)
    if (!this.#known.has('rv first')) this.#known.set('rv first', resourceVersion)
    this.#known.set('rv last', resourceVersion)
  }

  #tidy(value: Json, key = '', within = ''): Json {
    if (key === 'resourceVersion' && typeof value === 'string') return this.#version(value, within)
    if (key === 'columnDefinitions') return Array.isArray(value) ? value.length > 0 : null
    if (key === 'continue') return value === '' ? '' : '<more>'
    if (key === 'cells' && Array.isArray(value))
      return value.map((cell) => (typeof cell === 'string' && /^\d+s$/.test(cell) ? '<age>' : this.#tidy(cell)))
    if (typeof value === 'string') return this.#text(value)
    if (Array.isArray(value)) {
      const kept = value.map((item) => this.#tidy(item, '', within))
      return key === 'managedFields' || key === 'causes' || key === 'items' || key === 'rows' ? kept.sort(byText) : kept
    }
    if (!isBody(value)) return value
    const inner =
      Array.isArray(value.rows) || /^Status$|List$/.test(String(value.kind))
        ? 'list'
        : value.type === 'BOOKMARK'
          ? 'bookmark'
          : within
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((name) => [
          this.#text(name),
          this.#tidy(value[name] as Json, name, name === 'items' || name === 'rows' ? '' : inner),
        ]),
    )
  }

  #version(value: string, within: string): string {
    // lists are in the order of names, which may be made up
    if (within !== '' || value === '' || this.#made.size > 0) return value === '' ? '' : '<some>'
    if (!this.#versions.has(value)) this.#versions.set(value, this.#versions.size)
    return `<${this.#versions.get(value)}>`
  }

  #text(value: string): string {
    return orderless(
      value
        .replaceAll(this.name, '<name>')
        .replace(/\bg-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, (text) => {
          if (!this.#made.has(text)) this.#made.set(text, this.#made.size)
          return `g-<${this.#made.get(text)}>`
        })
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
        .replace(/(in record \(|does not match the one in record \(|resource version: |, current: )\d+/g, '$1<rv>'),
    )
  }
}

/** Columns come with the first event, which may be a bookmark. */
function withoutColumns(event: Json): Json {
  return JSON.parse(JSON.stringify(event).replace(/"columnDefinitions":(true|null|false),?/, '')) as Json
}

function byText(a: Json, b: Json): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
