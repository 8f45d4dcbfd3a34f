import {describe, expect, it} from 'vitest'
import {loadSwagger} from '../../../../../src/lib/adapters/apiserver/openapi/swagger.js'
import {swaggerProtobuf} from '../../../../../src/lib/adapters/apiserver/openapi/swagger-protobuf.js'
import {WireReader} from '../../../../../src/lib/adapters/apiserver/protobuf/wire-reader.js'

/** Contents of the length-delimited fields `number` of a message; the others are stepped over. */
function fields(bytes: Uint8Array, number: number): Uint8Array[] {
  const reader = new WireReader(bytes)
  const found: Uint8Array[] = []
  while (!reader.done) {
    const tag = reader.tag()
    if (tag.wire === 0) reader.varint()
    else {
      const value = reader.bytes()
      if (tag.number === number) found.push(value)
    }
  }
  return found
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()
const at = (bytes: Uint8Array, ...path: number[]) => path.reduce((inner, number) => fields(inner, number)[0]!, bytes)

describe('swaggerProtobuf', () => {
  it('writes texts, flags, maps and extensions to the fields of gnostic', () => {
    const document = {
      swagger: '2.0',
      definitions: {'a.Kind': {type: 'object', required: ['b'], 'x-kubernetes-group-version-kind': [{group: 'g', kind: 'K'}]}},
      paths: {'/a': {get: {operationId: 'readA', deprecated: true, responses: {200: {description: 'OK'}}}}},
    }
    const bytes = swaggerProtobuf(document)
    expect(text(at(bytes, 1))).toBe('2.0')
    const definition = at(bytes, 9, 1)
    expect(text(at(definition, 1))).toBe('a.Kind')
    expect(text(at(definition, 2, 22, 1))).toBe('object')
    expect(text(at(definition, 2, 19))).toBe('b')
    expect(text(at(definition, 2, 31, 1))).toBe('x-kubernetes-group-version-kind')
    expect(text(at(definition, 2, 31, 2, 2))).toBe('- group: g\n  kind: K\n')
    expect(text(at(bytes, 8, 2, 1))).toBe('/a')
    expect(text(at(bytes, 8, 2, 2, 2, 9, 1, 2, 1, 1))).toBe('OK')
  })

  it('writes parameters as deep as gnostic reads them', () => {
    const parameters = [
      {in: 'query', name: 'dryRun', type: 'string'},
      {in: 'path', name: 'name', type: 'string', required: true},
      {in: 'body', name: 'body', schema: {type: 'object'}},
    ]
    const [query, path, body] = fields(at(swaggerProtobuf({paths: {'/a': {parameters}}}), 8, 2, 2), 9)
    expect(text(at(query!, 1, 2, 3, 4))).toBe('dryRun')
    expect(text(at(path!, 1, 2, 4, 4))).toBe('name')
    expect(text(at(body!, 1, 1, 2))).toBe('body')
  })

  it('has a place for all that the built-in kinds say', async () => {
    const {document, definitions, paths} = await loadSwagger()
    const bytes = swaggerProtobuf(document)
    expect(fields(at(bytes, 9), 1)).toHaveLength(Object.keys(definitions).length)
    expect(fields(at(bytes, 8), 2)).toHaveLength(Object.keys(paths).length)
  })

  it('refuses what it would have to leave out', () => {
    expect(() => swaggerProtobuf({definitions: {a: {oneOf: []}}})).toThrow('no place for oneOf')
  })
})
