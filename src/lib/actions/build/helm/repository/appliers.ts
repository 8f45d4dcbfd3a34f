import type {JsonObject} from '../../../../formats/json/value.js'
import {cleanPath} from '../../../../render/tree-path.js'
import type {FoundObject} from './repository-objects.js'

/** Fields of a Kustomization that change what its folder builds. */
const CHANGES = ['postBuild', 'patches', 'targetNamespace', 'components', 'images', 'namePrefix', 'nameSuffix', 'commonMetadata']

/** Flux's own Kustomizations, by the folder that they apply: what they add to it is not put in, but told. */
export class Appliers {
  readonly #byFolder = new Map<string, string[]>()

  constructor(objects: readonly FoundObject[], shown: (file: string) => string) {
    for (const {object, file, line} of objects) {
      if (object.kind !== 'Kustomization') continue
      const spec = (object.spec ?? {}) as JsonObject
      const changes = CHANGES.filter((field) => spec[field] !== undefined && spec[field] !== null)
      if (changes.length === 0 || typeof spec.path !== 'string') continue
      const folder = cleanPath(spec.path)
      const words = `${shown(file)}:${line}: Kustomization '${object.metadata.name}' adds ${changes.join(', ')}, which are not put in`
      this.#byFolder.set(folder, [...(this.#byFolder.get(folder) ?? []), words])
    }
  }

  /** @param folder as seen from the one that was given */
  warnings(folder: string): readonly string[] {
    return this.#byFolder.get(cleanPath(folder)) ?? []
  }
}
