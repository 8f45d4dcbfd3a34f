import {goQuote} from '../../../errors/go-quote.js'
import {KustomizeError} from '../error.js'
import {lookup} from '../node/fields.js'
import type {Node} from '../node/node.js'
import {BUILD} from './build-annotations.js'
import {parseGroupVersion, ResId} from './res-id.js'

const NONE: readonly ResId[] = []

/** The ids that a resource had before; kept in its annotations, and read again only when those have changed. */
export class PreviousIds {
  #apiVersion = ''
  #names = ''
  #namespaces = ''
  #kinds = ''
  #ids: readonly ResId[] = NONE

  /** Oldest first. `annotations` are keys and values in turn. @throws KustomizeError when one of them had no name or no kind */
  read(apiVersion: string, annotations: readonly Node[]): readonly ResId[] {
    const names = lookup(annotations, BUILD.previousNames)?.value
    if (names === undefined) return NONE
    const namespaces = lookup(annotations, BUILD.previousNamespaces)?.value ?? ''
    const kinds = lookup(annotations, BUILD.previousKinds)?.value ?? ''
    const same = names === this.#names && namespaces === this.#namespaces && kinds === this.#kinds
    if (this.#ids === NONE || !same || apiVersion !== this.#apiVersion) {
      this.#apiVersion = apiVersion
      this.#names = names
      this.#namespaces = namespaces
      this.#kinds = kinds
      this.#ids = idsOf(apiVersion, names.split(','), namespaces.split(','), kinds.split(','))
    }
    return this.#ids
  }
}

/** Kustomize ends in a panic here. */
function lost(names: readonly string[], kinds: readonly string[]): KustomizeError {
  const what = names.length < kinds.length ? 'name' : 'kind'
  return new KustomizeError(`the object that was ${kinds[0]} ${goQuote(names[0]!)} lost its ${what} and was changed after that`, {
    hints: [`A patch or a replacement takes its ${what} away.`],
  })
}

function idsOf(apiVersion: string, names: string[], namespaces: string[], kinds: string[]): ResId[] {
  const [group, version] = parseGroupVersion(apiVersion)
  if (names.length !== namespaces.length || names.length !== kinds.length) throw lost(names, kinds)
  return names.map((name, i) => new ResId(group, version, kinds[i] ?? '', name, namespaces[i] ?? ''))
}
