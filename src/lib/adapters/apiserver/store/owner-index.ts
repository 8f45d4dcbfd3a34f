import type {KubeObject} from '../../../ports/kube.js'

export interface Owned {
  readonly collection: string
  readonly key: string
}

/** Which objects name which uid in their ownerReferences. */
export class OwnerIndex {
  private readonly byOwner = new Map<string, Map<string, Owned>>()

  of(uid: string): readonly Owned[] {
    return [...(this.byOwner.get(uid)?.values() ?? [])]
  }

  has(uid: string): boolean {
    return this.byOwner.has(uid)
  }

  change(collection: string, key: string, old: KubeObject | undefined, now: KubeObject | undefined): void {
    const before = old?.metadata.ownerReferences
    const after = now?.metadata.ownerReferences
    if (before === after) return
    const id = `${collection} ${key}`
    for (const {uid} of before ?? []) {
      const owned = this.byOwner.get(uid)
      owned?.delete(id)
      if (owned?.size === 0) this.byOwner.delete(uid)
    }
    for (const {uid} of after ?? []) {
      let owned = this.byOwner.get(uid)
      if (!owned) this.byOwner.set(uid, (owned = new Map()))
      owned.set(id, {collection, key})
    }
  }
}
