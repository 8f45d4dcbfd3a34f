import {chmodSync, mkdirSync, statSync} from 'node:fs'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goErrno} from '../../../errors/go-file.js'
import {makeFolder} from '../../../formats/folders/make-folder.js'
import {parseJson} from '../../../formats/json/parse.js'
import {printJson} from '../../../formats/json/print.js'
import type {Tasks} from '../../../ports/clock.js'
import type {KubeObject} from '../../../ports/kube.js'
import {databaseFolder} from './data-folder.js'
import type {Journal, Store} from './store.js'

/** Layout of the keys; raised when it changes, with a conversion for what is older. */
const FORMAT = '1'
const OBJECT = 'o!'
const META = 'm!'
/** Revisions left out after a restart, so that none that somebody may have seen before a crash is given twice. */
const REVISION_GAP = 1000

interface Level {
  open(): Promise<void>
  close(): Promise<void>
  get(key: string): Promise<string | undefined>
  put(key: string, value: string, options: {sync: boolean}): Promise<void>
  batch(operations: Operation[], options: {sync: boolean}): Promise<void>
  iterator(range: {gte: string; lt: string}): AsyncIterable<[string, string]>
}
type Operation = {type: 'put'; key: string; value: string} | {type: 'del'; key: string}

/** A write on its way to the disk. */
interface Waiting {
  readonly operation: Operation
  /** takes it back in memory; returns what is there again */
  readonly undo: () => KubeObject | undefined
}

/** What a store is to hold under a key. */
function operationOf(key: string, object: KubeObject | undefined): Operation {
  return object ? {type: 'put', key, value: printJson(object)} : {type: 'del', key}
}

const OTHER_FOLDER = 'give another data folder'

function failureOf(error: unknown): FluxError {
  const cause = (error as {cause?: unknown}).cause
  return new FluxError('data-dir', `the cluster's data could not be written: ${messageOf(cause ?? error)}`, {cause: error})
}

/** Makes a folder that only its owner may read. */
function makePrivate(folder: string): void {
  try {
    makeFolder(folder, {
      mkdir: (path) => mkdirSync(path, {mode: 0o700}),
      isFolder: (path) => statSync(path, {throwIfNoEntry: false})?.isDirectory() === true,
    })
    chmodSync(folder, 0o700)
  } catch (error) {
    throw new FluxError('data-dir', `${folder}: ${goErrno(error)}`, {hints: [OTHER_FOLDER], cause: error})
  }
}

/**
 * A store on disk: every acknowledged write is in LevelDB's log, synced, before its answer leaves. What the disk refuses is taken
 * back, with all that came after it; from then on writes are refused until LevelDB, opened anew, has taken the earlier state again
 * (a torn record may end its log, so nothing may follow there).
 */
export class LevelJournal implements Journal {
  private pending: Waiting[] = []
  private revision = 0
  /** writes taken in, and those that are on disk */
  private queued = 0
  private settledUpTo = 0
  private flushing: Promise<void> | undefined
  private reopening: Promise<void> | undefined
  /** what the disk may hold of refused writes, as it is to be */
  private readonly debt = new Map<string, KubeObject | undefined>()
  failure: FluxError | undefined
  refusals = 0

  /** For tests; others use `open`. */
  constructor(
    private readonly level: Level,
    private readonly tasks: Tasks,
  ) {}

  /** Opens (or makes) a data folder; throws FluxError `data-dir` when another process has it or it cannot be read. */
  static async open(folder: string, tasks: Tasks): Promise<LevelJournal> {
    makePrivate(folder)
    const database = databaseFolder(folder)
    makePrivate(database)
    const {ClassicLevel} = await import('classic-level')
    const level = new ClassicLevel(database, {keyEncoding: 'utf8', valueEncoding: 'utf8'}) as unknown as Level
    try {
      await level.open()
    } catch (error) {
      const cause = (error as {cause?: {code?: string}}).cause
      const locked = cause?.code === 'LEVEL_LOCKED'
      throw new FluxError('data-dir', `${folder}: ${locked ? 'in use by another process' : messageOf(cause ?? error)}`, {
        hints: [locked ? 'stop the other cluster, or give another data folder' : OTHER_FOLDER],
        cause: error,
      })
    }
    const journal = new LevelJournal(level, tasks)
    await journal.checkFormat(folder)
    return journal
  }

