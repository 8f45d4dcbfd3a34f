import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {type ClosableCompute, type ComputeOptions, createCompute} from '../../../../../src/lib/adapters/system/compute/compute.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import {FluxError, LimitExceeded} from '../../../../../src/lib/errors/flux-error.js'

/** What a worker of these tests does. */
const WORKER = `
import {serveTasks} from './src/lib/adapters/system/compute/serve-tasks.js'
import {threadId} from 'node:worker_threads'
import {FluxError, LimitExceeded} from './src/lib/errors/flux-error.js'
serveTasks({
  where: () => threadId,
  double: (value) => value * 2,
  spin: () => { for (;;); },
  fail: () => { throw new FluxError('bad', 'no good', {hints: ['do better'], exitCode: 4, cause: new TypeError('inner')}) },
  limit: () => { throw new LimitExceeded('too much') },
  bug: () => undefined.x,
  closure: () => () => 1,
  die: () => process.exit(3),
})
`
const HERE = {where: () => 0, double: (value: number) => value * 2, slow: (value: number) => Promise.resolve(value)}

let folder = ''
let entry: URL
let compute: ClosableCompute | undefined
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'compute-'))
  const outfile = join(folder, 'worker.mjs')
  const resolveDir = join(import.meta.dirname, '../../../../..')
  await build({stdin: {contents: WORKER, resolveDir, loader: 'ts'}, outfile, bundle: true, platform: 'node', format: 'esm'})
  entry = pathToFileURL(outfile)
})
afterEach(() => compute?.close())
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const open = (options: Partial<ComputeOptions> = {}) => {
  const tasks = createTasks()
  compute = createCompute({functions: HERE, tasks, entry, threads: 2, startAbove: 0, ...options})
  return {compute, tasks}
}
/** Everything asked from here on is done by a thread. */
async function inThreads(options: Partial<ComputeOptions> = {}) {
  const opened = open(options)
  while ((await opened.compute.run('where', undefined)) === 0);
  return opened
}

describe('compute', () => {
  it('does little in this thread', async () => {
    const {compute, tasks} = open({startAbove: 60_000})
    const asked = Promise.all(Array.from({length: 10}, (_, value) => compute.run('where', value)))
    expect(tasks.running).toBe(10)
    expect(new Set(await asked)).toEqual(new Set([0]))
    expect(tasks.running).toBe(0)
    await expect(compute.run('other', 1)).rejects.toThrow("there is no compute task 'other'")
  })

  it('does much in threads, and gives each answer to who asked', async () => {
    const {compute} = await inThreads()
    const answers = await Promise.all(Array.from({length: 200}, (_, value) => compute.run('double', value)))
    expect(answers).toEqual(Array.from({length: 200}, (_, value) => value * 2))
    const where = await Promise.all(Array.from({length: 20}, () => compute.run('where', undefined)))
    expect(where).not.toContain(0)
    await expect(compute.run('other', 1)).rejects.toThrow("there is no compute task 'other'")
  })

  it('brings errors over with code, hints, exit code and cause', async () => {
    const {compute} = await inThreads()
    const error = await compute.run('fail', 1).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(FluxError)
    expect(error).toMatchObject({code: 'bad', message: 'no good', hints: ['do better'], exitCode: 4, cause: {message: 'inner'}})
    expect(await compute.run('limit', 1).catch((reason: unknown) => reason)).toBeInstanceOf(LimitExceeded)
    const bug = (await compute.run('bug', 1).catch((reason: unknown) => reason)) as Error
    expect(bug).not.toBeInstanceOf(FluxError)
    expect(bug.stack).toContain('worker.mjs')
  })

  it('refuses what cannot be cloned, there and back, and goes on', async () => {
    const {compute} = await inThreads()
    await expect(compute.run('double', () => 1)).rejects.toThrow('could not be cloned')
    await expect(compute.run('closure', 1)).rejects.toThrow('could not be cloned')
    expect(await compute.run('double', 4)).toBe(8)
  })

  it('ends a thread whose task is aborted, at once', async () => {
    const {compute} = await inThreads({threads: 1})
    const stop = new AbortController()
    const endless = compute.run('spin', 1, stop.signal)
    const waiting = compute.run('double', 1, stop.signal)
    const other = compute.run('double', 21)
    setTimeout(() => stop.abort(new Error('enough')), 30)
    await expect(endless).rejects.toThrow('enough')
    await expect(waiting).rejects.toThrow('enough')
    expect(await other).toBe(42)
    await expect(compute.run('double', 1, stop.signal)).rejects.toThrow('enough')
  })

  it('tells when a thread died, and starts another', async () => {
    const {compute} = await inThreads({threads: 1})
    await expect(compute.run('die', 1)).rejects.toThrow('a worker thread ended with 3')
    expect(await compute.run('double', 3)).toBe(6)
  })

  it('tells when the code of the threads is not there', async () => {
    const {compute} = open({
      entry: pathToFileURL(join(folder, 'nothing.mjs')),
      functions: {double: () => new Promise(() => undefined)},
    })
    const asked = [compute.run('double', 1), compute.run('double', 2)]
    await expect(asked[1]).rejects.toThrow('nothing.mjs')
  })

  it('rejects what waits when it is closed, and everything after', async () => {
    const {compute} = await inThreads({threads: 1})
    const asked = [compute.run('spin', 1), compute.run('double', 1)]
    const ends = Promise.allSettled(asked)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await compute.close()
    expect((await ends).map(({status}) => status)).toEqual(['rejected', 'rejected'])
    await expect(compute.run('double', 1)).rejects.toThrow('compute is closed')
  })
})
