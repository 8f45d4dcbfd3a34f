import {runInNewContext} from 'node:vm'
import type {OutputFile} from 'esbuild'
import {describe, expect, it} from 'vitest'
import {circleOf, commonJs} from '../../../scripts/common-js.js'

async function exportsOf(text: string): Promise<{[name: string]: unknown}> {
  const module = {exports: {}}
  const found = await commonJs({path: 'a.cjs', text} as OutputFile)
  runInNewContext(found.text, {module, require: () => ({})})
  return module.exports
}

const isPlain = (object: object, name: string) => 'value' in Object.getOwnPropertyDescriptor(object, name)!

describe('a chunk as CommonJS', () => {
  it('exports what never changes as plain properties', async () => {
    const found = await exportsOf(
      'function one(){return 1}var A=class{},b=2;const c=b===2;export{one,A as Other,b,c as default};\n',
    )
    expect(Object.keys(found)).toEqual(['one', 'Other', 'b', 'default'])
    expect(found).toMatchObject({b: 2, default: true, __esModule: true})
    expect(Object.keys(found).every((name) => isPlain(found, name))).toBe(true)
  })

  it('exports what may change by getters', async () => {
    const texts = [
      'var n=0;function set(v){n=v}',
      'var n;function set(v){n=v}',
      'let n=0;function set(v){[n]=[v]}',
      'var n=0;function set(v){n+=v}',
    ]
    for (const text of texts) {
      const found = await exportsOf(`${text}export{n,set};`)
      ;(found.set as (value: number) => void)(7)
      expect(found.n, text).toBe(7)
      expect(isPlain(found, 'set')).toBe(true)
    }
  })

  it('has its chunks in no circle', () => {
    const imports = (...paths: string[]) => ({imports: paths.map((path) => ({path, kind: 'import-statement'}))})
    expect(circleOf({a: imports('b', 'c'), b: imports('c'), c: imports()})).toBeUndefined()
    expect(circleOf({a: imports('b'), b: imports('c'), c: imports('b')})).toEqual(['b', 'c', 'b'])
  })
})
