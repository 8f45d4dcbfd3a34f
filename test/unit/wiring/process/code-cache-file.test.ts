import {execFileSync} from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {codeCacheFile, readCodeCache, writeCodeCache} from '../../../../src/lib/wiring/process/code-cache-file.js'

const {env} = process
const NAMES = ['HOME', 'XDG_CACHE_HOME', 'NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE']
const kept = NAMES.map((name) => [name, env[name]] as const)
let home = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'flux-code-'))
  for (const name of NAMES) delete env[name]
  env['HOME'] = home
})
afterEach(() => {
  rmSync(home, {recursive: true, force: true})
  for (const [name, value] of kept) {
    if (value === undefined) delete env[name]
    else env[name] = value
  }
})

const fileFor = (line: string, version = '1.0.0') => codeCacheFile(import.meta.filename, line.split(' '), version)
const codes = new Map([
  ['/main.cjs', Buffer.from('bytecode of main')],
  ['/code/a.cjs', Buffer.from('odd')],
])
const readable = (path: string) => [...readCodeCache(path)].map(([file, code]) => [file, Buffer.from(code).toString()])

describe('where bytecode is kept', () => {
  it.each([
    ['build chart ./x --name r', 'build-chart'],
    ['get ks -A', 'get-ks'],
    ['envsubst --strict', 'envsubst'],
    ['trace my-secret-object', 'trace'],
  ])('%s', (line, name) => {
    expect(dirname(fileFor(line)!)).toBe(join(home, '.cache/flux-toolkit/code'))
    expect(basename(fileFor(line)!)).toMatch(new RegExp(`^1\\.0\\.0-\\w+-${process.version}-${process.arch}-${name}\\.bin$`))
  })

  it.each(['-p canary bootstrap git', 'canary', 'get -n x', 'get ../../x', 'run ks', 'get', ''])('nowhere for: %s', (line) => {
    expect(fileFor(line)).toBeUndefined()
  })

  it('is chosen by the words that Node and others have for it', () => {
    env['XDG_CACHE_HOME'] = home
    expect(dirname(fileFor('get ks')!)).toBe(join(home, 'flux-toolkit/code'))
    env['XDG_CACHE_HOME'] = 'relative'
    expect(dirname(fileFor('get ks')!)).toBe(join(home, '.cache/flux-toolkit/code'))
    env['NODE_COMPILE_CACHE'] = join(home, 'new')
    expect(dirname(fileFor('get ks')!)).toBe(join(home, 'new/flux-toolkit'))
    env['NODE_DISABLE_COMPILE_CACHE'] = '1'
    expect(fileFor('get ks')).toBeUndefined()
  })

  it('is nowhere without a home that is there', () => {
    for (const missing of ['missing', 'missing/too']) {
      env['HOME'] = join(home, missing)
      expect(fileFor('get ks')).toBeUndefined()
    }
    delete env['HOME']
    expect(fileFor('get ks')).toBeUndefined()
  })

  it('is of one version', () => {
    expect(fileFor('get ks')).not.toBe(fileFor('get ks', '1.0.1'))
  })
})

describe('a file of bytecode', () => {
  it('gives back what was written, for this user only', () => {
    const path = fileFor('get ks')!
    writeCodeCache(path, codes)
    expect(readable(path)).toEqual([
      ['/main.cjs', 'bytecode of main'],
      ['/code/a.cjs', 'odd'],
    ])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    expect(readdirSync(dirname(path))).toEqual([basename(path)])
  })

  it('is nothing when it is missing, cut, changed by a bit or something else', () => {
    const path = fileFor('get ks')!
    expect(readable(path)).toEqual([])
    writeCodeCache(path, codes)
    truncateSync(path, readFileSync(path).length - 1)
    expect(readable(path)).toEqual([])
    writeCodeCache(path, codes)
    const bytes = readFileSync(path)
    for (let at = 0; at < bytes.length; at++) {
      bytes[at]! ^= 1
      writeFileSync(path, bytes)
      expect(readable(path)).toEqual([])
      bytes[at]! ^= 1
    }
    writeFileSync(path, 'something else, long enough to have a head')
    expect(readable(path)).toEqual([])
    writeFileSync(path, '')
    expect(readable(path)).toEqual([])
  })

  it('is nothing when a pipe has its name, and takes its place', () => {
    const path = fileFor('get ks')!
    mkdirSync(dirname(path), {recursive: true})
    execFileSync('mkfifo', [path])
    expect(readable(path)).toEqual([])
    writeCodeCache(path, codes)
    expect(readable(path)).toHaveLength(2)
  })

  it('is left out where nothing can be written', () => {
    writeFileSync(join(home, '.cache'), 'a file')
    const path = fileFor('get ks')!
    writeCodeCache(path, codes)
    expect(readable(path)).toEqual([])
    expect(readFileSync(join(home, '.cache'), 'utf8')).toBe('a file')
  })

  it('goes when forty newer ones are there', () => {
    const path = fileFor('get ks')!
    for (let i = 0; i < 41; i++) {
      writeCodeCache(`${path}.${i}`, codes)
      utimesSync(`${path}.${i}`, 1000 + i, 1000 + i)
    }
    writeCodeCache(path, codes)
    const names = readdirSync(dirname(path))
    expect(names).toHaveLength(40)
    expect(names).toContain(basename(path))
    expect(names).not.toContain(`${basename(path)}.1`)
    expect(names).toContain(`${basename(path)}.2`)
  })
})

describe('a home that takes no folders', () => {
  // Node's own `recursive` never comes back from there
  it.runIf(existsSync('/proc/self/fd')).each(['/proc', '/proc/self', '/dev/fd'])('%s keeps nothing, and it ends', (top) => {
    env['HOME'] = top
    const path = fileFor('get ks')
    // somebody else's home is left alone anyway
    if (path !== undefined) expect(path.startsWith(`${top}/.cache/`)).toBe(true)
    const tried = path ?? join(top, '.cache/flux-toolkit/code/a.bin')
    writeCodeCache(tried, codes)
    expect(readable(tried)).toEqual([])
    expect(existsSync(join(top, '.cache'))).toBe(false)
  })
})
