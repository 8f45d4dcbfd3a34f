import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {cachedCode} from '../../../../src/lib/wiring/process/code-cache.js'

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
const cache = () => readFileSync(join(folder, 'flux-toolkit', caches()[0]!))

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
    expect(kept.includes('/main.cjs')).toBe(true)
    expect(kept.includes('/code/b.cjs')).toBe(false)

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
    for (const name of ['/main.cjs', '/code/a.cjs', '/code/b.cjs', '/code/c.cjs']) expect(cache().includes(name)).toBe(true)
  })

  it('compiles again what V8 refuses', () => {
    const one = open()
    one.require('main.cjs')
    one.keep()
    write('code/a.cjs', "exports.name='another, of another length'")
    expect((open().require('main.cjs') as Main).first).toBe('another, of another length')
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
