import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {decodeObject, isProtobuf} from '../../../../../src/lib/adapters/apiserver/protobuf/decode-object.js'
import {MessageTable} from '../../../../../src/lib/adapters/apiserver/protobuf/message-table.js'

/** What kubectl 1.36 posted, and what the same command prints with `--dry-run=client -o json`. */
const recorded = readFileSync(join(import.meta.dirname, '../../../../fixtures/protobuf/kubectl.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as {command: string; protobuf: string; json: object})

/** Nulls and the client's own default namespace are no part of what is compared: the server fills in both. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, item]) => item !== null && !(key === 'namespace' && item === 'default'))
  return Object.fromEntries(entries.map(([key, item]) => [key, comparable(item)]))
}

describe('decodeObject', () => {
  const table = new MessageTable()

  it.each(recorded.map((item) => [item.command, item] as const))('kubectl %s', (_, item) => {
    const object = decodeObject(Buffer.from(item.protobuf, 'base64'), table)
    expect(comparable(object)).toEqual(comparable(item.json))
  })

  it('knows its envelope', () => {
    expect(isProtobuf(Buffer.from(recorded[0]!.protobuf, 'base64'))).toBe(true)
    expect(isProtobuf(Buffer.from('{"kind":"Pod"}'))).toBe(false)
    expect(() => decodeObject(Buffer.from('{}'), table)).toThrow('does not appear to be a protobuf message')
  })

  it('refuses cut-off bodies at every length, and never hangs or crashes otherwise', () => {
    const whole = Buffer.from(recorded[0]!.protobuf, 'base64')
    let refused = 0
    for (let length = 4; length < whole.length; length++) {
      try {
        decodeObject(whole.subarray(0, length), table)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(whole.length / 2)
  })
})
