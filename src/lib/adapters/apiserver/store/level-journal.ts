import {chmodSync, mkdirSync, statSync} from 'node:fs'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goErrno} from '../../../errors/go-file.js'
import {makeFolder} from '../../../formats/folders/make-folder.js'
import {parseJson} from '../../../formats/json/parse.js'
import {printJson} from '../../../formats/json/print.js'
import type {Tasks} from '../../../ports/clock.js'
import type {KubeObject} from '../../../ports/kube.js'
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

const OTHER_FOLDER = 'give another --data-dir'

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

/** A store on disk: every acknowledged write is in LevelDB's log, synced, before its answer leaves. */
export class LevelJournal implements Journal {
  private pending: Operation[] = []
  private revision = 0
  /** writes taken in, and those that are on disk */
  private queued = 0
  private written = 0
  private flushing: Promise<void> | undefined
  private failure: unknown

  private constructor(
    private readonly level: Level,
    private readonly tasks: Tasks,
  ) {}

  /** Opens (or makes) the folder; throws FluxError `data-dir` when another process has it or it cannot be read. */
  static async open(folder: string, tasks: Tasks): Promise<LevelJournal> {
    makePrivate(folder)
    const {ClassicLevel} = await import('classic-level')
    const level = new ClassicLevel(folder, {keyEncoding: 'utf8', valueEncoding: 'utf8'}) as unknown as Level
    try {
      await level.open()
    } catch (error) {
      const cause = (error as {cause?: {code?: string}}).cause
      const locked = cause?.code === 'LEVEL_LOCKED'
      throw new FluxError('data-dir', `${folder}: ${locked ? 'in use by another process' : messageOf(cause ?? error)}`, {
        hints: [locked ? 'stop the other cluster, or give another --data-dir' : OTHER_FOLDER],
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

  write(collection: string, key: string, object: KubeObject | undefined, revision: number): void {
    const id = `${OBJECT}${collection}!${key}`
    this.pending.push(object ? {type: 'put', key: id, value: printJson(object)} : {type: 'del', key: id})
    this.revision = revision
    this.queued++
    this.begin()
  }

  /** All writes that wait go to disk in one batch; those that come meanwhile in the next one. */
  async flushed(): Promise<void> {
    const wanted = this.queued
    while (this.written < wanted) {
      if (this.failure !== undefined) throw this.failure
      this.begin()
      await this.flushing
    }
  }

  async close(): Promise<void> {
    await this.flushed()
    await this.level.close()
  }

  /** Starts a flush unless one runs; what fails is kept for those who wait. */
  private begin(): void {
    if (this.failure !== undefined) return
    this.flushing ??= this.tasks.run('store', () => this.flush())
  }

  private async flush(): Promise<void> {
    // a turn for writes of the same moment to join
    await Promise.resolve()
    const operations = this.pending
    const upTo = this.queued
    this.pending = []
    operations.push({type: 'put', key: `${META}revision`, value: String(this.revision)})
    try {
      await this.level.batch(operations, {sync: true})
      this.written = upTo
    } catch (error) {
      this.failure = new FluxError('data-dir', `the cluster's data could not be written: ${messageOf(error)}`, {cause: error})
    } finally {
      this.flushing = undefined
      if (this.pending.length > 0) this.begin()
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
