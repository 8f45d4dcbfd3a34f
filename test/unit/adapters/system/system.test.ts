import {mkdtemp, readdir, rm, symlink} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {createDiskFs} from '../../../../src/lib/adapters/system/disk-fs.js'
import {createLog} from '../../../../src/lib/adapters/system/log.js'
import {createMetrics} from '../../../../src/lib/adapters/system/metrics.js'
import {seededRandom, systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createRedactor} from '../../../../src/lib/errors/redact.js'

describe('disk', () => {
  it('writes atomically, reads, lists by bytes and removes', async () => {
    const fs = createDiskFs(createTasks(), systemRandom)
    const folder = await fs.temporary('flux-test-')
    await fs.mkdir(join(folder.path, 'b/c'))
    await fs.write(join(folder.path, 'b/B.txt'), 'two', {mode: 0o600})
    await fs.write(join(folder.path, 'b/B.txt'), 'three', {mode: 0o600})
    await fs.write(join(folder.path, 'b/a.txt'), 'one')
    expect(await readdir(join(folder.path, 'b'))).toHaveLength(3)
    expect(await fs.list(join(folder.path, 'b'))).toEqual([
      {name: 'B.txt', type: 'file'},
      {name: 'a.txt', type: 'file'},
      {name: 'c', type: 'directory'},
    ])
    expect(Buffer.from(await fs.read(join(folder.path, 'b/B.txt'))).toString()).toBe('three')
    expect(await fs.stat(join(folder.path, 'b/B.txt'))).toEqual({type: 'file', mode: 0o600, size: 5})
    await folder.close()
    expect(await fs.stat(folder.path)).toBeUndefined()
    expect(await fs.realpath(folder.path)).toBeUndefined()
  })

  it('a tree shows symlinks and never follows one out of its folder', async () => {
    const fs = createDiskFs(createTasks(), systemRandom)
    const root = await mkdtemp(join(tmpdir(), 'flux-test-'))
    await fs.mkdir(join(root, 'in/real'))
    await fs.mkdir(join(root, 'out'))
    await fs.write(join(root, 'out/secret'), 'x')
    await fs.write(join(root, 'in/real/file'), 'y')
    await symlink('../out', join(root, 'in/link'))
    const tree = fs.tree(join(root, 'in'))
    expect(await tree.list('')).toEqual([
      {name: 'link', type: 'symlink'},
      {name: 'real', type: 'directory'},
    ])
    expect(await tree.stat('link')).toMatchObject({type: 'symlink', target: '../out'})
    expect(await tree.stat('link/secret')).toBeUndefined()
    expect(Buffer.from(await tree.read('real/file')).toString()).toBe('y')
    await expect(tree.read('link/secret')).rejects.toThrow('no regular file')
    await expect(tree.list('link')).rejects.toThrow('no directory')
    await expect(tree.read('../out/secret')).rejects.toThrow('leaves its folder')
    for (const path of ['/real', 'real/', 'real//file', './real', 'real/.', '..', 'real/../real/file']) {
      await expect(tree.stat(path), path).rejects.toThrow('leaves its folder')
    }
    await rm(root, {recursive: true})
  })

  it('a tree reads all of a file that changes after it was asked for, and follows no link that took its place', async () => {
    const fs = createDiskFs(createTasks(), systemRandom)
    const root = await mkdtemp(join(tmpdir(), 'flux-test-'))
    const file = join(root, 'in/file')
    const readChanged = async (before: string, change: () => Promise<unknown>) => {
      await rm(file, {force: true})
      await fs.write(file, before)
      const tree = fs.tree(join(root, 'in'))
      expect(await tree.stat('file')).toMatchObject({type: 'file', size: before.length})
      await change()
      return Buffer.from(await tree.read('file')).toString()
    }
    await fs.mkdir(join(root, 'in'))
    await fs.write(join(root, 'secret'), 'x')
    expect(await readChanged('short', () => fs.write(file, 'longer than it was'))).toBe('longer than it was')
    expect(await readChanged('longer than it was', () => fs.write(file, 'short'))).toBe('short')
    expect(await readChanged('short', () => fs.write(file, ''))).toBe('')
    const linked = () => rm(file).then(() => symlink('../secret', file))
    await expect(readChanged('short', linked)).rejects.toThrow('ELOOP')
    await expect(readChanged('long'.repeat(20_000), linked)).rejects.toThrow('no regular file')
    await rm(root, {recursive: true})
  })
})

