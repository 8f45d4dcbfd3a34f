import type {OpenWatch, Target} from '../conformance/case.js'
import type {Body, Json} from './bodies.js'
import type {WatchOp} from './watch-sequences.js'
import {WatchWords} from './watch-words.js'

/** What a server said to one operation. */
export interface WatchOutcome {
  readonly op: string
  readonly said: Json
}

/** How long a watch that has said nothing is listened to, when nothing more is known to come. */
const QUIET_MS = 150
/** How long what the other server has said is waited for. */
const PATIENCE_MS = 4000

/**
 * Plays a sequence on two servers and gives what each said: the answers, then the events of each watch. Nothing hangs on time:
 * what a watch begins with is read before the next step, and events are read until both watches have said as much.
 */
export async function playWatches(
  targets: readonly [Target, Target],
  ops: readonly WatchOp[],
  name: string,
): Promise<[WatchOutcome[], WatchOutcome[]]> {
  const plays = targets.map((target) => new Play(target, name)) as [Play, Play]
  const answers = (await Promise.all(plays.map((play) => play.run(ops)))) as [WatchOutcome[], WatchOutcome[]]
  for (let at = 0; at < Math.max(...plays.map(({watches}) => watches.length)); at++) {
    const pair = plays.map(({watches}) => watches[at])
    await Promise.all(pair.map((watch, side) => watch?.readAll(pair[1 - side])))
  }
  return [
    [...answers[0], ...plays[0].events()],
    [...answers[1], ...plays[1].events()],
  ]
}

/** One open watch and what it has said. */
class Heard {
  readonly events: Body[] = []
  ended = false

  constructor(
    readonly path: string,
    private readonly open: OpenWatch,
  ) {}

  /** Reads one event; false when none came in time. When a server sends other bookmarks is its own affair. */
  async read(timeoutMs: number): Promise<boolean> {
    const event = await this.open.next(timeoutMs)
    if (event === 'timeout') return false
    if (event === undefined) {
      this.ended = true
      return false
    }
    const told = event as Body
    if (told.type !== 'BOOKMARK' || this.isInitialEnd(told)) this.events.push(told)
    return true
  }

  isInitialEnd(event: Body | undefined): boolean {
    return event?.type === 'BOOKMARK' && JSON.stringify(event).includes('initial-events-end')
  }

  /** Reads until the bookmark that ends what is there, for real servers send it when they come to it. */
  async readInitial(): Promise<void> {
    const until = Date.now() + PATIENCE_MS
    while (!this.ended && !this.isInitialEnd(this.events.at(-1)) && Date.now() < until) await this.read(until - Date.now())
  }

  /** Reads all that has been said, and waits when the other server's watch has said more. */
  async readAll(other: Heard | undefined): Promise<void> {
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      if (await this.read(QUIET_MS)) continue
      if (this.ended || (other?.events.length ?? 0) <= this.events.length || Date.now() > until) break
    }
  }

  close(): void {
    this.open.close()
  }
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A sequence on one server. */
class Play {
  readonly watches: Heard[] = []
  readonly #known = new Map<string, string>()
  readonly #words: WatchWords

  constructor(
    private readonly target: Target,
    private readonly name: string,
  ) {
    this.#words = new WatchWords(name)
  }

  async run(ops: readonly WatchOp[]): Promise<WatchOutcome[]> {
    const outcomes: WatchOutcome[] = []
    await this.#ask('POST', '/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: this.name}})
    const core = '/api/v1/namespaces/<name>'
    await this.#ask('POST', `${core}/serviceaccounts`, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}})
    const {body} = await this.#ask('GET', `${core}/configmaps`)
    this.#learn(body as Json, false)
    for (const op of ops) {
      const accept = op.accept ?? ''
      outcomes.push({op: `${op.method} ${op.path} ${accept} ${JSON.stringify(op.body) ?? ''}`, said: await this.#play(op)})
    }
    for (const path of new Set(ops.flatMap(({watch, collection}) => (watch ? [collection!] : [])))) await this.#catchUp(path)
    return outcomes
  }

  /** The events of all watches. */
  events(): WatchOutcome[] {
    return this.watches.map((watch) => {
      watch.close()
      const said = watch.events.map((event) => this.#words.event(event))
      return {op: `events of ${watch.path}`, said: watch.ended ? [...said, 'ended'] : said}
    })
  }

  async #play(op: WatchOp): Promise<Json> {
    if (op.collection) await this.#catchUp(op.collection)
    if (op.watch) return this.#open(op)
    const {status, headers, body, warnings} = await this.#ask(op.method, op.path, op.body, op.contentType, op.accept)
    if (op.accept?.includes('protobuf')) return [status, (headers['content-type'] ?? '').split(';')[0]!]
    this.#learn(body as Json, !op.path.includes('dryRun'))
    return [status, warnings.map((text) => this.#words.text(text)), this.#words.json(body as Json)]
  }

  /** A list of now is answered when the server's cache has seen all that was written. */
  async #catchUp(path: string): Promise<void> {
    await this.#ask('GET', `${path}?labelSelector=none%3Dnone`)
  }

  async #open(op: WatchOp): Promise<Json> {
    const headers = {'user-agent': 'differential/1.0', accept: op.accept ?? 'application/json'}
    const open = await this.target.watch({method: 'GET', path: this.#fill(op.path), headers})
    if (open.answer) return [open.answer.status, this.#words.json(open.answer.body as Json)]
    const heard = new Heard(`${op.path} ${op.accept ?? ''}`, open)
    this.watches.push(heard)
    if (endsWhatIsThere(op.path)) await heard.readInitial()
    return 'open'
  }

  #ask(method: string, path: string, body?: Json, type = 'application/json', accept = 'application/json') {
    const headers = {'user-agent': 'differential/1.0', accept, 'content-type': type}
    const sent = {
      method,
      path: this.#fill(path),
      headers,
      // a version that nothing has meets nothing in a body
      ...(body === undefined ? {} : {body: this.#fill(JSON.stringify(body), '1')}),
    }
    return this.target.send(sent).catch(() => this.target.send(sent))
  }

  #fill(text: string, rv = this.#known.get('list') ?? '0'): string {
    const list = this.#known.get('list') ?? '0'
    const unknown = {uid: '00000000-0000-0000-0000-000000000000', rv}
    return text
      .replaceAll('<name>', this.name)
      .replace(/<(rv|uid):([^>]*)>/g, (_, what: 'rv' | 'uid', of: string) => this.#known.get(`${what} ${of}`) ?? unknown[what])
      .replace('<list>', list)
      .replace('<future>', String(Number(list) + 10_000_000))
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
}

/** Whether a watch tells where what is there ends. */
function endsWhatIsThere(path: string): boolean {
  if (!/allowWatchBookmarks=(?!false|0)/.test(path)) return false
  if (path.includes('sendInitialEvents=')) return path.includes('sendInitialEvents=true')
  return !path.includes('resourceVersion=') || path.includes('resourceVersion=0&')
}
