import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {cachedCode} from '../../../../src/lib/wiring/process/code-cache.js'
import {readCodeCache, writeCodeCache} from '../../../../src/lib/wiring/process/code-cache-file.js'

const {env} = process
const chosen = {...env}
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flux-code-'))
  env['NODE_COMPILE_CACHE'] = folder
  delete env['NODE_DISABLE_COMPILE_CACHE']
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
  for (const name of ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE']) {
    if (chosen[name] === undefined) delete env[name]
    else env[name] = chosen[name]
  }
})

interface Main {
  first: string
  again: boolean
  late(): {main: string; mine: boolean}
}
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const open = () => cachedCode(folder, ['get', 'ks'], '1.0.0', createRequire(import.meta.url))
const caches = () => readdirSync(join(folder, 'flux-toolkit'))
const path = () => join(folder, 'flux-toolkit', caches()[0]!)
const cache = () => readFileSync(path())
/** Two processes of one kind. */
function warm(): void {
  for (let process = 0; process < 2; process++) {
    const code = open()
    ;(code.require('main.cjs') as Main).late()
    code.keep()
  }
}
const names = () => [...readCodeCache(path()).keys()]

describe('code with kept bytecode', () => {
  it('runs files as Node does: each once, with what they require', () => {
    const main = open().require('main.cjs') as Main
    expect(main.first).toBe('a.cjs in code')
    expect(main.again).toBe(true)
    expect(main.late()).toEqual({main: 'a.cjs in code', mine: true})
  })

  it('keeps the texts of what ran as one, then their bytecode, and takes both', () => {
    const one = open()
    one.require('main.cjs')
    one.keep()
    expect(names()).toEqual(['=0'])

    const two = open()
    expect((two.require('main.cjs') as Main).first).toBe('a.cjs in code')
    two.keep()
    expect(names()).toEqual(['=0', '0'])
    const kept = cache()

    const three = open()
    expect((three.require('main.cjs') as Main).first).toBe('a.cjs in code')
    three.keep()
    expect(cache().equals(kept)).toBe(true)
  })

  it('puts what another process needed beside it, and makes one of all when that is much', () => {
    warm()
    const before = readCodeCache(path())
    for (let number = 1; number <= 8; number++) {
      write(`code/c${number}.cjs`, `exports.c=${number}`)
      const next = open()
      expect((next.require('main.cjs') as Main).first).toBe('a.cjs in code')
      expect(next.require(`code/c${number}.cjs`)).toEqual({c: number})
      next.keep()
      const kept = readCodeCache(path())
      if (number === 8) expect([...kept.keys()]).toEqual(['=0'])
      else {
        expect([...kept.keys()].at(-1)).toBe(String(number))
        expect(Buffer.compare(kept.get('0')!, before.get('0')!), String(number)).toBe(0)
      }
    }
    rmSync(join(folder, 'code'), {recursive: true})
    const last = open()
    expect((last.require('main.cjs') as Main).late()).toEqual({main: 'a.cjs in code', mine: true})
    expect([1, 8].map((number) => last.require(`code/c${number}.cjs`))).toEqual([{c: 1}, {c: 8}])
  })

  it('compiles again what V8 refuses', () => {
    warm()
    const kept = readCodeCache(path())
    const text = Buffer.from(kept.get('=0')!).toString().replace("' in '", "' is within '")
    writeCodeCache(path(), new Map([...kept, ['=0', Buffer.from(text)]]))
    const two = open()
    expect((two.require('main.cjs') as Main).first).toBe('a.cjs is within code')
    two.keep()
    expect(readCodeCache(path()).get('0')).not.toEqual(kept.get('0'))
    expect(names()).toEqual(['=0', '0'])
  })

  it('opens no file that was kept, and starts anew where the first one has been written again', async () => {
    warm()
    rmSync(join(folder, 'code/a.cjs'))
    expect((open().require('main.cjs') as Main).first).toBe('a.cjs in code')
    const changed = () => statSync(join(folder, 'main.cjs')).ctimeMs
    // a file system counts in steps, some in whole seconds
    for (const before = changed(); changed() < before + 1; await new Promise((resolve) => setTimeout(resolve, 20)))
      write('main.cjs', readFileSync(join(folder, 'main.cjs'), 'utf8'))
    write('code/a.cjs', "exports.name='another'")
    expect((open().require('main.cjs') as Main).first).toBe('another')
  })

  it('says where an error is, and runs on without a place for bytecode', () => {
    env['NODE_DISABLE_COMPILE_CACHE'] = '1'
    write('code/a.cjs', 'throw new Error("here")')
    const code = open()
    expect(() => code.require('main.cjs')).toThrow('here')
    code.keep()
    expect(readdirSync(folder)).not.toContain('flux-toolkit')
  })
})
