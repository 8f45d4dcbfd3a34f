import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {readYamlMap} from '../go-yaml/read-yaml.js'
import type {Warn} from '../values/tables.js'
import {type Hook, hookOf} from './hook.js'
import {byKind} from './kind-order.js'
import {headOf} from './manifest-head.js'
import {plainKind} from './plain-manifest.js'
import {splitDocuments} from './split.js'

/** One document that a chart renders. */
export interface Manifest {
  /** of the template: `chart/templates/x.yaml` */
  readonly path: string
  readonly kind: string
  readonly text: string
  readonly object: JsonObject
}

export interface SortedManifests {
  readonly manifests: readonly Manifest[]
  readonly hooks: readonly Hook[]
}

/** A document of a rendered file, without faults. */
export interface RenderedDocument extends Pick<Manifest, 'path' | 'text' | 'object'> {}

/** One that is surely a manifest: most callers never ask for what is in it. */
class PlainManifest implements Manifest {
  #object: JsonObject | undefined

  constructor(
    readonly path: string,
    readonly kind: string,
    readonly text: string,
  ) {}

  get object(): JsonObject {
    this.#object ??= parsed(this.text, this.path)
    return this.#object
  }
}

/**
 * The documents that a chart rendered, by the names of their files; partials are none (helm-engine reference 11).
 * @param files text by path of the template
 * @throws FluxError `bad-manifest` when a document is no YAML
 */
export function documentsOf(files: ReadonlyMap<string, string>, warn: Warn): RenderedDocument[] {
  const documents: RenderedDocument[] = []
  try {
    for (const path of [...files.keys()].sort(byBytes)) {
      const text = files.get(path)!
      if (path.slice(path.lastIndexOf('/') + 1).startsWith('_') || text.trim() === '') continue
      for (const document of splitDocuments(text)) documents.push(read(document, path))
    }
  } catch (error) {
    // what came before it has been told by then
    sortManifests(documents, warn)
    throw error
  }
  return documents
}

/** Hooks apart, both in install order (helm-engine reference 11). */
export function sortManifests(documents: readonly RenderedDocument[], warn: Warn): SortedManifests {
  const manifests: Manifest[] = []
  const hooks: Hook[] = []
  for (const document of documents.toSorted((a, b) => byBytes(a.path, b.path))) {
    if (document instanceof PlainManifest) {
      manifests.push(document)
      continue
    }
    const {path, text, object} = document
    const found = atPath(path, () => hookOf(object, path, text))
    if (found.type === 'hook') hooks.push(found.hook)
    else if (found.type === 'unknown') warn('skipping unknown hooks', {hookTypes: found.events})
    else manifests.push({path, kind: found.kind, text, object})
  }
  return {manifests: byKind(manifests), hooks: byKind(hooks)}
}

function read(text: string, path: string): RenderedDocument {
  const kind = plainKind(ended(text))
  return kind === undefined ? {path, text, object: parsed(text, path)} : new PlainManifest(path, kind, text)
}

/** A document is applied with a line break at its end. */
function ended(document: string): string {
  return document.endsWith('\n') ? document : `${document}\n`
}

function parsed(document: string, path: string): JsonObject {
  return atPath(path, () => {
    // as it is: the line of a fault at the end depends on it
    const object = readYamlMap(document, HEAD)
    headOf(object)
    const whole = ended(document)
    return whole === document || !BLOCK.test(document) ? object : readYamlMap(whole, HEAD)
  })
}

const HEAD = 'util.SimpleHead'
/** Only a block text has the line break in its value. */
const BLOCK = /[|>]/

/** Faults of a document name its file. */
function atPath<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new FluxError('bad-manifest', `YAML parse error on ${path}: ${error.message}`, {hints: error.hints, cause: error})
  }
}

const SURROGATE = /[\ud800-\udfff]/

/** Go's order of strings, which is JavaScript's own where no character takes two units. */
export function byBytes(a: string, b: string): number {
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : a > b ? 1 : 0
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** The text that is applied and stored: every document under the name of its template. */
export function manifestText(manifests: readonly Manifest[]): string {
  return manifests.map(({path, text}) => `---\n# Source: ${path}\n${text}\n`).join('')
}
