import {goQuote} from '../../../../errors/go-quote.js'
import {isObject, type JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'

const known: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
  string: [
    ...['bsonobjectid', 'uri', 'email', 'hostname', 'ipv4', 'ipv6', 'cidr', 'mac', 'uuid', 'uuid3', 'uuid4', 'uuid5', 'isbn'],
    ...['isbn10', 'isbn13', 'creditcard', 'ssn', 'hexcolor', 'rgbcolor', 'byte', 'password', 'date', 'duration', 'datetime'],
    ...['k8sshortname', 'k8slongname'],
  ],
}

/** Formats that the server does not know, each once. */
export function crdWarnings(crd: Go['CustomResourceDefinition'], old: Go['CustomResourceDefinition'] | undefined): string[] {
  const formats = unknownFormats(crd)
  const before = old ? unknownFormats(old) : new Set<string>()
  return [...formats].filter((format) => !before.has(format)).map((format) => `unrecognized format ${goQuote(format)}`)
}

function unknownFormats(crd: Go['CustomResourceDefinition']): Set<string> {
  const found = new Set<string>()
  for (const version of crd.spec.versions ?? []) visit(found, (version.schema?.openAPIV3Schema ?? null) as JsonValue)
  return found
}

function visit(found: Set<string>, schema: JsonValue): void {
  if (!isObject(schema)) return
  const {format, type} = schema
  if (typeof format === 'string' && format !== '') {
    const kind = typeof type === 'string' && type !== '' ? type : 'string'
    const plain = kind === 'string' ? format.replaceAll('-', '') : format
    if (!known[kind]?.includes(plain)) found.add(format)
  }
  for (const child of Object.values(isObject(schema.properties) ? schema.properties : {})) if (child) visit(found, child)
  for (const key of ['items', 'additionalProperties'] as const) {
    const child = schema[key]
    if (child) visit(found, child)
  }
}
