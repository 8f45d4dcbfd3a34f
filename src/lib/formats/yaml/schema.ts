import yaml from 'js-yaml'
import {FluxError} from '../../errors/flux-error.js'
import {binaryText, resolvePlain, type YamlDialect} from './scalar.js'
import {timestampOf} from './timestamp.js'

const PREFIX = 'tag:yaml.org,2002:'

/** A js-yaml schema that reads scalars as the dialect does. js-yaml asks the first implicit type that says yes. */
export function schemaFor(dialect: YamlDialect): yaml.Schema {
  const plain = new yaml.Type(`${PREFIX}plain`, {
    kind: 'scalar',
    resolve: () => true,
    construct: (text: string) => jsonable(plainValue(text, dialect)),
  })
  const merge = new yaml.Type(`${PREFIX}merge`, {kind: 'scalar', resolve: (text: unknown) => text === '<<'})
  return new yaml.Schema({implicit: [merge, plain], explicit: [...collections(), ...tagged(dialect), ...others()]})
}

/** To yaml.v3 a date is one, and its JSON is RFC 3339. */
function plainValue(text: string, dialect: YamlDialect): ReturnType<typeof resolvePlain> {
  const value = resolvePlain(text, dialect)
  return dialect === 'kustomize' && typeof value === 'string' ? (timestampOf(value) ?? value) : value
}

/** JSON has no infinity; the words are those of Go's encoder. */
function jsonable(value: ReturnType<typeof resolvePlain>): ReturnType<typeof resolvePlain> {
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  const word = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
  throw new FluxError('bad-yaml', `json: unsupported value: ${word}`)
}

function collections(): yaml.Type[] {
  return [
    new yaml.Type(`${PREFIX}map`, {kind: 'mapping', construct: (data: unknown) => data ?? {}}),
    new yaml.Type(`${PREFIX}seq`, {kind: 'sequence', construct: (data: unknown) => data ?? []}),
  ]
}

function tagged(dialect: YamlDialect): yaml.Type[] {
  const scalar = (name: string, accepts: (value: unknown) => boolean) =>
    new yaml.Type(PREFIX + name, {
      kind: 'scalar',
      resolve: (text: string | null) => accepts(resolvePlain(text ?? '', dialect)),
      construct: (text: string | null) => jsonable(resolvePlain(text ?? '', dialect)),
    })
  const text = (name: string, read: (data: string) => string) =>
    new yaml.Type(PREFIX + name, {kind: 'scalar', construct: (data: string | null) => read(data ?? '')})
  const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint'
  return [
    text('str', (data) => data),
    new yaml.Type(`${PREFIX}timestamp`, {
      kind: 'scalar',
      resolve: (data: string | null) => timestampOf(data ?? '') !== undefined,
    }),
    text('binary', binaryText),
    scalar('int', (value) => isNumber(value) && !(typeof value === 'number' && !Number.isInteger(value))),
    scalar('float', isNumber),
    scalar('bool', (value) => typeof value === 'boolean'),
    scalar('null', (value) => value === null),
  ]
}

/**
 * Tags of an application (`!Ref x`), and those of YAML that ask for no scalar (`!!set`, `!!seq` before a scalar), say
 * nothing to Kubernetes: the value is taken as it stands.
 */
function others(): yaml.Type[] {
  const kinds = ['scalar', 'sequence', 'mapping'] as const
  return ['!', PREFIX].flatMap((tag) =>
    kinds.map((kind) => new yaml.Type(tag, {kind, multi: true, construct: (data: unknown) => data})),
  )
}
