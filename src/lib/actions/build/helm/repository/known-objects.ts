import type {KubeObject} from '../../../../ports/kube.js'
import type {FoundObject} from './repository-objects.js'

/** Objects by kind and name; the first one of a name counts. */
export class ObjectIndex {
  readonly #byName = new Map<string, KubeObject[]>()
  readonly #byKind = new Map<string, KubeObject[]>()

  readonly #places = new WeakMap<KubeObject, string>()

  /** @param shown a file as the user would type it */
  constructor(objects: Iterable<FoundObject>, shown: (file: string) => string) {
    for (const {object, file, line} of objects) {
      this.#places.set(object, `${shown(file)}:${line}`)
      put(this.#byName, `${object.kind}/${object.metadata.name}`, object)
      put(this.#byKind, object.kind, object)
    }
  }

  /** Objects that name no namespace get theirs from a kustomization later: they fit everywhere. */
  find(kind: string, name: string, namespace: string): KubeObject | undefined {
    return this.#byName.get(`${kind}/${name}`)?.find((object) => fits(object, namespace))
  }

  placeOf(object: KubeObject): string | undefined {
    return this.#places.get(object)
  }

  ofKind(kind: string, namespace: string): KubeObject[] {
    return this.#byKind.get(kind)?.filter((object) => fits(object, namespace)) ?? []
  }
}

const fits = ({metadata}: KubeObject, namespace: string) => !metadata.namespace || metadata.namespace === namespace

function put(map: Map<string, KubeObject[]>, key: string, object: KubeObject): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [object])
  else list.push(object)
}

/** What a release may refer to: beside it first, then elsewhere in the files, at last in the whole repository around them. */
export class KnownObjects {
  constructor(
    private readonly near: readonly ObjectIndex[],
    private readonly around: () => Promise<ObjectIndex | undefined> = async () => undefined,
  ) {}

  find(kind: string, name: string, namespace: string): KubeObject | undefined {
    for (const index of this.near) {
      const found = index.find(kind, name, namespace)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Also looks where nothing is built from: for sources and their Secrets. */
  async findSource(kind: string, name: string, namespace: string): Promise<KubeObject | undefined> {
    return this.find(kind, name, namespace) ?? (await this.around())?.find(kind, name, namespace)
  }

  /** File and line of one of the objects. */
  async placeOf(object: KubeObject): Promise<string> {
    const place = this.near.map((index) => index.placeOf(object)).find((found) => found !== undefined)
    return place ?? (await this.around())?.placeOf(object) ?? `${object.metadata.namespace}/${object.metadata.name}`
  }

  async sources(kind: string, namespace: string): Promise<KubeObject[]> {
    const around = await this.around()
    return [...this.near, ...(around ? [around] : [])].flatMap((index) => index.ofKind(kind, namespace))
  }
}
