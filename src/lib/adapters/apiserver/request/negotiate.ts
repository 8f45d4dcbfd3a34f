import {PROTOBUF} from '../protobuf/envelope.js'
import {statusError} from '../status.js'

/** What the client wants back. */
export interface Wanted {
  readonly format: 'json' | 'yaml' | 'protobuf'
  readonly as?: {readonly kind: string; readonly version: string; readonly group: string} | undefined
}

interface MediaType {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Media types of an Accept header, best first. */
export function mediaTypes(accept: string): readonly MediaType[] {
  return accept
    .split(',')
    .map((part, index) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const values = Object.fromEntries(
        parameters.map((parameter) => {
          const at = parameter.indexOf('=')
          return at < 0 ? [parameter, ''] : [parameter.slice(0, at), parameter.slice(at + 1).replace(/^"|"$/g, '')]
        }),
      )
      return {type, parameters: values, quality: Number(values.q ?? 1), index}
    })
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
}

const FORMATS: Readonly<Record<string, Wanted['format']>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
  [PROTOBUF]: 'protobuf',
}
const TRANSFORMS = new Set(['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'])

/**
 * Reads an Accept header of a resource request; nothing acceptable is a 406.
 * `transforms: false` for answers that are no objects; `protobuf`: the object itself can be sent so (metadata always can);
 * `stream`: of a watch, which YAML has no form for.
 */
export function negotiate(accept: string, transforms = true, protobuf = false, stream = false): Wanted {
  if (accept === '' || accept === 'application/json') return {format: 'json'}
  for (const {type, parameters} of mediaTypes(accept)) {
    const format = FORMATS[type]
    if (!format || (stream && format === 'yaml')) continue
    const {as: kind, v: version = '', g: group = ''} = parameters
    if (format === 'protobuf' && (kind === 'Table' || (kind === undefined && !protobuf))) continue
    if (kind === undefined) return {format}
    if (transforms && group === 'meta.k8s.io' && ['v1', 'v1beta1'].includes(version) && TRANSFORMS.has(kind)) {
      return {format, as: {kind, version, group}}
    }
  }
  throw notAcceptable(stream ? STREAMS : TYPES)
}

const TYPES = ['application/json', 'application/yaml', PROTOBUF]
const STREAMS = ['application/json;stream=watch', `${PROTOBUF};stream=watch`]

function notAcceptable(types: readonly string[]): Error {
  return statusError(406, 'NotAcceptable', `only the following media types are accepted: ${types.join(', ')}`)
}
