import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {cachedCode} from '../../../../src/lib/wiring/process/code-cache.js'
import {readCodeCache, writeCodeCache} from '../../../../src/lib/wiring/process/code-cache-file.js'

const {env} = process
const chosen = env['NODE_COMPILE_CACHE']
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flux-code-'))
  env['NODE_COMPILE_CACHE'] = folder
  mkdirSync(join(folder, 'code'))
  write(
    'main.cjs',
    "const a=require('./code/a.cjs');exports.first=a.name;exports.again=require('./code/a.cjs')===a;exports.late=()=>require('./code/b.cjs')",
  )
  write('code/a.cjs', "exports.name=require('node:path').basename(__filename)+' in '+require('path').basename(__dirname)")
  write('code/b.cjs', "exports.main=require('../main.cjs').first;module.exports.mine=module.exports===exports")
})
afterEach(() => {
  rmSync(folder, {recursive: true, force: true})
  if (chosen === undefined) delete env['NODE_COMPILE_CACHE']
  else env['NODE_COMPILE_CACHE'] = chosen
})

interface Main {
  first: string
  again: boolean
  late(): {main: string; mine: boolean}
}
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const open = () => cachedCode(folder, ['get', 'ks'], '1.0.0')
const caches = () => readdirSync(join(folder, 'flux-toolkit'))
const path = () => join(folder, 'flux-toolkit', caches()[0]!)
const cache = () => readFileSync(path())
const names = () => [...readCodeCache(path()).keys()]

describe('code with kept bytecode', () => {
  it('runs files as Node does: each once, with what they require', () => {
    const main = open().require('main.cjs') as Main
    expect(main.first).toBe('a.cjs in code')
    expect(main.again).toBe(true)
    expect(main.late()).toEqual({main: 'a.cjs in code', mine: true})
  })

  it('keeps the bytecode of what ran, and takes it', () => {
    const one = open()
    one.require('main.cjs')
    one.keep()
    const kept = cache()
    expect(names().sort()).toEqual(['/code/a.cjs', '/main.cjs', '=/code/a.cjs', '=/main.cjs'])

    const two = open()
    expect((two.require('main.cjs') as Main).first).toBe('a.cjs in code')
    two.keep()
    expect(cache().equals(kept)).toBe(true)
  })

  it('adds what another process needed, and loses nothing of before', () => {
    const one = open()
    ;(one.require('main.cjs') as Main).late()
    one.keep()
    write('code/c.cjs', 'exports.c=1')
    const two = open()
    two.require('code/c.cjs')
    two.keep()
    for (const name of ['/main.cjs', '/code/a.cjs', '/code/b.cjs', '/code/c.cjs']) expect(names()).toContain(name)
  })

  it('compiles again what V8 refuses', () => {
    const one = open()
    one.require('main.cjs')
    one.keep()
    const kept = readCodeCache(path())
    const text = Buffer.from("(function(exports){exports.name='of another length'})")
    writeCodeCache(path(), new Map([...kept, ['=/code/a.cjs', text]]))
    const two = open()
    expect((two.require('main.cjs') as Main).first).toBe('of another length')
    two.keep()
    expect(readCodeCache(path()).get('/code/a.cjs')).not.toEqual(kept.get('/code/a.cjs'))
    expect(names().sort()).toEqual([...kept.keys()].sort())
  })

  it('opens no file that was kept, and starts anew where the first one has been written again', async () => {
    const one = open()
    one.require('main.cjs')
    one.keep()
    rmSync(join(folder, 'code/a.cjs'))
    expect((open().require('main.cjs') as Main).first).toBe('a.cjs in code')
    // a file system counts in steps
    await new Promise((resolve) => setTimeout(resolve, 20))
    write('main.cjs', readFileSync(join(folder, 'main.cjs'), 'utf8'))
    write('code/a.cjs', "exports.name='another'")
    expect((open().require('main.cjs') as Main).first).toBe('another')
  })

  it('says where an error is, and runs on without a place for bytecode', () => {
    env['NODE_DISABLE_COMPILE_CACHE'] = '1'
    try {
      write('code/a.cjs', 'throw new Error("here")')
      const code = open()
      expect(() => code.require('main.cjs')).toThrow('here')
      code.keep()
      expect(readdirSync(folder)).not.toContain('flux-toolkit')
    } finally {
      delete env['NODE_DISABLE_COMPILE_CACHE']
    }
  })
})
