import {isUtf8} from 'node:buffer'
import {KustomizeError, within} from '../error.js'
import type {GeneratorArgs, GeneratorOptions} from '../kustomization/types.js'
import {compareBytes, lookupPath, setField} from '../node/fields.js'
import {append, MAP, NO_CONTENT, Node, PLAIN, SCALAR, scalar, TAG, text} from '../node/node.js'
import {addMetadata, makeBase} from '../resource/add-metadata.js'
import {BUILD} from '../resource/build-annotations.js'
import {Resource} from '../resource/resource.js'
import type {Schemas} from '../schema/schema.js'
import {keyValuePairs, type Sources} from './key-values.js'

/** A ConfigMap or Secret from literals, files and env files. */
export function generate(kind: 'ConfigMap' | 'Secret', args: GeneratorArgs, sources: Sources, schemas: Schemas): Resource {
  if (args.name === '') throw new KustomizeError('a configmap must have a name')
  const node = makeBase('v1', kind)
  const metadata = lookupPath(node, ['metadata'], MAP)!
  setField(metadata, 'name', text(args.name))
  if (args.namespace !== '') setField(metadata, 'namespace', text(args.namespace))
  if (kind === 'Secret') setField(node, 'type', text(args.type || 'Opaque'))
  fill(node, kind, validated(args, sources))
  applyOptions(node, args.options)
  return generated(new Resource(node, schemas), args)
}

/** Marks a generated resource with what is still to be done with it. */
function generated(resource: Resource, args: GeneratorArgs): Resource {
  if (!args.options?.disableNameSuffixHash) resource.enable(BUILD.needsHash)
  const known = ['create', 'replace', 'merge'].includes(args.behavior)
  resource.setAnnotation(BUILD.behavior, known ? args.behavior : 'unspecified')
  return resource
}

function validated(args: GeneratorArgs, sources: Sources): Map<string, Buffer> {
  const pairs = within('loading KV pairs', () => keyValuePairs(args, sources))
  const known = new Map<string, Buffer>()
  for (const {key, value, from, line} of pairs) {
    if (known.has(key)) {
      const fault = new KustomizeError(`configmap ${args.name} illegally repeats the key \`${key}\``)
      fault.below = from
      fault.place = line?.()
      throw fault
    }
    known.set(key, value)
  }
  return known
}

function fill(node: Node, kind: 'ConfigMap' | 'Secret', data: ReadonlyMap<string, Buffer>): void {
  if (kind === 'Secret') lookupPath(node, ['data'], MAP)
  for (const key of [...data.keys()].sort(compareBytes)) {
    const bytes = data.get(key)!
    const plain = kind === 'ConfigMap' && isUtf8(bytes)
    const value = plain ? bytes.toString('utf8') : base64(bytes)
    const part = kind === 'Secret' || plain ? 'data' : 'binaryData'
    // every key is there once: nothing need be looked up
    append(lookupPath(node, [part], MAP)!, scalar(key), text(value))
  }
}

const LINE = 70

/** Base64 in lines of 70 when it is longer than one. */
function base64(bytes: Buffer): string {
  const encoded = bytes.toString('base64')
  if (encoded.length < LINE) return encoded
  let out = ''
  for (let i = 0; i < encoded.length; i += LINE) out += `${encoded.slice(i, i + LINE)}\n`
  return out
}

function applyOptions(node: Node, options: GeneratorOptions | undefined): void {
  if (options === undefined) return
  for (const key of [...options.labels.keys()].sort(compareBytes)) addMetadata(node, 'labels', key, options.labels.get(key)!)
  for (const key of [...options.annotations.keys()].sort(compareBytes)) {
    addMetadata(node, 'annotations', key, options.annotations.get(key)!)
  }
  if (options.immutable) setField(node, 'immutable', new Node(SCALAR, TAG.bool, 'true', PLAIN, NO_CONTENT))
}

/** What `generatorOptions` say for all, unless the generator itself says it. */
export function withGlobalOptions(args: GeneratorArgs, globals: GeneratorOptions | undefined): GeneratorArgs {
  if (globals === undefined) return args
  const own = args.options
  return {
    ...args,
    options: {
      labels: new Map([...globals.labels, ...(own?.labels ?? [])]),
      annotations: new Map([...globals.annotations, ...(own?.annotations ?? [])]),
      disableNameSuffixHash: globals.disableNameSuffixHash || (own?.disableNameSuffixHash ?? false),
      immutable: globals.immutable || (own?.immutable ?? false),
    },
  }
}