describe('log', () => {
  const write = async (encoding: 'json' | 'console', level: 'info' | 'debug' = 'info') => {
    const lines: string[] = []
    const redactor = createRedactor()
    redactor.add('canary-secret')
    const log = await createLog({level, encoding, clock: {now: () => 0}, redactor, write: (line) => lines.push(line)})
    const child = log.child({controller: 'kustomization', name: 'apps'})
    child.debug('not for info')
    child.info('stored canary-secret', {url: 'https://me:hunter22@host/x', output: {a: 'created'}})
    child.error('Reconciler error', new Error('boom'))
    return lines
  }

  it('json lines have the fields of Flux in its order, without secrets', async () => {
    expect(await write('json')).toEqual([
      '{"level":"info","ts":"1970-01-01T00:00:00.000Z","msg":"stored ***","controller":"kustomization","name":"apps","url":"https://me:***@host/x","output":{"a":"created"}}\n',
      '{"level":"error","ts":"1970-01-01T00:00:00.000Z","msg":"Reconciler error","controller":"kustomization","name":"apps","error":"boom"}\n',
    ])
  })

  it('console lines are tab-separated', async () => {
    expect((await write('console', 'debug')).at(0)).toBe(
      '1970-01-01T00:00:00.000Z\tDEBUG\tnot for info\t{"controller":"kustomization","name":"apps"}\n',
    )
  })
})

describe('metrics', () => {
  it('counts, observes and forgets series by some of their labels', async () => {
    const metrics = await createMetrics([
      {name: 'runs_total', help: 'Runs', type: 'counter', labels: ['controller', 'result']},
      {name: 'seconds', help: 'Duration', type: 'histogram', labels: ['kind', 'name'], buckets: [0.1, 1]},
      {name: 'workers', help: 'Workers', type: 'gauge', labels: []},
    ])
    metrics.count('runs_total', {controller: 'a', result: 'success'})
    metrics.count('runs_total', {controller: 'a', result: 'success'}, 2)
    metrics.observe('seconds', {kind: 'K', name: 'x'}, 0.5)
    metrics.observe('seconds', {kind: 'K', name: 'y'}, 0.5)
    metrics.gauge('workers', {}, 4)
    metrics.forget({name: 'x'})
    const text = await metrics.text()
    expect(text).toContain('runs_total{controller="a",result="success"} 3')
    expect(text).toContain('seconds_bucket{le="1",kind="K",name="y"} 1')
    expect(text).toContain('workers 4')
    expect(text).not.toContain('name="x"')
    expect(() => metrics.count('other')).toThrow("'other' is not declared")
  })
})

describe('small parts', () => {
  it('seeded randomness repeats itself and makes valid uuids', () => {
    const [a, b] = [seededRandom(7), seededRandom(7)]
    expect(a.uuid()).toBe(b.uuid())
    expect(a.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    const values = Array.from({length: 1000}, () => a.float())
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(Math.abs(values.reduce((sum, value) => sum + value) / 1000 - 0.5)).toBeLessThan(0.05)
  })

  it('the system clock counts what is due and forgets what is cancelled', async () => {
    const clock = createSystemClock()
    const timer = clock.timer(60_000, () => {}, {interval: true})
    const sleeping = clock.sleep(5)
    expect(clock.pending).toEqual({oneShot: 1, interval: 1})
    await sleeping
    timer.cancel()
    expect(clock.pending).toEqual({oneShot: 0, interval: 0})
  })

  it('tasks are idle only when nothing runs any more', async () => {
    const tasks = createTasks()
    let finished = false
    void tasks.run('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      finished = true
    })
    expect(tasks.running).toBe(1)
    await tasks.idle()
    expect(finished).toBe(true)
    await expect(tasks.run('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(tasks.running).toBe(0)
  })
})