  /** Small values of the server itself: keys, certificate, token. */
  async secret(name: string, make: () => string): Promise<string> {
    const known = await this.level.get(`${META}${name}`)
    if (known !== undefined) return known
    const value = make()
    await this.level.put(`${META}${name}`, value, {sync: true})
    return value
  }

  /** Fills a store with what is on disk. */
  async load(store: Store): Promise<void> {
    for await (const [key, value] of this.level.iterator({gte: OBJECT, lt: 'o"'})) {
      const [collection = '', objectKey = ''] = key.slice(OBJECT.length).split('!')
      store.load(collection, objectKey, parseJson(value) as KubeObject)
    }
    const revision = await this.level.get(`${META}revision`)
    if (revision !== undefined) store.resumeAt(Number(revision) + REVISION_GAP)
  }

  write(...[collection, key, object, revision, undo]: Parameters<Journal['write']>): void {
    this.pending.push({operation: operationOf(`${OBJECT}${collection}!${key}`, object), undo})
    this.revision = revision
    this.queued++
    this.begin()
  }

  /** All writes that wait go to disk in one batch; those that come meanwhile in the next one. */
  settled(): Promise<void> | undefined {
    return this.settledUpTo < this.queued ? this.settle(this.queued) : undefined
  }

  ready(): Promise<void> | undefined {
    if (this.failure === undefined) return undefined
    this.reopening ??= this.tasks.run('store', () => this.reopen())
    return this.reopening
  }

  async close(): Promise<void> {
    await this.settled()
    await this.ready()
    await this.level.close()
  }

  private async settle(wanted: number): Promise<void> {
    while (this.settledUpTo < wanted) {
      this.begin()
      await this.flushing
    }
  }

  /** Starts a flush unless one runs. */
  private begin(): void {
    this.flushing ??= this.tasks.run('store', () => this.flush())
  }

  private async flush(): Promise<void> {
    // a turn for writes of the same moment to join
    await Promise.resolve()
    const writes = this.pending
    const upTo = this.queued
    this.pending = []
    try {
      await this.batch(writes.map(({operation}) => operation))
      this.settledUpTo = upTo
    } catch (error) {
      this.refuse(writes, error)
    } finally {
      this.flushing = undefined
      if (this.pending.length > 0) this.begin()
    }
  }

  private async batch(operations: Operation[]): Promise<void> {
    operations.push({type: 'put', key: `${META}revision`, value: String(this.revision)})
    await this.level.batch(operations, {sync: true})
  }

  /** Takes back what the disk did not take, and what was built on it, the newest first. */
  private refuse(writes: readonly Waiting[], error: unknown): void {
    this.failure = failureOf(error)
    this.refusals++
    const refused = [...writes, ...this.pending]
    this.pending = []
    this.settledUpTo = this.queued
    for (const {operation, undo} of refused.reverse()) this.debt.set(operation.key, undo())
  }

  /** Tries to write again. */
  private async reopen(): Promise<void> {
    try {
      await this.level.close()
      await this.level.open()
      await this.batch([...this.debt].map(([key, object]) => operationOf(key, object)))
      this.debt.clear()
      this.failure = undefined
    } catch (error) {
      this.failure = failureOf(error)
    } finally {
      this.reopening = undefined
    }
  }

  private async checkFormat(folder: string): Promise<void> {
    const format = await this.level.get(`${META}format`)
    if (format === undefined) await this.level.put(`${META}format`, FORMAT, {sync: true})
    else if (format !== FORMAT) {
      await this.level.close()
      throw new FluxError('data-dir', `${folder}: written by a newer version (format ${format}, this one reads ${FORMAT})`)
    }
  }
}
