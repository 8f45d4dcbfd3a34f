import {goQuote} from '../../../errors/go-quote.js'

/** Group, version and kind; kustomize's text is `Kind.version.group`. */
export interface Gvk {
  readonly group: string
  readonly version: string
  readonly kind: string
}

export const NOT_A_NAMESPACE = '_non_namespaceable_'
const DEFAULT_NAMESPACE = 'default'

/** A resource's identity at some moment of the build. */
export class ResId implements Gvk {
  #key: string | undefined

  constructor(
    readonly group: string,
    readonly version: string,
    readonly kind: string,
    readonly name: string,
    readonly namespace: string,
    /** certainly without a namespace; ids of earlier moments do not know it */
    readonly clusterScoped = false,
  ) {}

  /** Namespace for comparisons: unset and `default` are one. */
  get effectiveNamespace(): string {
    if (this.clusterScoped) return NOT_A_NAMESPACE
    return this.namespace === '' ? DEFAULT_NAMESPACE : this.namespace
  }

  /** Equal keys mean the same resource. */
  get key(): string {
    return (this.#key ??= `${this.effectiveNamespace}\0${this.gvknKey}`)
  }

  get gvknKey(): string {
    return `${this.group}\0${this.version}\0${this.kind}\0${this.name}`
  }

  /** Equal in every part as it is written, not only in meaning. */
  get exactKey(): string {
    return `${this.namespace}\0${this.clusterScoped}\0${this.gvknKey}`
  }

  isInNamespaceOf(other: ResId): boolean {
    return this.effectiveNamespace === other.effectiveNamespace
  }

  /** `Kind.version.group/name.namespace` */
  toString(): string {
    return `${gvkText(this)}/${this.name || '[noName]'}.${this.namespace || '[noNs]'}`
  }

  /** Go's `%#v`. */
  goString(): string {
    const gvk = `resid.Gvk{Group:${goQuote(this.group)}, Version:${goQuote(this.version)}, Kind:${goQuote(this.kind)}, isClusterScoped:${this.clusterScoped}}`
    return `resid.ResId{Gvk:${gvk}, Name:${goQuote(this.name)}, Namespace:${goQuote(this.namespace)}}`
  }
}

export function gvkText(gvk: Gvk): string {
  return `${gvk.kind || '[noKind]'}.${gvk.version || '[noVer]'}.${gvk.group || '[noGrp]'}`
}

export function parseGroupVersion(apiVersion: string): [group: string, version: string] {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)]
}

/** True when every part that the selector names is equal. */
export function isSelected(id: Gvk, selector: Gvk): boolean {
  return (
    (selector.group === '' || selector.group === id.group) &&
    (selector.version === '' || selector.version === id.version) &&
    (selector.kind === '' || selector.kind === id.kind)
  )
}
